import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Job, Notification
from cadres.models import Role
from fieldvisits import planning, rules
from fieldvisits.models import VisitPlan
from fieldvisits.planning import ItemDraft
from tests.factories.cadres import tree, with_role
from tests.factories.fieldvisits import VisitPlanFactory, visiting_period


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    found.quarter = rules.quarter_of(found.period, timezone.localdate())
    return found


def draft(t, **fields):
    day = rules.quarter_span(t.period, t.quarter)[1]
    return ItemDraft(
        **{"starts_on": day, "ends_on": day, "days": Decimal(1), "host_name": "A", "content": "B"} | fields
    )


def sent(t, cadre):
    plan = planning.start(cadre, t.period, t.quarter, by=cadre.user)
    plan = planning.save_items(plan, [draft(t)], by=cadre.user, version=plan.version)
    return planning.submit(plan, by=cadre.user, version=plan.version)


def verbs(plan):
    return list(AuditEvent.objects.filter(target_id=str(plan.pk)).order_by("at").values_list("verb", flat=True))


def told():
    return set(Notification.objects.values_list("to", flat=True))


def test_start_gives_the_same_draft_twice(t):
    first = planning.start(t.base_secretary, t.period, 1, by=t.base_secretary.user)
    assert planning.start(t.base_secretary, t.period, 1, by=t.base_secretary.user) == first
    assert (first.unit, verbs(first)) == (t.base, ["plan.started"])


def test_start_asks_who_when_and_in_which_post(t):
    with pytest.raises(PermissionDenied):
        planning.start(t.base_secretary, t.period, 1, by=t.district_secretary.user)
    t.base_secretary.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(planning.NotInPost):
        planning.start(t.base_secretary, t.period, 1, by=t.base_secretary.user)
    t.period.state = "closed"
    with pytest.raises(StaleDocument):
        planning.start(t.base_deputy, t.period, 1, by=t.base_deputy.user)


def test_save_items_replaces_all_of_them(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, items=3)
    saved = planning.save_items(plan, [draft(t, host_name="Mới")], by=t.base_secretary.user, version=1)
    assert [item.host_name for item in saved.items.all()] == ["Mới"]
    with pytest.raises(StaleDocument):
        planning.save_items(plan, [], by=t.base_secretary.user, version=1)
    with pytest.raises(PermissionDenied):
        planning.save_items(plan, [], by=t.district_secretary.user, version=2)


def test_submit_routes_records_and_tells_whoever_decides(t):
    plan = sent(t, t.base_secretary)
    plan.refresh_from_db()
    assert (plan.state, plan.deciding_unit, plan.is_by_minutes) == ("submitted", t.district, False)
    assert plan.first_submitted_at == plan.submitted_at
    assert verbs(plan) == ["plan.started", "plan.submitted"]
    assert told() == {t.district_secretary.user.pk}
    with pytest.raises(StaleDocument):
        planning.submit(plan, by=t.base_secretary.user, version=plan.version)


def test_an_empty_plan_is_not_sent(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, items=0)
    with pytest.raises(planning.PlanIncomplete, match="Thêm ít nhất một chuyến"):
        planning.submit(plan, by=t.base_secretary.user, version=1)


def test_approve_locks_the_plan_and_mails_after_the_time_to_undo(t):
    plan = planning.approve(sent(t, t.base_secretary), by=t.district_secretary.user, version=3)
    assert (plan.state, plan.decided_by, plan.version) == ("approved", t.district_secretary.user, 4)
    notice = Notification.objects.get(to=t.base_secretary.user)
    assert Job.objects.get(key=f"mail:{notice.key}").due_at > timezone.now() + dt.timedelta(minutes=9)
    with pytest.raises(StaleDocument):
        planning.save_items(plan, [], by=t.base_secretary.user, version=4)


def test_return_edit_and_send_again_keeps_the_first_time(t):
    plan = sent(t, t.base_secretary)
    back = planning.return_for_edit(plan, by=t.district_secretary.user, version=3, reason="Thêm khu nhà trọ.")
    assert (back.state, back.return_reason) == ("returned", "Thêm khu nhà trọ.")
    assert AuditEvent.objects.get(verb="plan.returned").reason == "Thêm khu nhà trọ."
    again = planning.submit(back, by=t.base_secretary.user, version=4)
    assert again.first_submitted_at == plan.first_submitted_at < again.submitted_at
    assert (again.return_reason, again.decided_at, again.decided_by) == ("", None, None)


def test_others_do_not_decide(t):
    plan = sent(t, t.base_secretary)
    for person in (t.base_secretary, t.district_deputy, t.other_district_secretary, t.province_secretary):
        with pytest.raises(PermissionDenied):
            planning.approve(plan, by=person.user, version=3)


def test_a_department_looks_first_then_the_standing_members_decide(t):
    plan = sent(t, t.department_staff)
    assert plan.deciding_unit == t.department
    with pytest.raises(PermissionDenied):
        planning.approve(plan, by=t.province_secretary.user, version=3)
    with pytest.raises(StaleDocument):
        planning.approve(plan, by=t.department_head.user, version=3)
    passed = planning.dept_ok(plan, by=t.department_head.user, version=3)
    assert (passed.state, passed.deciding_unit_id, passed.decided_at) == ("dept_ok", t.province.pk, None)
    assert {t.province_secretary.user.pk, t.province_deputy.user.pk} <= told()
    with pytest.raises(PermissionDenied):
        planning.approve(passed, by=t.department_head.user, version=4)
    done = planning.approve(passed, by=t.province_deputy.user, version=4)
    assert done.state == "approved"
    assert verbs(plan) == ["plan.started", "plan.submitted", "plan.dept_ok", "plan.approved"]
    assert planning.undo(done, by=t.province_deputy.user).state == "dept_ok"


def test_the_plan_of_a_head_goes_to_the_standing_members_at_once(t):
    plan = sent(t, t.department_head)
    assert plan.deciding_unit == t.province
    assert planning.approve(plan, by=t.province_secretary.user, version=3).state == "approved"


def test_a_body_decides_with_its_minutes(t):
    plan = sent(t, t.province_secretary)
    staff = with_role(Role.ORG_STAFF, t.province)
    assert plan.is_by_minutes
    with pytest.raises(planning.MinutesMissing):
        planning.approve(plan, by=staff, version=3)
    done = planning.approve(plan, by=staff, version=3, minutes_no="12-BB/TĐTN", minutes_on=timezone.localdate())
    assert (done.state, done.minutes_no) == ("approved", "12-BB/TĐTN")


def test_undo_goes_back_and_withdraws_the_notice(t):
    plan = planning.approve(sent(t, t.base_secretary), by=t.district_secretary.user, version=3)
    with pytest.raises(PermissionDenied):
        planning.undo(plan, by=t.province_secretary.user)
    undone = planning.undo(plan, by=t.district_secretary.user)
    assert (undone.state, undone.version, undone.decided_by) == ("submitted", 4, None)
    assert not Notification.objects.filter(to=t.base_secretary.user).exists()
    assert verbs(plan)[-1] == "plan.undone"


def test_undo_is_refused_after_ten_minutes(t):
    plan = planning.approve(sent(t, t.base_secretary), by=t.district_secretary.user, version=3)
    VisitPlan.objects.filter(pk=plan.pk).update(decided_at=timezone.now() - dt.timedelta(minutes=11))
    with pytest.raises(StaleDocument):
        planning.undo(plan, by=t.district_secretary.user)


def test_an_approved_visit_is_put_off_or_called_off_by_the_person(t):
    plan = VisitPlanFactory(cadre=t.base_secretary, period=t.period, state="approved")
    item = plan.items.get()
    with pytest.raises(PermissionDenied):
        planning.drop_item(item, state="cancelled", by=t.district_secretary.user, reason="x")
    off = planning.drop_item(item, state="postponed", by=t.base_secretary.user, reason="Mưa bão")
    assert (off.state, off.cancel_reason, verbs(plan)) == ("postponed", "Mưa bão", ["plan.item_dropped"])
    planning.drop_item(item, state="cancelled", by=t.base_secretary.user, reason="Cơ sở bận")
    with pytest.raises(StaleDocument):
        planning.drop_item(item, state="postponed", by=t.base_secretary.user, reason="x")


def test_only_a_department_passes_on(t):
    with pytest.raises(StaleDocument):
        planning.dept_ok(sent(t, t.base_secretary), by=t.district_secretary.user, version=3)


def test_plans_of_a_past_quarter_expire_unless_approved(t):
    past = visiting_period(year=t.period.year - 1, name="Năm trước")
    waiting = VisitPlanFactory(cadre=t.base_secretary, period=past, quarter=1, state="submitted")
    approved = VisitPlanFactory(cadre=t.base_secretary, period=past, quarter=2, state="approved")
    current = VisitPlanFactory(cadre=t.base_secretary, period=t.period, quarter=4, state="submitted")
    assert (planning.expire_past(), planning.expire_past()) == (1, 0)
    states = [VisitPlan.objects.get(pk=plan.pk).state for plan in (waiting, approved, current)]
    assert states == ["expired", "approved", "submitted"]
    assert verbs(waiting) == ["plan.expired"]


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_one_wins(t):
    plan = sent(t, t.district_secretary)
    gate, results = threading.Barrier(2), []

    def decide(user):
        try:
            gate.wait()
            planning.approve(plan, by=user, version=3)
            results.append("approved")
        except StaleDocument:
            results.append("stale")
        finally:
            connection.close()

    deciders = [t.province_secretary.user, t.province_deputy.user]
    threads = [threading.Thread(target=decide, args=[user]) for user in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["approved", "stale"]
    assert AuditEvent.objects.filter(verb="plan.approved").count() == 1


def test_a_return_is_undone_only_while_nothing_was_rewritten(t):
    plan = sent(t, t.base_secretary)
    decider = t.district_secretary.user
    plan = planning.return_for_edit(plan, by=decider, version=plan.version, reason="Ghi rõ nội dung.")
    plan = planning.undo(plan, by=decider)
    plan = planning.return_for_edit(plan, by=decider, version=plan.version, reason="Ghi rõ nội dung.")
    planning.save_items(plan, [draft(t, content="Khác")], by=t.base_secretary.user, version=plan.version)

    with pytest.raises(StaleDocument):
        planning.undo(plan, by=decider)
