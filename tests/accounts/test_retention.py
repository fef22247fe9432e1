"""What is over is forgotten, what is not stays, and a rehearsal touches nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts import audit, outbox, retention, running
from accounts.models import AuditEvent, Job, Notification, Run, SubmitKey
from accounts.sealing import seal_months
from cadres import activating
from cadres.models import Activation, Appointment, Cadre, ImportBatch
from criteria.models import Pledge
from tests.factories.accounts import UserFactory
from tests.factories.cadres import CadreFactory, tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

COUNTS = dict.fromkeys(("new", "changed", "unchanged", "wrong", "duplicate"), 0)


def ago(**span):
    return timezone.now() - dt.timedelta(**span)


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tree()


@pytest.fixture
def old(t):
    """One of every kind that is over, beside one that is not."""
    user, period = UserFactory(), PeriodFactory()
    for n, created in enumerate((ago(days=400), ago(days=300))):
        Notification.objects.create(to=user, kind="x", subject="x", body="x", key=f"x{n}", created_at=created)
        SubmitKey.objects.create(user=user, key=f"{n}" * 8 + "-0000-0000-0000-000000000000", created_at=created)
        outbox.enqueue("mail", {}, key=f"x{n}")
        Run.objects.create(kind="x", label="x", asked_by=user, file="gone.xlsx", expires_at=ago(days=1 - 2 * n))
    Job.objects.filter(key="x0").update(state=Job.State.DONE, due_at=ago(days=31))
    SubmitKey.objects.filter(key__startswith="1").update(created_at=timezone.now())
    pledges = [PledgeFactory(cadre=c, period=period) for c in (t.base_secretary, t.base_deputy, t.branch_secretary)]
    Pledge.objects.filter(pk__in=[p.pk for p in pledges[:2]]).update(created_at=ago(days=366))
    Pledge.objects.filter(pk=pledges[1].pk).update(first_submitted_at=ago(days=366))
    waiting = CadreFactory()
    activating.issue([waiting], by=user)
    Activation.objects.update(expires_at=ago(days=31))
    ImportBatch.objects.create(
        unit=t.base, by=user, file_name="x", on=timezone.localdate(), counts=COUNTS, rows=[{"kind": "new"}]
    )
    ImportBatch.objects.update(created_at=ago(days=2))
    left = CadreFactory(phone="0903555018", email="cu@tinhdoan.vn", with_user=True)
    Appointment.objects.create(
        cadre=left,
        unit=t.base,
        position=t.base_secretary.appointments.get().position,
        is_main=False,
        valid_from=dt.date(2019, 1, 1),
        valid_to=timezone.localdate() - dt.timedelta(days=400),
    )
    return left


EXPECTED = {
    "audit": 0,
    "drafts": 1,
    "notices": 1,
    "contacts": 1,
    "activations": 1,
    "previews": 1,
    "files": 1,
    "jobs": 1,
    "forms": 1,
    "sessions": 0,
}


def counts(swept):
    return {row.term.code: row.count for row in swept}


def test_a_rehearsal_counts_and_touches_nothing(old):
    before = AuditEvent.objects.count()

    assert counts(retention.sweep(is_rehearsal=True)) == EXPECTED
    assert counts(retention.sweep(is_rehearsal=True)) == EXPECTED
    assert AuditEvent.objects.count() == before


def test_a_sweep_drops_what_is_over_and_says_how_much(old):
    assert counts(retention.sweep(is_rehearsal=False)) == EXPECTED

    assert set(counts(retention.sweep(is_rehearsal=True)).values()) == {0}
    assert (Notification.objects.count(), SubmitKey.objects.count(), Job.objects.count()) == (1, 1, 1)
    assert (Pledge.objects.count(), Activation.objects.count()) == (2, 0)
    batch = ImportBatch.objects.get()
    assert (batch.rows, batch.state) == ([], "expired")
    swept = AuditEvent.objects.filter(verb="retention.swept").first()
    assert swept.after == {code: count for code, count in EXPECTED.items() if count}


def test_contacts_go_from_the_row_and_its_history_and_the_rest_stays(old):
    retention.sweep(is_rehearsal=False)

    cadre = Cadre.objects.select_related("user").get(pk=old.pk)
    assert (cadre.phone, cadre.email, cadre.birth_date) == ("", "", None)
    assert set(cadre.events.values_list("phone", "email", "birth_date")) == {("", "", None)}
    assert (cadre.user.email, cadre.user.is_active) == ("", False)
    assert cadre.full_name == old.full_name
    assert Cadre.objects.exclude(pk=old.pk).exclude(birth_date=None).count() > 5
    assert not AuditEvent.objects.filter(verb="cadre.forgotten", after__icontains="0903555018").exists()


def test_old_months_of_the_trail_are_counted_not_dropped():
    long_ago = timezone.make_aware(dt.datetime(2020, 5, 5))
    AuditEvent.objects.bulk_create([AuditEvent(verb="x", target="x", target_id="1", at=long_ago)])
    audit.record("cadre.changed", UserFactory(), by=None)
    seal_months()

    assert counts(retention.sweep(is_rehearsal=False))["audit"] == 1
    assert AuditEvent.objects.count() == 3


def test_running_files_are_removed_each_night_too(old):
    assert running.remove_expired() == 1


def test_the_command_prints_a_table(old):
    out = StringIO()

    call_command("retention", "--dry-run", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) == len(EXPECTED) + 1
    assert lines[1].split() == [*["Bản", "nháp", "không", "gửi"], "1", *["1", "năm"]]
    assert lines[-1] == "Chỉ đếm, chưa xóa gì."


def test_every_term_is_in_the_docs_and_is_swept_if_it_ends(settings):
    page = (settings.BASE_DIR / "docs" / "personal-data.md").read_text()

    assert [term.what for term in retention.TERMS if f"| {term.what} | {term.keeps} | {term.why} |" not in page] == []
    retention.sweep(is_rehearsal=True)
    assert [term.code for term in retention.TERMS if term.days is not None and term.code not in retention.STEPS] == []
