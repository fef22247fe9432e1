"""Which indicators a cadre may take into a pledge."""

import datetime as dt

from django.utils import timezone

from criteria import suggesting
from criteria.models import Indicator
from tests.factories.cadres import tree
from tests.factories.criteria import IndicatorFactory, PeriodFactory, PledgeFactory, ProgrammeFactory, main_post


def indicator(programme, **given):
    return IndicatorFactory(focus=programme.foci.first(), **given)


def test_offered_are_those_of_the_unit_and_above_nearest_first():
    t, period = tree(), PeriodFactory()
    post = main_post(t.branch_secretary)
    far = indicator(ProgrammeFactory(unit=t.province, period=period, state="approved"))
    near = indicator(ProgrammeFactory(unit=t.base, period=period, state="approved"))
    fitting = indicator(near.focus.programme, category=post.position.category, order=2)
    indicator(near.focus.programme, category="PROV_LEADER")
    indicator(ProgrammeFactory(unit=t.district, period=period, state="submitted"))
    indicator(ProgrammeFactory(unit=t.other_base, period=period, state="approved"))
    assert list(Indicator.objects.offered_to(post, period)) == [near, fitting, far]


def test_offered_are_those_of_the_period():
    t, period = tree(), PeriodFactory()
    last_year = PeriodFactory(year=period.year - 1)
    indicator(ProgrammeFactory(unit=t.base, period=last_year, state="approved"))
    assert not Indicator.objects.offered_to(main_post(t.branch_secretary), period).exists()


def test_a_day_that_has_passed_is_not_suggested():
    t, period, today = tree(), PeriodFactory(), timezone.localdate()
    programme = ProgrammeFactory(unit=t.base, period=period, state="approved")
    for order, day in enumerate((today - dt.timedelta(days=1), today), start=1):
        indicator(programme, order=order, due_on=day)
    criterion = programme.foci.first().indicators.first().statement.criterion
    offered = suggesting.from_indicators(PledgeFactory(cadre=t.branch_secretary, period=period), criterion)
    assert [suggestion.due_on for suggestion in offered] == [None, today]
