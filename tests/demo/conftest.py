import datetime as dt
import os
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.utils import timezone

from demo.making import make_demo

TODAY = dt.date(2026, 4, 15)
PASSWORD = "Thử-cổng-rèn-luyện-283"


@contextmanager
def small_demo(today):
    before, os.environ["DEMO_PASSWORD"] = os.environ.get("DEMO_PASSWORD", ""), PASSWORD
    try:
        with transaction.atomic():
            yield make_demo("small", seed=283, today=today, say=lambda text: None)
            transaction.set_rollback(True)
    finally:
        os.environ["DEMO_PASSWORD"] = before


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The small demo, loaded once for the module and rolled back after it."""
    with django_db_blocker.unblock(), small_demo(TODAY) as made:
        yield made


@pytest.fixture(scope="module")
def world_of_today(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), small_demo(timezone.localdate()) as made:
        yield made
