import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Job, Notification
from cadres.models import Role
from cadres.standing_in import ReasonMissing
from criteria import pledging, routing
from criteria.models import Criterion, Pledge, PledgeItem
from criteria.pledging import ItemDraft
from tests.factories.cadres import AppointmentFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def filled(t, cadre, **pledge):
    return PledgeFactory(cadre=cadre, period=t.period, **pledge)


def sent(t, cadre):
    return pledging.submit(filled(t, cadre), by=cadre.user, version=1)


def test_start_gives_the_same_draft_twice(t):
    first = pledging.start(t.base_secretary, t.period, by=t.base_secretary.user)
    assert pledging.start(t.base_secretary, t.period, by=t.base_secretary.user) == first
    assert (first.unit, first.due_on) == (t.base, t.period.pledge_due_on)
    assert AuditEvent.objects.filter(verb="pledge.started").count() == 1


def test_nobody_starts_for_another(t):
    with pytest.raises(PermissionDenied):
        pledging.start(t.base_secretary, t.period, by=t.district_secretary.user)


def test_step_replaces_the_items_of_its_criterion_only(t):
    pledge = filled(t, t.base_secretary, items=2)
    draft = ItemDraft("Đọc một cuốn sách mỗi tháng", "12 cuốn", t.period.closes_on, "Sổ đọc")
    saved = pledging.save_step(pledge, "ST", [draft], ["ST-K9"], by=t.base_secretary.user, version=1)
    assert list(saved.items.filter(criterion="ST").values_list("text", flat=True)) == ["Đọc một cuốn sách mỗi tháng"]
    assert saved.items.exclude(criterion="ST").count() == 6
    assert saved.version == 2
    with pytest.raises(StaleDocument):
        pledging.save_step(pledge, "ST", [], [], by=t.base_secretary.user, version=1)


def test_submit_numbers_routes_freezes_and_tells(t):
    pledge = sent(t, t.base_secretary)
    pledge.refresh_from_db()
    assert (pledge.state, pledge.version, pledge.deciding_unit) == ("submitted", 2, t.district)
    assert pledge.number == f"{t.base.code}-0001/{t.period.year}"
    revision = pledge.revisions.get()
    assert (revision.no, [item["criterion"] for item in revision.items]) == (1, Criterion.values)
    assert AuditEvent.objects.filter(verb="pledge.submitted", target_id=str(pledge.pk)).count() == 1
    assert list(Notification.objects.values_list("to", flat=True)) == [t.district_secretary.user.pk]


def test_submit_wants_a_whole_pledge(t):
    pledge = filled(t, t.base_secretary)
    PledgeItem.objects.filter(pledge=pledge, criterion="SS").delete()
    with pytest.raises(pledging.PledgeIncomplete) as incomplete:
        pledging.submit(pledge, by=t.base_secretary.user, version=1)
    assert [gap.criterion for gap in incomplete.value.gaps] == ["SS"]


def test_submitted_pledge_is_locked(t):
    pledge = sent(t, t.base_secretary)
    with pytest.raises(StaleDocument):
        pledging.save_step(pledge, "GM", [], [], by=t.base_secretary.user, version=2)
    with pytest.raises(StaleDocument):
        pledging.submit(pledge, by=t.base_secretary.user, version=2)


def test_numbers_go_on_and_are_of_the_nearest_unit_with_an_abbreviation(t):
    t.district.abbreviation = "DA"
    t.district.save(update_fields=["abbreviation"])
    numbers = [sent(t, cadre).number for cadre in (t.base_secretary, t.branch_secretary)]
    assert numbers == [f"DA-0001/{t.period.year}", f"DA-0002/{t.period.year}"]


def test_return_edit_and_resubmit_keeps_the_first_time_and_number(t):
    pledge = sent(t, t.base_secretary)
    back = pledging.return_for_edit(pledge, by=t.district_secretary.user, version=2, reason="Chưa đo được.")
    assert (back.state, back.return_reason) == ("returned", "Chưa đo được.")
    again = pledging.submit(back, by=t.base_secretary.user, version=3)
    assert again.first_submitted_at == pledge.first_submitted_at < again.submitted_at
    assert (again.number, again.return_reason, again.decided_at) == (pledge.number, "", None)
    assert list(again.revisions.values_list("no", "decision")) == [(1, "returned"), (2, "")]
    assert again.chip_state == "resubmitted"


def test_approve_writes_decision_audit_notice_and_a_late_mail(t):
    pledge = sent(t, t.base_secretary)
    done = pledging.approve(pledge, by=t.district_secretary.user, version=2)
    assert (done.state, done.decided_by) == ("approved", t.district_secretary.user)
    assert AuditEvent.objects.filter(verb="pledge.approved").count() == 1
    notice = Notification.objects.get(to=t.base_secretary.user)
    assert Job.objects.get(key=f"mail:{notice.key}").due_at > timezone.now() + dt.timedelta(minutes=9)


def test_undo_goes_back_and_withdraws_the_notice(t):
    pledge = pledging.approve(sent(t, t.base_secretary), by=t.district_secretary.user, version=2)
    with pytest.raises(PermissionDenied):
        pledging.undo(pledge, by=t.other_district_secretary.user)
    undone = pledging.undo(pledge, by=t.district_secretary.user)
    assert (undone.state, undone.version, undone.decided_by) == ("submitted", 3, None)
    assert not Notification.objects.filter(to=t.base_secretary.user).exists()
    assert undone.revisions.get().decision == ""
    assert AuditEvent.objects.filter(verb="pledge.undone").count() == 1
    assert pledging.approve(undone, by=t.district_secretary.user, version=3).state == "approved"


def test_undo_is_refused_after_ten_minutes(t):
    pledge = pledging.approve(sent(t, t.base_secretary), by=t.district_secretary.user, version=2)
    Pledge.objects.filter(pk=pledge.pk).update(decided_at=timezone.now() - dt.timedelta(minutes=11))
    with pytest.raises(StaleDocument):
        pledging.undo(pledge, by=t.district_secretary.user)


def test_body_decides_on_the_root_with_its_minutes(t):
    pledge = sent(t, t.province_secretary)
    assert pledge.is_by_minutes
    staff = with_role(Role.ORG_STAFF, t.province)
    with pytest.raises(pledging.MinutesMissing):
        pledging.approve(pledge, by=staff, version=2)
    with pytest.raises(PermissionDenied):
        pledging.approve(pledge, by=t.province_secretary.user, version=2, minutes_no="1", minutes_on=dt.date.today())
    done = pledging.approve(pledge, by=staff, version=2, minutes_no="12-BB/TĐTN", minutes_on=timezone.localdate())
    assert (done.state, done.minutes_no) == ("approved", "12-BB/TĐTN")


def test_who_decides_is_looked_up_anew(t):
    pledge = sent(t, t.branch_secretary)
    assert pledge.deciding_unit == t.base
    t.base_secretary.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    for person in (t.base_secretary, t.district_secretary):
        person.user.__dict__.pop("_holdings", None)
    with pytest.raises(PermissionDenied):
        pledging.approve(pledge, by=t.base_secretary.user, version=2)
    with pytest.raises(ReasonMissing):
        pledging.approve(pledge, by=t.district_secretary.user, version=2)
    done = pledging.approve(pledge, by=t.district_secretary.user, version=2, in_place_reason="Khuyết Bí thư")
    assert (done.deciding_unit, done.in_place_of) == (t.district, t.base)


def test_follow_posts_moves_open_pledges(t):
    pledge = sent(t, t.branch_secretary)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    t.branch_secretary.appointments.update(valid_to=yesterday)
    AppointmentFactory(
        cadre=t.branch_secretary, unit=t.other_base, position=position("PBT-COSO"), valid_from=timezone.localdate()
    )
    assert routing.follow_posts() == 2
    pledge.refresh_from_db()
    assert (pledge.unit, pledge.deciding_unit) == (t.other_base, t.other_district)
    assert routing.follow_posts() == 0


def test_progress_is_said_by_the_person_on_an_approved_pledge(t):
    pledge = filled(t, t.base_secretary, state="approved")
    item = pledge.items.first()
    done = pledging.record_progress(item, by=t.base_secretary.user, progress="done", note="Xong quý 1")
    assert (done.progress, done.progress_note) == ("done", "Xong quý 1")
    with pytest.raises(PermissionDenied):
        pledging.record_progress(item, by=t.district_secretary.user, progress="done")
    with pytest.raises(StaleDocument):
        other = filled(t, t.base_deputy, state="submitted").items.first()
        pledging.record_progress(other, by=t.base_deputy.user, progress="done")


def test_cancel_when_the_person_left(t):
    pledge = filled(t, t.base_secretary, state="approved")
    admin = with_role(Role.UNIT_ADMIN, t.district)
    with pytest.raises(StaleDocument):
        pledging.cancel(pledge, by=admin, version=1, reason="Thôi công tác")
    t.base_secretary.appointments.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert pledging.cancel(pledge, by=admin, version=1, reason="Thôi công tác").state == "cancelled"
    assert AuditEvent.objects.get(verb="pledge.cancelled").reason == "Thôi công tác"


@pytest.mark.django_db(transaction=True)
def test_of_two_deciders_one_wins(t):
    pledge = sent(t, t.district_secretary)
    deciders = [t.province_secretary.user, t.province_deputy.user]
    gate, results = threading.Barrier(2), []

    def decide(user):
        try:
            gate.wait()
            pledging.approve(pledge, by=user, version=2)
            results.append("approved")
        except StaleDocument:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[user]) for user in deciders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["approved", "stale"]
    assert pledge.revisions.get().decision == "approved"


def test_a_return_is_not_undone_once_the_cadre_has_begun_to_rewrite(t):
    """What was never sent must not come before the secretary as if it had been."""
    pledge = sent(t, t.base_secretary)
    pledge = pledging.return_for_edit(pledge, by=t.district_secretary.user, version=2, reason="Ghi con số.")
    pledging.save_step(pledge, "ST", [], [], by=t.base_secretary.user, version=3)

    with pytest.raises(StaleDocument):
        pledging.undo(pledge, by=t.district_secretary.user)


def test_a_return_is_undone_while_nothing_was_rewritten(t):
    pledge = sent(t, t.base_secretary)
    pledge = pledging.return_for_edit(pledge, by=t.district_secretary.user, version=2, reason="Ghi con số.")

    assert pledging.undo(pledge, by=t.district_secretary.user).state == "submitted"


def test_an_approval_is_not_undone_once_the_cadre_reported_on_it(t):
    pledge = pledging.approve(sent(t, t.base_secretary), by=t.district_secretary.user, version=2)
    pledging.record_progress(pledge.items.first(), by=t.base_secretary.user, progress="in_progress")

    with pytest.raises(StaleDocument, match="tiến độ"):
        pledging.undo(pledge, by=t.district_secretary.user)
