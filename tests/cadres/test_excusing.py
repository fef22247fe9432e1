"""Leave: who enters it, what fits, and coming back."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Job, Notification
from cadres import excusing
from cadres.excusing import ExcuseRefused
from cadres.models import Exemption, Role, away_on, returned_on
from tests.factories.cadres import AppointmentFactory, position, tree, with_role

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def t():
    t = tree()
    t.admin = with_role(Role.UNIT_ADMIN, t.district)
    return t


def grant(t, **more):
    given = {"kind": "maternity", "valid_from": TODAY(), "valid_to": TODAY() + 180 * DAY} | more
    return excusing.grant(t.branch_secretary, by=t.base_secretary.user, **given)


def test_leave_is_told_and_recorded_once(t):
    excuse = grant(t)

    event = AuditEvent.objects.get(cadre_id=t.branch_secretary.pk)
    assert (event.verb, event.after["exemption"], event.unit_id) == ("exemption.granted", excuse.pk, t.branch.pk)
    assert Notification.objects.get(kind="exemption").to == t.branch_secretary.user
    assert Job.objects.filter(kind="posts_changed").count() == 1


def test_nobody_excuses_himself(t):
    with pytest.raises(PermissionDenied, match="không ai tự ghi"):
        excusing.grant(t.base_secretary, by=t.base_secretary.user, kind="illness", valid_from=TODAY(), valid_to=None)


def test_a_side_post_gives_no_right_over_leave(t):
    """The main post is kept elsewhere: that unit enters the leave."""
    AppointmentFactory(cadre=t.other_branch_secretary, unit=t.base, position=position("TPT-DOI"), is_main=False)

    with pytest.raises(PermissionDenied):
        excusing.grant(t.other_branch_secretary, by=t.admin, kind="illness", valid_from=TODAY(), valid_to=None)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"valid_to": TODAY() - DAY}, "Ngày cuối"),
        ({"kind": "study", "valid_to": TODAY() + 90 * DAY}, "từ 6 tháng"),
    ],
)
def test_leave_that_does_not_fit_says_why(t, more, words):
    with pytest.raises(ExcuseRefused, match=words):
        grant(t, **more)


def test_two_times_do_not_overlap(t):
    grant(t)

    with pytest.raises(ExcuseRefused, match="trùng"):
        grant(t, kind="illness", valid_from=TODAY() + 180 * DAY, valid_to=None)
    assert grant(t, kind="illness", valid_from=TODAY() + 181 * DAY, valid_to=None).pk


def test_coming_back_ends_the_leave_the_day_before(t):
    excuse = grant(t, valid_from=TODAY() - 20 * DAY)

    back = excusing.come_back(excuse, by=t.admin, version=0, on=TODAY())

    assert (back.valid_to, back.returns_on, back.version) == (TODAY() - DAY, TODAY(), 1)
    assert returned_on([t.branch_secretary.pk], TODAY()) == {t.branch_secretary.pk: TODAY()}
    assert not type(t.branch_secretary).objects.filter(away_on(TODAY(), "pk")).exists()
    with pytest.raises(StaleDocument):
        excusing.come_back(excuse, by=t.admin, version=0, on=TODAY())


def test_coming_back_before_leaving_is_refused(t):
    with pytest.raises(ExcuseRefused, match="dùng Xóa"):
        excusing.come_back(grant(t), by=t.admin, version=0, on=TODAY())


def test_correcting_keeps_what_was_said(t):
    excuse = grant(t)

    excusing.correct(excuse, by=t.admin, version=0, kind="illness", valid_from=TODAY() - DAY, valid_to=None, note="BV")

    excuse.refresh_from_db()
    event = AuditEvent.objects.get(verb="exemption.corrected")
    assert (excuse.kind, excuse.valid_to, excuse.note) == ("illness", None, "BV")
    assert (event.before["kind"], event.after["kind"]) == ("maternity", "illness")


def test_what_was_entered_for_the_wrong_person_is_taken_away(t):
    excuse = grant(t)

    excusing.void(excuse, by=t.admin, version=0)

    assert not Exemption.objects.exists()
    assert AuditEvent.objects.get(verb="exemption.voided").before["kind"] == "maternity"
