"""Visit plans go along with posts; who is away has nothing to do."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from cadres.models import Exemption
from fieldvisits import agenda, following
from fieldvisits.standing import visit_standing
from tests.factories.cadres import AppointmentFactory, position, tree
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def t():
    t = tree()
    t.period = visiting_period()
    return t


def test_an_open_plan_goes_to_the_new_post_and_its_decider(t):
    plan = VisitPlanFactory(cadre=t.district_staff, period=t.period, state="submitted", deciding_unit=t.district)
    t.district_staff.appointments.update(valid_to=TODAY() - DAY)
    AppointmentFactory(cadre=t.district_staff, unit=t.other_district, position=position("CB-HUYEN"), valid_from=TODAY())

    assert following.tell(t.district_staff, True) == [
        f"Bảng đăng ký đi cơ sở {plan.title} đi theo chức vụ mới; đơn vị mới duyệt."
    ]
    assert (following.follow([t.district_staff.pk]), following.follow([t.district_staff.pk])) == (1, 0)

    plan.refresh_from_db()
    assert (plan.unit, plan.deciding_unit) == (t.other_district, t.other_district)
    assert AuditEvent.objects.get(verb="plan.moved").after["unit"] == t.other_district.pk


@pytest.mark.parametrize(("state", "after"), [("draft", "expired"), ("submitted", "expired"), ("approved", "approved")])
def test_who_leaves_every_post_has_open_plans_expire(t, state, after):
    plan = VisitPlanFactory(cadre=t.district_staff, period=t.period, state=state)
    t.district_staff.appointments.update(valid_to=TODAY() - DAY)

    following.follow([t.district_staff.pk])

    plan.refresh_from_db()
    assert plan.state == after


def test_posts_held_one_after_another_owe_together(t):
    """Half the year at the province (60 days a year), then at a district (24)."""
    first, last = t.period.opens_on, t.period.closes_on
    half = first + dt.timedelta(days=((last - first).days + 1) // 2)
    before = visit_standing(t.department_staff, t.period, TODAY()).required_days
    t.department_staff.appointments.update(valid_to=half - DAY)
    AppointmentFactory(cadre=t.department_staff, unit=t.district, position=position("CB-HUYEN"), valid_from=half)

    standing = visit_standing(t.department_staff, t.period, TODAY())

    assert (before, standing.is_required) == (Decimal(60), False)
    assert abs(standing.required_days - Decimal(42)) <= Decimal("0.5")


def test_who_is_away_has_nothing_to_do(t):
    VisitFactory(cadre=t.department_staff, period=t.period)
    assert len(agenda.todo_for(t.department_staff.user)) == 2

    Exemption.objects.create(cadre=t.department_staff, kind="illness", valid_from=TODAY())

    assert agenda.todo_for(t.department_staff.user) == []
