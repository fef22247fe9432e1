from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.models import Position
from criteria.models import Phase, StatementSet

REFERENCE_DATA = [
    ("cadres.migrations.0003_positions", "add_positions", Position.objects),
    ("criteria.migrations.0002_statements", "add_statements", StatementSet.objects.filter(code="KH283")),
    ("criteria.migrations.0006_periods", "name_first_phase", Phase.objects),
    ("criteria.migrations.0012_statements", "add_sets", StatementSet.objects.filter(code="CT01")),
]


def bring_back_reference_data():
    """What the migrations put into the tables, after tests that commit emptied them."""
    for module, function, rows in REFERENCE_DATA:
        if not rows.all().exists():
            getattr(import_module(module), function)(apps, None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database is kept between runs, and the last tests of the run before may have committed."""
    with django_db_blocker.unblock():
        bring_back_reference_data()


@pytest.fixture(autouse=True)
def _database(db):
    """Every test may use the database."""


@pytest.fixture(autouse=True)
def _reference_data(request, _database):
    """Tests that commit leave empty tables behind for each other."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits:
        bring_back_reference_data()


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Tests name static files without collecting them first."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def query_count(client):
    """How many queries a page costs once its session is known: for lists with 3 and with 30 rows."""

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    return count
