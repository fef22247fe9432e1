import pytest

from tests.access import world as worlds


@pytest.fixture
def world(settings, tmp_path):
    """A province with one of every document, and somebody of every role."""
    settings.MEDIA_ROOT = tmp_path
    return worlds.build()
