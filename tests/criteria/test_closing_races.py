"""A year is closed while people write in it: what came first counts, what comes later is told."""

import pytest

from criteria import calendar_year, pledging
from criteria.models import Pledge
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory
from tests.security.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = ("base_secretary", "base_deputy", "other_base_secretary", "branch_secretary")


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    return t


@pytest.mark.parametrize("round", range(5))
def test_submit_against_closing_the_year(t, round):
    pledges = [PledgeFactory(cadre=getattr(t, name), period=t.period) for name in PEOPLE]

    *sent, closed = at_once(
        *(lambda pledge=pledge: pledging.submit(pledge, by=pledge.cadre.user, version=1) for pledge in pledges),
        lambda: calendar_year.close_period(t.period),
    )

    assert closed == "done"
    states = [Pledge.objects.get(pk=pledge.pk).state for pledge in pledges]
    assert states == ["submitted" if one == "done" else "draft" for one in sent]


@pytest.mark.parametrize("round", range(5))
def test_no_approval_slips_past_the_closing_of_the_year(t, round):
    pledges = [
        PledgeFactory(cadre=getattr(t, name), period=t.period, state="submitted", deciding_unit=t.district)
        for name in PEOPLE[:2]
    ]

    *decided, closed = at_once(
        *(lambda p=pledge: pledging.approve(p, by=t.district_secretary.user, version=1) for pledge in pledges),
        lambda: calendar_year.close_period(t.period),
    )

    assert closed == "done"
    states = [Pledge.objects.get(pk=pledge.pk).state for pledge in pledges]
    assert states == ["closed" if one == "done" else "submitted" for one in decided]
