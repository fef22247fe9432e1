import datetime as dt
import os

import pytest
from django.db import transaction

from demo.making import make_demo

TODAY = dt.date(2026, 4, 15)
PASSWORD = "Thử-cổng-rèn-luyện-283"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small demo, loaded once for the module and rolled back after it."""
    before, os.environ["DEMO_PASSWORD"] = os.environ.get("DEMO_PASSWORD", ""), PASSWORD
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_demo("small", seed=283, today=TODAY, say=lambda text: None)
        transaction.set_rollback(True)
    os.environ["DEMO_PASSWORD"] = before
