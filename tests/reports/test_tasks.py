from django.conf import settings

from config.celery import app
from reports.models import Snapshot
from reports.tasks import roll_up_nightly
from tests.factories.cadres import tree
from tests.factories.fieldvisits import visiting_period


def test_every_scheduled_task_is_known_to_the_worker():
    app.loader.import_default_modules()

    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert named <= set(app.tasks)


def test_the_night_writes_a_snapshot():
    tree()
    visiting_period()

    roll_up_nightly()

    assert Snapshot.objects.get().kind == Snapshot.Kind.NIGHTLY
