"""Pledges go along with posts and leave."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Notification
from cadres.models import Appointment, Exemption
from criteria import agenda, following, routing
from criteria.models import Pledge
from criteria.rules import due_on
from tests.factories.cadres import AppointmentFactory, position, tree
from tests.factories.criteria import PeriodFactory, PledgeFactory

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    return t


def moved_to(cadre, unit, code="PBT-COSO", since=None):
    since = since or TODAY()
    cadre.appointments.filter(valid_to=None).update(valid_to=since - DAY)
    return AppointmentFactory(cadre=cadre, unit=unit, position=position(code), valid_from=since)


def test_an_open_pledge_goes_to_the_new_post_and_its_decider(t):
    pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period, state="submitted", deciding_unit=t.base)
    new = moved_to(t.branch_secretary, t.other_base)

    assert following.follow([t.branch_secretary.pk]) == 1

    pledge.refresh_from_db()
    assert (pledge.appointment, pledge.unit, pledge.deciding_unit) == (new, t.other_base, t.other_district)
    assert Notification.objects.get(kind="pledge.submitted").to == t.other_district_secretary.user
    event = AuditEvent.objects.get(verb="pledge.moved")
    assert (event.actor_id, event.before["unit"], event.after["unit"]) == (None, t.branch.pk, t.other_base.pk)
    assert following.follow([t.branch_secretary.pk]) == 0


def test_an_approved_pledge_stays_with_its_unit(t):
    pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period, state="approved")
    moved_to(t.branch_secretary, t.other_base)

    assert following.follow([t.branch_secretary.pk]) == 0

    pledge.refresh_from_db()
    assert (pledge.state, pledge.unit) == ("approved", t.branch)


def test_only_the_people_who_are_named_move(t):
    PledgeFactory(cadre=t.branch_secretary, period=t.period)
    moved_to(t.branch_secretary, t.other_base)

    assert following.follow([t.base_deputy.pk]) == 0


def test_a_post_that_is_no_longer_the_main_one_lets_the_pledge_go(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    t.base_deputy.appointments.update(is_main=False)
    new = AppointmentFactory(cadre=t.base_deputy, unit=t.branch, position=position("BT-CHIDOAN"), valid_from=TODAY())

    following.follow([t.base_deputy.pk])

    pledge.refresh_from_db()
    assert pledge.appointment == new


@pytest.mark.parametrize(
    ("state", "after"), [("draft", "cancelled"), ("submitted", "cancelled"), ("approved", "approved")]
)
def test_who_leaves_every_post_has_an_open_pledge_cancelled(t, state, after):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period, state=state)
    t.base_deputy.appointments.update(valid_to=TODAY() - DAY)

    following.follow([t.base_deputy.pk])

    pledge.refresh_from_db()
    assert pledge.state == after


def test_the_last_day_in_office_counts(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    t.base_deputy.appointments.update(valid_to=TODAY())

    assert following.follow([t.base_deputy.pk]) == 0
    pledge.refresh_from_db()
    assert pledge.state == "draft"


def test_a_post_to_come_keeps_the_pledge(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    t.base_deputy.appointments.update(valid_to=TODAY() - DAY)
    AppointmentFactory(
        cadre=t.base_deputy, unit=t.other_base, valid_from=TODAY() + 9 * DAY, position=position("PBT-COSO")
    )

    assert (following.follow([t.base_deputy.pk]), following.cancel_of_leavers()) == (0, 0)
    pledge.refresh_from_db()
    assert pledge.state == "draft"


def test_a_post_of_another_calendar_does_not_keep_it(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    moved_to(t.base_deputy, t.base, "TPT-DOI")

    following.follow([t.base_deputy.pk])

    pledge.refresh_from_db()
    assert pledge.state == "cancelled"


def test_a_new_post_gives_time_for_what_was_not_sent(t):
    pledge = PledgeFactory(cadre=t.branch_secretary, period=t.period)
    moved_to(t.branch_secretary, t.other_base)

    following.follow([t.branch_secretary.pk])

    pledge.refresh_from_db()
    assert pledge.due_on == TODAY() + 30 * DAY


def leave(cadre, first, last=None):
    return Exemption.objects.create(cadre=cadre, kind="maternity", valid_from=first, valid_to=last)


@pytest.mark.parametrize(("state", "days"), [("draft", 29), ("submitted", None)])
def test_coming_back_puts_off_what_was_not_sent(t, state, days):
    """Back since yesterday: thirty days from then, while it was never sent."""
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period, state=state)
    leave(t.base_deputy, TODAY() - 60 * DAY, TODAY() - 2 * DAY)

    following.follow([t.base_deputy.pk])

    pledge.refresh_from_db()
    assert pledge.due_on == (TODAY() + days * DAY if days else t.period.pledge_due_on)


def test_a_planned_return_is_seen_by_beat(t):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period)
    leave(t.base_deputy, TODAY() - 60 * DAY, TODAY() - DAY)

    routing.follow_posts()

    pledge.refresh_from_db()
    assert pledge.due_on == TODAY() + 30 * DAY


def test_a_deadline_is_never_put_forward(t):
    policy, late = t.period.pledge_policy, t.period.pledge_due_on
    assert due_on(late, late - 90 * DAY, policy, late - 40 * DAY) == late
    assert due_on(late, late - 90 * DAY, policy, late - 10 * DAY) == late + 20 * DAY
    assert due_on(late, late - 5 * DAY, policy, late - 10 * DAY) == late + 25 * DAY


def own_titles(cadre):
    return [todo.title for todo in agenda.todo_for(cadre.user)]


@pytest.mark.parametrize("state", [None, "draft", "returned"])
def test_who_is_away_has_nothing_to_do(t, state):
    if state:
        PledgeFactory(cadre=t.base_deputy, period=t.period, state=state)
    assert len(own_titles(t.base_deputy)) == 1

    leave(t.base_deputy, TODAY() - DAY)

    assert own_titles(t.base_deputy) == []


def test_who_came_back_has_the_new_deadline(t):
    leave(t.base_deputy, TODAY() - 60 * DAY, TODAY() - DAY)

    [todo] = agenda.todo_for(t.base_deputy.user)

    assert (todo.due_on, todo.is_late) == (TODAY() + 30 * DAY, False)


def test_what_will_follow_is_told_beforehand(t):
    PledgeFactory(cadre=t.base_deputy, period=t.period, state="submitted")
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved")

    assert following.tell(t.base_deputy, True) == [
        f"Bản đăng ký năm {t.period.year} (chờ duyệt) đi theo chức vụ mới; đơn vị mới duyệt."
    ]
    assert following.tell(t.base_deputy, False) == [
        f"Bản đăng ký năm {t.period.year} (chờ duyệt) được hủy sau ngày cuối giữ chức vụ."
    ]
    assert following.tell(t.base_secretary, True) == [
        f"Bản đăng ký năm {t.period.year} đã duyệt giữ nguyên ở {t.base}."
    ]
    assert Pledge.objects.filter(state="cancelled").count() == 0
    assert Appointment.objects.filter(valid_to=None).count() == 13
