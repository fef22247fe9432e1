"""Reminders by the clock: who, when, once; and what it costs."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, Job, Notification
from accounts.outbox import work_due
from cadres.models import Appointment
from criteria import ladder
from criteria.lateness import chunks, owing, to_remind
from criteria.models import DutyReminder, Period
from criteria.rules import step_of
from tests.factories.cadres import AppointmentFactory, CadreFactory, ExemptionFactory, tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory

TODAY = timezone.localdate()


def due_in(days, **period):
    """A year whose pledges are due in so many days."""
    return PeriodFactory(opens_on=TODAY + dt.timedelta(days=days - 45), **period)


@pytest.fixture
def t():
    return tree()


def reminded(reason="missing"):
    rows = DutyReminder.objects.filter(reason=reason).order_by("pk")
    return {row.cadre: row.step for row in rows.select_related("cadre")}


@pytest.mark.parametrize(
    ("days", "step"),
    [(-15, None), (-14, -14), (-8, -14), (-7, -7), (-3, -3), (-2, -3), (-1, -1), (0, -1), (6, -1), (7, 7), (20, 14)],
)
def test_the_step_is_the_last_that_was_reached(days, step):
    assert step_of(TODAY - dt.timedelta(days=days), TODAY) == step


def test_only_who_has_not_done_it_is_reminded(t):
    period = due_in(3)
    PledgeFactory(cadre=t.base_secretary, period=period, state="submitted")
    PledgeFactory(cadre=t.base_deputy, period=period, state="approved")
    PledgeFactory(cadre=t.branch_secretary, period=period)
    PledgeFactory(cadre=t.other_branch_secretary, period=period, state="returned")
    ExemptionFactory(cadre=t.district_staff)

    ladder.climb()

    missing = reminded()
    assert missing.keys() & {t.base_secretary, t.base_deputy, t.other_branch_secretary, t.district_staff} == set()
    assert missing[t.branch_secretary] == missing[t.other_base_secretary] == -3
    assert reminded("returned") == {t.other_branch_secretary: -3}


def test_each_has_a_day_of_his_own(t):
    due_in(-30)
    t.base_secretary.appointments.update(valid_from=TODAY - dt.timedelta(days=27))
    t.base_deputy.appointments.update(valid_from=TODAY - dt.timedelta(days=5))

    ladder.climb()

    steps = reminded()
    assert (steps[t.base_secretary], steps[t.branch_secretary]) == (-3, 28)
    assert t.base_deputy not in steps


def test_what_was_returned_late_is_not_overdue_at_once(t):
    period = due_in(-30)
    pledge = PledgeFactory(cadre=t.base_secretary, period=period, state="returned")
    ladder.climb()
    assert reminded("returned") == {t.base_secretary: -1}

    pledge.decided_at = timezone.now() - dt.timedelta(days=8)
    pledge.save()
    ladder.climb()
    assert DutyReminder.objects.filter(reason="returned").count() == 1


def test_a_second_run_reminds_nobody_again(t):
    due_in(7)
    first = ladder.climb()
    told = Notification.objects.count()

    assert ladder.climb() == 0

    assert first == DutyReminder.objects.count()
    assert Notification.objects.count() == told
    assert AuditEvent.objects.filter(verb="period.reminded").count() == 2


def test_the_next_step_reminds_again(t):
    period = due_in(7)
    ladder.climb()
    DutyReminder.objects.update(on=TODAY - dt.timedelta(days=4), due_on=TODAY + dt.timedelta(days=3))
    period.opens_on -= dt.timedelta(days=4)
    type(period).objects.filter(pk=period.pk).update(pledge_due_on=TODAY + dt.timedelta(days=3))

    ladder.climb()

    steps = DutyReminder.objects.filter(cadre=t.base_secretary).values_list("step", flat=True)
    assert sorted(steps) == [-7, -3]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(t):
    due_in(1)
    gate, counts = threading.Barrier(2), []

    def run():
        try:
            gate.wait()
            counts.append(ladder.climb())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    owed = to_remind(owing(Period.objects.get(), TODAY)).count()
    assert len(counts) == 2
    assert DutyReminder.objects.exclude(reason="programme").count() == owed
    assert sum(counts) == DutyReminder.objects.count()
    people = Notification.objects.filter(kind="reminder.missing")
    assert people.count() == people.values("to").distinct().count() == owed


def test_the_channel_is_the_best_there_is(t):
    t.branch_secretary.user.email = ""
    t.branch_secretary.user.save()
    AppointmentFactory(cadre=CadreFactory(full_name="Lê Không Máy"), unit=t.branch)
    t.base_deputy.user.is_active = False
    t.base_deputy.user.save()
    due_in(14)

    ladder.climb()

    channels = dict(DutyReminder.objects.exclude(cadre=None).values_list("cadre__full_name", "channel"))
    assert channels[t.base_secretary.full_name] == "mail"
    assert channels[t.branch_secretary.full_name] == "notice"
    assert channels["Lê Không Máy"] == channels[t.base_deputy.full_name] == "none"
    assert not Notification.objects.filter(to=t.base_deputy.user).exists()


def test_the_mail_goes_through_the_outbox(t, mailoutbox):
    t.base_secretary.user.email = "bithu@example.org"
    t.base_secretary.user.save()
    due_in(14)
    ladder.climb()
    assert mailoutbox == []

    work_due()

    mail = next(mail for mail in mailoutbox if mail.to == ["bithu@example.org"])
    assert f"Đồng chí {t.base_secretary.full_name} chưa nộp bản đăng ký" in mail.body
    assert Job.objects.filter(state="done", kind="mail").count() == len(mailoutbox)


def test_units_are_reminded_of_programmes_that_were_not_sent(t):
    period = PeriodFactory(opens_on=TODAY - dt.timedelta(days=8))
    ProgrammeFactory(unit=t.base, period=period, state="submitted")
    ProgrammeFactory(unit=t.other_base, period=period)

    ladder.climb()

    rows = {row.unit: row for row in DutyReminder.objects.filter(reason="programme").select_related("unit")}
    assert t.base not in rows
    assert t.branch not in rows
    assert rows[t.other_base].step == -7
    notice = Notification.objects.get(kind="reminder.programme", to=t.other_base_secretary.user)
    assert notice.body.startswith("Đoàn xã An Bình chưa gửi chương trình rèn luyện năm")
    assert ladder.climb() == 0


def test_a_closed_year_reminds_nobody(t):
    due_in(1, state="closed")
    assert ladder.climb() == 0


def test_the_cost_does_not_grow_with_the_people(t):
    due_in(7)

    def cost():
        with CaptureQueriesContext(connection) as captured:
            ladder.climb()
        return len(captured)

    few = cost()
    DutyReminder.objects.all().delete()
    for _ in range(30):
        AppointmentFactory(unit=t.branch)
    assert cost() == few


def test_parts_follow_each_other_without_a_gap(t, monkeypatch):
    monkeypatch.setattr("criteria.lateness.CHUNK", 2)
    period = due_in(7)
    posts = [post.pk for chunk in chunks(to_remind(owing(period, TODAY))) for post in chunk]
    assert sorted(posts) == sorted(Appointment.objects.values_list("pk", flat=True))
