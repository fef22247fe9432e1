import datetime as dt

import pytest
from django.utils import timezone

from fieldvisits import routing
from tests.factories.cadres import AppointmentFactory, position, tree
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


def test_open_plans_take_the_new_post_and_waiting_ones_go_where_it_is_decided(t):
    plan = VisitPlanFactory(cadre=t.branch_secretary, period=t.period, state="submitted", deciding_unit=t.base)
    approved = VisitPlanFactory(cadre=t.branch_secretary, period=t.period, quarter=1, state="approved")
    t.branch_secretary.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    AppointmentFactory(
        cadre=t.branch_secretary, unit=t.other_base, position=position("PBT-COSO"), valid_from=timezone.localdate()
    )
    assert (routing.follow_posts(), routing.follow_posts()) == (2, 0)
    plan.refresh_from_db()
    approved.refresh_from_db()
    assert (plan.unit, plan.deciding_unit, approved.unit) == (t.other_base, t.other_district, t.branch)


def test_reported_visits_go_along_too(t):
    visit = VisitFactory(cadre=t.branch_secretary, period=t.period, state="reported", deciding_unit=t.district)
    assert routing.follow_posts() == 1
    visit.refresh_from_db()
    assert visit.deciding_unit == t.base


def test_what_a_department_passed_on_stays_with_the_province(t):
    plan = VisitPlanFactory(cadre=t.department_staff, period=t.period, state="dept_ok", deciding_unit=t.province)
    assert routing.follow_posts() == 0
    routing.take_route(plan)
    assert plan.deciding_unit == t.province
