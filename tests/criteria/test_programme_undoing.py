"""A decision on a programme is taken back: by whom, how long, and not once somebody has built on it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Job, Notification
from criteria import evidencing, programming
from criteria.models import Programme
from criteria.programming import undo
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.by = found.district_secretary.user
    programme = ProgrammeFactory(unit=found.base, period=found.period)
    found.programme = programming.submit(programme, by=found.base_secretary.user, version=1)
    return found


def approved(t):
    return programming.approve(t.programme, by=t.by, version=t.programme.version)


def returned(t):
    return programming.return_for_edit(t.programme, by=t.by, version=t.programme.version, reason="Ghi rõ hạn.")


@pytest.mark.parametrize("decided", [approved, returned])
def test_it_waits_again_and_nobody_was_told(t, decided):
    programme = undo(decided(t), by=t.by)
    assert (programme.state, programme.decided_by, programme.return_reason) == ("submitted", None, "")
    assert (programme.version, programme.deciding_unit) == (t.programme.version + 1, t.district)
    assert not Notification.objects.filter(to=t.base_secretary.user).exists()
    assert list(Programme.objects.to_decide(t.by)) == [programme]
    event = AuditEvent.objects.get(verb="programme.undone")
    assert (event.actor_id, event.after["state"]) == (t.by.pk, "submitted")


def test_the_mail_of_a_decision_waits_as_long_as_it_can_be_undone(t):
    t.base_secretary.user.email = "bithu@phuong.vn"
    t.base_secretary.user.save(update_fields=["email"])
    programme = approved(t)
    job = Job.objects.get(kind="mail", key__contains=f"programme-decided:{programme.pk}:")
    assert job.due_at > timezone.now() + dt.timedelta(minutes=9)


def test_only_whoever_decided_takes_it_back(t):
    programme = approved(t)
    with pytest.raises(PermissionDenied):
        undo(programme, by=t.base_secretary.user)


def test_ten_minutes_long(t):
    programme = approved(t)
    Programme.objects.update(decided_at=timezone.now() - dt.timedelta(minutes=11))
    with pytest.raises(StaleDocument, match="10 phút"):
        undo(programme, by=t.by)


def test_not_once_it_was_reported_on(t):
    programme = approved(t)
    programming.record_progress(programme.solutions.first(), by=t.base_secretary.user, progress="in_progress")
    with pytest.raises(StaleDocument, match="làm tiếp"):
        undo(programme, by=t.by)


def test_not_once_a_proof_was_added(t):
    programme = approved(t)
    evidencing.attach_link(programme.solutions.first(), "https://tinhdoan.vn/bai-viet", by=t.base_secretary.user)
    with pytest.raises(StaleDocument, match="làm tiếp"):
        undo(programme, by=t.by)


def test_not_once_a_pledge_took_its_focus(t):
    programme = approved(t)
    pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period)
    pledge.items.update(focus=programme.foci.first())
    with pytest.raises(StaleDocument, match="làm tiếp"):
        undo(programme, by=t.by)


def test_not_once_it_was_rewritten(t):
    programme = returned(t)
    document = {"document_no": programme.document_no, "document_on": programme.document_on}
    programming.save(programme, [], by=t.base_secretary.user, version=programme.version, **document)
    with pytest.raises(StaleDocument, match="làm tiếp"):
        undo(programme, by=t.by)
