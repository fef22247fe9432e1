import pytest
from django.utils import timezone

from reports import counting
from reports.measures import MEASURES, PLACE
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

YEAR = timezone.localdate().year


def figure(family, code):
    return family.total[PLACE[code]]


def test_registered_counts_people_of_the_post_wherever_it_was_approved():
    t = tree()
    period = PeriodFactory()
    PledgeFactory(cadre=t.base_secretary, period=period, state="approved")
    PledgeFactory(cadre=t.base_deputy, period=period, state="submitted")
    PledgeFactory(cadre=t.other_base_secretary, period=period, state="approved", unit=t.district)
    view = counting.year_view(YEAR)

    family = counting.family_of(t.district, view)

    assert {code: figure(family, f"pledge_{code}") for code in ("owed", "registered", "approved", "missing")} == {
        "owed": 6,
        "registered": 2,
        "approved": 1,
        "missing": 4,
    }


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_every_measure_opens_its_rows(measure):
    t = tree()
    PeriodFactory()
    view = counting.year_view(YEAR)

    found = counting.rows(measure, view, t.province)

    assert counting.amount_of(measure, found) == figure(counting.family_of(t.province, view), measure.code)
