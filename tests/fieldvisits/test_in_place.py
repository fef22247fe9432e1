"""Deciding in another's place ("duyệt thay"): plans of visits and reports."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from cadres.standing_in import ReasonMissing
from fieldvisits import agenda, planning, routing, visiting
from fieldvisits.models import Visit, VisitPlan
from tests.factories.cadres import DelegationFactory, ExemptionFactory, tree
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period

WHY = "Bí thư đi công tác dài ngày"
LONG_AGO = timezone.now() - dt.timedelta(days=40)


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


def overdue_plan(t, cadre=None, **fields):
    plan = VisitPlanFactory(cadre=cadre or t.branch_secretary, period=t.period, state="submitted", **fields)
    VisitPlan.objects.filter(pk=plan.pk).update(submitted_at=LONG_AGO)
    routing.follow_posts()
    plan.refresh_from_db()
    return plan


def overdue_visit(t):
    visit = VisitFactory(cadre=t.branch_secretary, period=t.period, state="reported", reported_at=LONG_AGO)
    routing.follow_posts()
    visit.refresh_from_db()
    return visit


def test_plan_that_lies_too_long_may_be_decided_above(t, client):
    plan = overdue_plan(t)
    assert list(VisitPlan.objects.to_stand_in(t.district_secretary.user)) == [plan]
    client.force_login(t.district_secretary.user)
    assert "Duyệt thay được: quá hạn hai lần" in client.get("/cho-duyet/?loai=di-co-so").content.decode()
    url = reverse("portal:inbox_decide", args=["di-co-so", plan.pk])
    assert client.post(url, {"version": 1, "act": "approve"}).status_code == 422
    client.post(url, {"version": 1, "act": "approve", "in_place_reason": WHY})
    plan.refresh_from_db()
    assert (plan.state, plan.deciding_unit, plan.in_place_of) == ("approved", t.district, t.base)
    for address in (plan.get_absolute_url(), reverse("fieldvisits:plan_print", args=[plan.pk])):
        assert f"{t.district} duyệt thay {t.base}" in client.get(address).content.decode()
    row = AuditEvent.objects.get(verb="plan.approved")
    assert (row.acting_role, row.on_behalf_of_id) == ("stand_in", t.base_secretary.user_id)


def test_the_late_secretary_is_told(t, client):
    overdue_plan(t)
    client.force_login(t.base_secretary.user)
    page = client.get("/cho-duyet/?loai=di-co-so").content.decode()
    assert f"Đã quá hạn hai lần: {t.district} có thể duyệt thay" in page


def test_undoing_gives_it_back(t):
    plan = overdue_plan(t)
    above = t.district_secretary.user
    plan = planning.approve(plan, by=above, version=1, in_place_reason=WHY)
    plan = planning.undo(plan, by=above)
    assert (plan.state, plan.deciding_unit, plan.in_place_reason) == ("submitted", t.base, "")
    assert not Notification.objects.filter(kind="decision.in_place").exists()


def test_a_silent_head_of_department_is_passed_over(t):
    plan = overdue_plan(t, t.department_staff)
    assert (plan.deciding_unit, plan.stand_in_unit) == (t.department, t.province)
    with pytest.raises(ReasonMissing):
        planning.approve(plan, by=t.province_secretary.user, version=1)
    plan = planning.approve(plan, by=t.province_secretary.user, version=1, in_place_reason=WHY)
    assert (plan.state, plan.in_place_of) == ("approved", t.department)
    assert planning.undo(plan, by=t.province_secretary.user).state == "submitted"


def test_delegation_for_visits_keeps_them_at_the_unit(t):
    ExemptionFactory(cadre=t.base_secretary)
    DelegationFactory(unit=t.base, from_cadre=t.base_secretary, to_cadre=t.base_deputy, area="visit")
    visit = VisitFactory(cadre=t.branch_secretary, period=t.period, state="reported")
    assert visiting.confirm(visit, by=t.base_deputy.user, version=1).deciding_unit == t.base


def test_report_may_be_confirmed_in_place(t, client):
    visit = overdue_visit(t)
    client.force_login(t.district_secretary.user)
    assert "Duyệt thay được" in client.get("/cho-duyet/?loai=chuyen-di").content.decode()
    assert f"Duyệt thay {t.base}" in client.get(f"/cho-duyet/chuyen-di/{visit.pk}/").content.decode()
    url = reverse("portal:inbox_decide", args=["chuyen-di", visit.pk])
    assert client.post(url, {"version": 1, "act": "approve"}).status_code == 422
    client.post(url, {"version": 1, "act": "approve", "in_place_reason": WHY})
    visit.refresh_from_db()
    assert (visit.state, visit.in_place_of) == ("confirmed", t.base)
    assert WHY in client.get(visit.get_absolute_url()).content.decode()
    assert Notification.objects.get(kind="decision.in_place").to == t.base_secretary.user


def test_a_report_that_is_sent_again_has_its_time_anew(t):
    visit = overdue_visit(t)
    visit = visiting.question(visit, by=t.base_secretary.user, version=1, reason="Gặp ai?")
    written = visiting.ReportDraft(situation="Đoàn viên đi làm ca.", findings="Thiếu chỗ.")
    visit = visiting.report(visit, written, by=t.branch_secretary.user, version=2)
    assert visit.stand_in_from > timezone.localdate()
    assert not Visit.objects.to_stand_in(t.district_secretary.user).exists()
    with pytest.raises(PermissionDenied):
        visiting.confirm(visit, by=t.district_secretary.user, version=3, in_place_reason=WHY)


def test_home_counts_both_kinds(t):
    overdue_plan(t)
    overdue_visit(t)
    titles = [todo.title for todo in agenda.todo_for(t.district_secretary.user)]
    assert [title for title in titles if title.startswith("Duyệt thay")] == [
        "Duyệt thay được: 1 bảng đăng ký đi cơ sở",
        "Duyệt thay được: 1 báo cáo chuyến đi",
    ]


def test_inbox_costs_the_same_with_3_and_30_overdue(t, client, query_count):
    client.force_login(t.district_secretary.user)
    fields = {"period": t.period, "state": "submitted", "stand_in_unit": t.district, "stand_in_from": LONG_AGO.date()}
    counts = []
    for quarters in ((1, 2), (3, 4)):
        for quarter in quarters:
            VisitPlanFactory(cadre=t.branch_secretary, deciding_unit=t.base, quarter=quarter, **fields)
        counts.append(query_count("/cho-duyet/?loai=di-co-so"))
    assert counts[0] == counts[1]
