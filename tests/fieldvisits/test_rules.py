import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from cadres.models import Role
from criteria.models import Period, Profile
from fieldvisits import rules
from fieldvisits.models import FollowUp, VisitPlanItem
from tests.factories.cadres import tree, with_role
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, VisitPlanFactory, visiting_period


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


@pytest.mark.parametrize(
    "who, may",
    [
        ("district_secretary", True),
        ("base_secretary", False),
        ("district_deputy", False),
        ("other_district_secretary", False),
        ("province_secretary", False),
        ("branch_secretary", False),
    ],
)
def test_plan_and_visit_of_a_base_secretary_are_decided_by_the_secretary_above(t, who, may):
    user, today, expected = getattr(t, who).user, timezone.localdate(), "decider" if may else None
    given = {"cadre": t.base_secretary, "period": t.period, "deciding_unit": t.district}
    assert rules.acts_as(user, VisitPlanFactory(state="submitted", **given), today) == expected
    assert rules.confirms_as(user, VisitFactory(state="reported", **given), today) == expected


def test_staff_enter_the_decision_of_a_body_only(t):
    plan = VisitPlanFactory(cadre=t.province_secretary, period=t.period, state="submitted")
    staff = with_role(Role.ORG_STAFF, t.province)
    assert rules.acts_as(staff, plan, timezone.localdate()) is None
    plan.is_by_minutes = True
    assert rules.acts_as(staff, plan, timezone.localdate()) == "recorder"
    assert rules.acts_as(t.province_secretary.user, plan, timezone.localdate()) is None


def test_only_the_person_writes(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period)
    assert rules.may_write(t.base_secretary.user, plan)
    assert not rules.may_write(t.district_secretary.user, plan)


@pytest.mark.parametrize(
    "state, edit, decide, undo",
    [
        ("draft", True, False, False),
        ("submitted", False, True, False),
        ("dept_ok", False, True, False),
        ("approved", False, False, True),
        ("returned", True, False, True),
        ("expired", False, False, False),
    ],
)
def test_what_each_state_of_a_plan_allows(t, state, edit, decide, undo):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state=state)
    now = timezone.now()
    assert (rules.can_edit_plan(plan), rules.can_decide_plan(plan), rules.can_undo_plan(plan, now)) == (
        edit,
        decide,
        undo,
    )
    assert not rules.can_undo_plan(plan, now + dt.timedelta(minutes=11))
    plan.period.state = Period.State.CLOSED
    assert not (rules.can_edit_plan(plan) or rules.can_decide_plan(plan) or rules.can_undo_plan(plan, now))


def test_nothing_is_undone_once_somebody_went(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state="approved")
    plan.items.update(state=VisitPlanItem.State.DONE)
    assert not rules.can_undo_plan(plan, timezone.now())


@pytest.mark.parametrize(
    "state, report, confirm, photos",
    [
        ("logged", True, False, True),
        ("reported", False, True, True),
        ("questioned", True, False, True),
        ("confirmed", False, False, False),
    ],
)
def test_what_each_state_of_a_visit_allows(t, state, report, confirm, photos):
    visit = VisitFactory(cadre=t.base_secretary, period=t.period, state=state)
    found = (rules.can_report(visit), rules.can_confirm(visit), rules.can_change_photos(visit))
    assert found == (report, confirm, photos)


@pytest.mark.parametrize(
    "plan_state, item_state, can",
    [
        ("approved", "planned", True),
        ("approved", "postponed", True),
        ("approved", "done", False),
        ("approved", "cancelled", False),
        ("submitted", "planned", False),
        ("expired", "planned", False),
    ],
)
def test_only_open_items_of_an_approved_plan_can_be_gone_to(t, plan_state, item_state, can):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state=plan_state)
    plan.items.update(state=item_state)
    item = plan.items.get()
    assert (rules.can_log_item(item), rules.can_drop_item(item)) == (can, can)


@pytest.mark.parametrize(
    "now, then, can",
    [
        ("open", "in_progress", True),
        ("open", "resolved", True),
        ("open", "rejected", True),
        ("in_progress", "resolved", True),
        ("in_progress", "open", False),
        ("resolved", "in_progress", False),
        ("rejected", "open", False),
        ("open", "nonsense", False),
    ],
)
def test_follow_ups_only_move_onwards(t, now, then, can):
    visit = VisitFactory(cadre=t.base_secretary, period=t.period, state="reported")
    assert rules.can_move(FollowUpFactory(visit=visit, state=now, outcome="Đã làm"), then) is can


def test_who_may_move_a_follow_up(t):
    visit = VisitFactory(cadre=t.base_secretary, period=t.period, state="reported")
    follow_up = FollowUpFactory(visit=visit, resolver_unit=t.other_district)
    assert rules.may_move(t.base_secretary.user, follow_up)
    assert rules.may_move(t.other_district_secretary.user, follow_up)
    assert not rules.may_move(t.district_secretary.user, follow_up)


def test_a_draft_is_nobody_elses_business(t):
    visit = VisitFactory(cadre=t.base_secretary, period=t.period, state="logged")
    follow_up = FollowUpFactory(visit=visit, resolver_unit=t.other_district)
    assert not rules.may_move(t.other_district_secretary.user, follow_up)
    assert not rules.can_move(follow_up, FollowUp.State.RESOLVED)


@pytest.mark.parametrize(
    "profile, year, quarter, first, last",
    [
        (Profile.CALENDAR, 2022, 1, "2022-01-01", "2022-03-31"),
        (Profile.CALENDAR, 2022, 4, "2022-10-01", "2022-12-31"),
        (Profile.SCHOOL, 2026, 1, "2025-09-01", "2025-11-30"),
        (Profile.SCHOOL, 2026, 2, "2025-12-01", "2026-02-28"),
        (Profile.SCHOOL, 2026, 4, "2026-06-01", "2026-08-31"),
    ],
)
def test_quarters(profile, year, quarter, first, last):
    period = Period(year=year, profile=profile)
    span = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert rules.quarter_span(period, quarter) == span
    assert [rules.quarter_of(period, day) for day in span] == [quarter, quarter]


def test_a_plan_needs_visits_within_its_quarter(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, quarter=4, items=0)
    assert rules.plan_lack(plan, []) == "Thêm ít nhất một chuyến đi rồi nộp."
    first, last = rules.quarter_span(t.period, 4)
    inside = VisitPlanItem(plan=plan, starts_on=first, ends_on=first, days=1, host_name="A")
    outside = VisitPlanItem(plan=plan, starts_on=last + dt.timedelta(days=1), ends_on=last, days=1, host_name="B")
    assert rules.plan_lack(plan, [inside]) == ""
    assert rules.plan_lack(plan, [inside, outside]).startswith("Chuyến tới B")


@pytest.mark.parametrize(
    "findings, follow_ups, words, lacks",
    [
        ("", 0, 9, "Ghi ít nhất"),
        ("  ", 0, 9, "Ghi ít nhất"),
        ("Thiếu", 0, 9, ""),
        ("", 1, 9, ""),
        ("Thiếu", 0, 1501, "1501"),
    ],
)
def test_a_report_brings_a_finding_or_a_follow_up_on_one_page(findings, follow_ups, words, lacks):
    found = rules.report_lack(texts=["x" * words], findings=findings, follow_ups=follow_ups, most=1500)
    assert lacks in found and bool(found) is bool(lacks)


@pytest.mark.parametrize(
    "first, last, days, words",
    [
        (-1, -1, "1", ""),
        (0, 0, "0.5", ""),
        (-1, -2, "1", "Ngày kết thúc"),
        (0, 1, "2", "đã đi xong"),
        (-1, -1, "1.5", "nhiều hơn"),
        (-800, -800, "1", "nằm ngoài"),
    ],
)
def test_days_of_a_visit(t, first, last, days, words):
    today = timezone.localdate()
    span = [today + dt.timedelta(days=n) for n in (first, last)]
    lack = rules.visit_lack(t.period, *span, Decimal(days), today)
    assert words in lack and bool(lack) is bool(words)


@pytest.mark.parametrize(
    "state, has_quotas, can",
    [
        ("draft", True, True),
        ("draft", False, True),
        ("open", True, False),
        ("open", False, True),
        ("closed", False, False),
    ],
)
def test_quotas_are_frozen_when_the_period_opens(state, has_quotas, can):
    assert rules.can_set_quotas(Period(state=state), has_quotas=has_quotas) is can
