"""Calls and reminders: one person by hand, many by a run, all by the clock. Each is written once, then told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.notifying import Notice, notify_each
from cadres.models import Appointment, Cadre, Right, Unit, holds_at
from criteria import rules
from criteria.lateness import Owes, owing, to_remind, with_dues
from criteria.models import Contact, DutyReminder, Period

Channel, Reason = DutyReminder.Channel, DutyReminder.Reason
SUBJECTS = {
    Reason.MISSING: "Nhắc: nộp bản đăng ký rèn luyện năm {}",
    Reason.RETURNED: "Nhắc: sửa và gửi lại bản đăng ký năm {}",
    Reason.PROGRAMME: "Nhắc: gửi chương trình rèn luyện năm {}",
}


class NothingOwed(Exception):
    """The person sent the pledge meanwhile, is on leave, or never owed one."""


@dataclass(frozen=True)
class Asked:
    """Who is reminded of what: a person, or the users who lead a unit."""

    owes: Owes
    unit_id: int
    cadre_id: int | None
    users: tuple[User, ...]
    text: str
    url: str
    step: int | None = None

    @property
    def channel(self) -> str:
        """The best way to reach anybody of them."""
        active = [user for user in self.users if user.is_active]
        if not active:
            return Channel.NONE
        return Channel.MAIL if any(user.email for user in active) else Channel.NOTICE


def ask_of(post: Appointment, owes: Owes, period: Period, *, today: date, step: int | None = None) -> Asked:
    """Posts come from `lateness.chunks`."""
    cadre: Cadre = post.cadre
    return Asked(
        owes,
        post.unit_id,
        cadre.pk,
        (cadre.user,) if cadre.user else (),
        text_for(post, owes, period, today),
        url_for(post, owes),
        step,
    )


def text_for(post: Appointment, owes: Owes, period: Period, today: date) -> str:
    words = rules.returned_text if owes.reason == Reason.RETURNED else rules.missing_text
    return words(post.cadre.full_name, period.year, owes.due_on, today)


def url_for(post: Appointment, owes: Owes) -> str:
    if owes.reason == Reason.RETURNED:
        return reverse("criteria:pledge_detail", args=[post.pledge_pk])
    return reverse("criteria:pledge_mine")


@transaction.atomic
def send(asked: Iterable[Asked], period: Period, *, on: date, by: User | None = None) -> Counter[str]:
    """Remind those who were not yet, in seven queries; how many by which channel.

    Two that do the same at once meet at the unique keys of the rows: the second waits, and writes nothing.
    """
    keyed = {(one.owes.reason, one.cadre_id or -one.unit_id): one for one in asked}
    batch = uuid4()
    DutyReminder.objects.bulk_create(
        (
            DutyReminder(
                period=period,
                reason=one.owes.reason,
                cadre_id=one.cadre_id,
                unit_id=one.unit_id,
                step=one.step,
                due_on=one.owes.due_on,
                on=on,
                channel=one.channel,
                by=by,
                batch=batch,
            )
            for one in keyed.values()
        ),
        ignore_conflicts=True,
    )
    fresh = list(DutyReminder.objects.filter(batch=batch))
    notices = [
        _notice(one, user, row, period)
        for row in fresh
        for one in [keyed[row.reason, row.cadre_id or -row.unit_id]]
        for user in one.users
        if user.is_active
    ]
    notify_each(notices)
    return Counter(row.channel for row in fresh)


def _notice(asked: Asked, user: User, row: DutyReminder, period: Period) -> Notice:
    subject = SUBJECTS[Reason(row.reason)].format(period.year)
    return Notice(user, f"reminder.{row.reason}", subject, asked.text, asked.url, f"duty-reminder:{row.pk}")


def _ask(by: User, post: Appointment) -> None:
    if not holds_at(by, Right.PLEDGE_REMIND, post.unit.path) or post.cadre.user_id == by.pk:
        raise PermissionDenied("Việc gọi, nhắc do người phụ trách đơn vị của đồng chí ấy làm.")


@transaction.atomic
def remind(post: Appointment, period: Period, *, by: User) -> str | None:
    """One person, at most once a day; by which channel, or None when somebody did today."""
    _ask(by, post)
    today = timezone.localdate()
    late = to_remind(owing(period, today)).select_related("position", "unit", "cadre__user").filter(pk=post.pk).first()
    if late is None:
        raise NothingOwed
    [(_, due)] = with_dues([late], period)
    owes = Owes.of(late, due)
    sent = send([ask_of(late, owes, period, today=today)], period, on=today, by=by)
    if not sent:
        return None
    audit.record(
        "pledge.reminded",
        late.cadre,
        by=by,
        cadre_id=late.cadre_id,
        unit_id=late.unit_id,
        after={"period": period.pk, "reason": owes.reason},
    )
    return next(iter(sent))


@transaction.atomic
def note_call(post: Appointment, period: Period, *, by: User, outcome: str, promised_on: date | None = None) -> Contact:
    """Keep what came of a call, for the line of the unit."""
    _ask(by, post)
    noted = Contact.objects.create(
        cadre=post.cadre, period=period, unit=post.unit, outcome=outcome, promised_on=promised_on, by=by
    )
    after = {"period": period.pk, "outcome": outcome, "promised_on": promised_on and promised_on.isoformat()}
    audit.record("pledge.called", post.cadre, by=by, cadre_id=post.cadre_id, unit_id=post.unit_id, after=after)
    return noted


def ask_unit(unit: Unit, users: Iterable[User], period: Period, due_on: date, *, today: date, step: int) -> Asked:
    """Those who lead a unit, of the programme that it has not sent."""
    text = rules.programme_text(unit.name, period.year, due_on, today)
    owes = Owes(Reason.PROGRAMME, due_on)
    return Asked(owes, unit.pk, None, tuple(users), text, reverse("criteria:programme_list"), step)
