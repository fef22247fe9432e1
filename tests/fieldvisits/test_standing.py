"""Days owed and days counted."""

import datetime as dt
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadres.models import Exemption
from fieldvisits.counting import Span, counted_days, prorated_quota
from fieldvisits.standing import visit_standing
from tests.factories.cadres import tree
from tests.factories.fieldvisits import VisitFactory, visiting_period

YEAR = Span(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
spans = st.builds(
    lambda first, n: Span(first, first + dt.timedelta(days=n)), st.dates(YEAR.first, YEAR.last), st.integers(0, 20)
)
trips = st.lists(st.tuples(spans, st.integers(0, 20).map(lambda n: Decimal(n) / 2)), max_size=8)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(trips)
def test_a_day_counts_once(visits):
    days = {span.first + dt.timedelta(days=n) for span, _ in visits for n in range(span.length)}

    assert Decimal(0) <= counted_days(visits) <= len(days)
    assert counted_days(visits) <= sum((days for _, days in visits), Decimal(0))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(trips, spans)
def test_one_more_visit_never_takes_days_away(visits, span):
    assert counted_days([*visits, (span, Decimal(1))]) >= counted_days(visits)


def test_two_visits_on_one_day_are_one_day():
    day = Span(dt.date(2022, 3, 1), dt.date(2022, 3, 1))

    assert counted_days([(day, Decimal("0.5")), (day, Decimal("0.5")), (day, Decimal(1))]) == 1


def test_half_a_year_of_maternity_halves_the_quota():
    leave = Span(dt.date(2022, 1, 1), dt.date(2022, 7, 1))

    assert prorated_quota([(Decimal(60), YEAR)], YEAR, [leave]) == Decimal(30)


def test_standing_counts_reported_visits_only():
    t = tree()
    period = visiting_period()
    VisitFactory(cadre=t.district_staff, period=period, state="reported")
    VisitFactory(cadre=t.district_staff, period=period)

    standing = visit_standing(t.district_staff, period, dt.date.today())

    assert (standing.required_days, standing.counted_days, standing.is_required) == (Decimal(24), Decimal(1), False)


def test_standing_without_a_quota_owes_nothing():
    t = tree()
    standing = visit_standing(t.branch_secretary, visiting_period(), dt.date.today())

    assert standing.required_days == 0
    assert standing.is_met


def test_exemption_lowers_the_quota():
    t = tree()
    period = visiting_period()
    Exemption.objects.create(cadre=t.department_staff, kind="study", valid_from=period.opens_on)

    standing = visit_standing(t.department_staff, period, dt.date.today())

    assert (standing.required_days, standing.is_required) == (Decimal(0), True)
