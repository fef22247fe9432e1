"""The step of the ladder that is due today, and what came of calls to people who have not pledged."""

import datetime as dt
from uuid import UUID

from accounts.models import User
from criteria.lateness import Owes, chunks, owing, to_remind, with_dues
from criteria.models import Contact, DutyReminder, Period
from criteria.reminding import ask_of
from criteria.rules import step_of
from demo.world import World

CALLERS = ("bithu", "bithucoso")


def write_reminders(world: World) -> None:
    for period in Period.objects.open().select_related("pledge_policy").order_by("pk"):
        _write_steps(period, world)
    for caller in User.objects.filter(username__in=CALLERS).order_by("username"):
        _write_calls(caller, world)


def _write_steps(period: Period, world: World) -> None:
    """As the clock would have written them this morning."""
    for chunk in chunks(to_remind(owing(period, world.today))):
        asked = [
            (ask_of(post, Owes.of(post, due), period, today=world.today)) for post, due in with_dues(chunk, period)
        ]
        DutyReminder.objects.bulk_create(
            DutyReminder(
                period=period,
                reason=one.owes.reason,
                cadre_id=one.cadre_id,
                unit_id=one.unit_id,
                step=step,
                due_on=one.owes.due_on,
                on=world.today,
                channel=one.channel,
                batch=UUID(int=period.pk),
            )
            for one in asked
            if (step := step_of(one.owes.due_on, world.today)) is not None
        )


def _write_calls(caller: User, world: World) -> None:
    """One of the people below promised, the other did not answer."""
    period = Period.objects.open().select_related("pledge_policy").get(profile="calendar")
    unit = caller.cadre.appointments.valid_on(world.today).main().get().unit
    missing = to_remind(owing(period, world.today)).filter(unit__path__startswith=unit.path)
    day = world.today + dt.timedelta(days=3)
    results = ((Contact.Outcome.PROMISED, day), (Contact.Outcome.UNREACHABLE, None))
    posts = missing.exclude(cadre__user=caller).order_by("unit__path", "pk")[: len(results)]
    for post, (outcome, promised_on) in zip(posts, results, strict=False):
        Contact.objects.create(
            cadre_id=post.cadre_id,
            period=period,
            unit_id=post.unit_id,
            outcome=outcome,
            promised_on=promised_on,
            by=caller,
            at=world.now - dt.timedelta(days=1),
        )
