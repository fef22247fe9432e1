"""Where a pledge or a programme goes for its decision, and keeping it with the person's post."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from cadres import standing_in
from cadres.deciding import deciding_units, superior_units
from cadres.models import Appointment, Right
from cadres.rules import DecidingUnit, looks_first
from criteria.models import Pledge, Programme
from criteria.patience import Patience

OPEN = (Pledge.State.DRAFT, Pledge.State.SUBMITTED, Pledge.State.RETURNED)
CHUNK = 1000


def take_route(pledge: Pledge) -> None:
    """Put who decides today into the locked row. Needs the appointment with its unit and position."""
    route = _routes([pledge])[pledge.pk]
    standing_in.take_route(pledge, route, Patience().ends_on(pledge.period_id, waiting_since(pledge)))


def take_programme_route(programme: Programme) -> None:
    route = superior_units([programme.unit], Right.PROGRAMME_DECIDE)[programme.unit_id]
    standing_in.take_route(programme, route, Patience().ends_on(programme.period_id, programme.submitted_at))


def waiting_since(pledge: Pledge) -> Any:
    """Since when it lies with the unit that decides now."""
    return pledge.passed_on_at or pledge.submitted_at


def _routes(pledges: Iterable[Pledge]) -> dict[int, DecidingUnit]:
    """By pledge. What a department has agreed to is decided above it."""
    pledges = list(pledges)
    passed_on = {p.appointment_id for p in pledges if p.passed_on_at and looks_first(p.appointment.unit)}
    posts = {pledge.appointment_id: pledge.appointment for pledge in pledges}
    routes = deciding_units(posts.values(), Right.PLEDGE_DECIDE, passed_on=passed_on)
    return {pledge.pk: routes[pledge.appointment_id] for pledge in pledges}


@transaction.atomic
def follow_posts() -> int:
    """Open pledges take the person's new post; waiting ones go where it is decided today. How many moved."""
    return _take_new_posts() + _reroute() + _reroute_programmes()


def _take_new_posts() -> int:
    today = timezone.localdate()
    ended = Pledge.objects.filter(state__in=OPEN, appointment__valid_to__lt=today).select_for_update(of=("self",))
    pledges = {pledge.cadre_id: pledge for pledge in ended}
    posts = Appointment.objects.valid_on(today).main().filter(cadre__in=pledges)
    for post in posts:
        pledge = pledges[post.cadre_id]
        pledge.appointment_id, pledge.unit_id = post.pk, post.unit_id
        pledge.save(update_fields=["appointment", "unit"])
    return len(posts)


def _reroute() -> int:
    """Waiting pledges, part by part: which of them lie elsewhere than who decides today says."""
    waiting = Pledge.objects.filter(state=Pledge.State.SUBMITTED)
    patience, moved, last = Patience(), 0, 0
    rows = waiting.select_related("appointment__unit", "appointment__position").order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        routes = _routes(chunk)
        moved += standing_in.reroute(
            waiting, [(p, routes[p.pk], patience.ends_on(p.period_id, waiting_since(p))) for p in chunk]
        )
    return moved


def _reroute_programmes() -> int:
    waiting = Programme.objects.awaiting().select_related("unit").order_by("pk")
    patience, moved, last = Patience(), 0, 0
    while chunk := list(waiting.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        routes = superior_units({row.unit_id: row.unit for row in chunk}.values(), Right.PROGRAMME_DECIDE)
        moved += standing_in.reroute(
            Programme.objects.awaiting(),
            [(row, routes[row.unit_id], patience.ends_on(row.period_id, row.submitted_at)) for row in chunk],
        )
    return moved
