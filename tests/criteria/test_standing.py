import datetime as dt

from django.utils import timezone

from criteria.models import Pledge, PledgeItem, Statement
from criteria.standing import PledgeStanding, pledge_standing
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory


def test_statements_are_those_of_the_plan():
    of_the_plan = Statement.objects.filter(set__code="KH283")
    assert of_the_plan.do().count() == 17
    assert of_the_plan.dont().count() == 10
    assert list(of_the_plan.filter(public_servants_only=True).values_list("code", flat=True)) == ["ST-3"]


def test_standing_of_nobody_is_nothing():
    assert pledge_standing(tree().base_secretary, PeriodFactory()) == PledgeStanding()


def test_standing_counts_what_is_not_dropped():
    t, period = tree(), PeriodFactory()
    pledge = PledgeFactory(cadre=t.base_secretary, period=period, state="approved", items=2)
    PledgeItem.objects.filter(pledge=pledge, order__lte=3).update(progress="done")
    PledgeItem.objects.filter(pledge=pledge, order=4).update(progress="dropped")
    assert pledge_standing(t.base_secretary, period) == PledgeStanding(True, True, 7, 3)


def test_on_time_ends_with_the_due_day_in_the_province():
    t, period = tree(), PeriodFactory()
    end = timezone.make_aware(dt.datetime.combine(period.pledge_due_on, dt.time(23, 59)))
    last = PledgeFactory(cadre=t.base_secretary, period=period, state="submitted", first_submitted_at=end)
    late = PledgeFactory(
        cadre=t.base_deputy, period=period, state="submitted", first_submitted_at=end + dt.timedelta(minutes=1)
    )
    assert [last.is_on_time, late.is_on_time] == [True, False]
    assert list(Pledge.objects.on_time()) == [last]
