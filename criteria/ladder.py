"""Reminders by the clock: −14, −7, −3, −1 days before each person's own day, weekly once it is over.

Only who has not done it, nobody on leave, each at most once a step. It may run twice, or on two machines at once: what
was written is not written again, and a day without a run is made up for by the next.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import User
from cadres.deciding import holders
from cadres.models import Appointment, Right, Unit
from criteria.deadlines import programme_dues
from criteria.lateness import CHUNK, Owes, chunks, owing, to_remind, with_dues
from criteria.models import DutyReminder, Period, Profile, Programme, owing_types
from criteria.reminding import Asked, ask_of, ask_unit, send
from criteria.rules import step_of

_TO_SEND = (Programme.State.DRAFT, Programme.State.RETURNED)


def climb() -> int:
    """All that is due today; how many were reminded."""
    today = timezone.localdate()
    total = 0
    for period in Period.objects.open().select_related("pledge_policy"):
        total += _send_all(_people(period, today), period, today)
        if period.profile == Profile.CALENDAR:
            total += _send_all(_units(period, today), period, today)
    return total


def _send_all(parts: Iterator[list[Asked]], period: Period, today: date) -> int:
    """Part by part, each in a transaction of its own; one row of the trail says how many of each kind."""
    sent: Counter[str] = Counter()
    reasons: set[str] = set()
    for part in parts:
        if part:
            sent += send(part, period, on=today)
            reasons |= {str(one.owes.reason) for one in part}
    if sent:
        after = {"on": today.isoformat(), "reasons": sorted(reasons), **{str(way): n for way, n in sent.items()}}
        audit.record("period.reminded", period, by=None, after=after)
    return sum(sent.values())


def _people(period: Period, today: date) -> Iterator[list[Asked]]:
    for chunk in chunks(to_remind(owing(period, today))):
        done = _done(DutyReminder.objects.filter(cadre__in=[post.cadre_id for post in chunk]), period, "cadre")
        yield [
            asked
            for post, due in with_dues(chunk, period)
            if (asked := _due(post, Owes.of(post, due), period, today, done))
        ]


def _due(
    post: Appointment, owes: Owes, period: Period, today: date, done: set[tuple[int, str, date, int]]
) -> Asked | None:
    step = step_of(owes.due_on, today)
    if step is None or (post.cadre_id, owes.reason, owes.due_on, step) in done:
        return None
    return ask_of(post, owes, period, today=today, step=step)


def _done(rows: object, period: Period, whom: str) -> set[tuple[int, str, date, int]]:
    """The steps of these people, or units, that were taken."""
    taken = rows.filter(period=period, step__isnull=False)  # type: ignore[attr-defined]
    return set(taken.values_list(whom, "reason", "due_on", "step"))


def _units(period: Period, today: date) -> Iterator[list[Asked]]:
    """Units that owe a programme and have not sent it."""
    sent = Programme.objects.filter(period=period).exclude(state__in=_TO_SEND).values("unit")
    rows = Unit.objects.valid_on(today).filter(type__in=owing_types(period)).exclude(pk__in=sent).order_by("pk")
    last = 0
    while units := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = units[-1].pk
        ids = [unit.pk for unit in units]
        dues, leaders = programme_dues(ids, period), _leaders(ids, today)
        done = _done(DutyReminder.objects.filter(Q(reason="programme"), unit__in=ids), period, "unit")
        steps = {unit.pk: step_of(dues[unit.pk].on, today) for unit in units}
        yield [
            ask_unit(unit, leaders[unit.pk], period, dues[unit.pk].on, today=today, step=step)
            for unit in units
            if (step := steps[unit.pk]) is not None and (unit.pk, "programme", dues[unit.pk].on, step) not in done
        ]


def _leaders(unit_ids: list[int], today: date) -> dict[int, list[User]]:
    """Who leads each unit and is not on leave, in four queries."""
    found = {(h.unit_id, h.user_id) for h in holders(unit_ids, Right.PROGRAMME_DECIDE, today) if h.user_id}
    users = User.objects.in_bulk({user_id for _, user_id in found})
    leaders: dict[int, list[User]] = defaultdict(list)
    for unit_id, user_id in sorted(found):
        leaders[unit_id].append(users[user_id])
    return leaders
