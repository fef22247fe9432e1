import datetime as dt

from django.utils import timezone

from cadres.models import Unit
from fieldvisits.hosting import hosts_near
from tests.factories.cadres import tree


def test_units_that_ended_take_no_visits():
    t = tree()
    post = t.district_secretary.appointments.get()
    assert set(hosts_near(post)) == {t.base, t.branch}

    Unit.objects.filter(pk=t.branch.pk).update(valid_to=timezone.localdate() - dt.timedelta(days=1))

    assert hosts_near(post) == [t.base]
