"""Where a change to an approved pledge is decided: as the pledge would be today."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime

from django.utils import timezone

from cadres import standing_in
from cadres.deciding import deciding_units
from cadres.models import Right
from cadres.rules import DecidingUnit, looks_first
from criteria.models import Pledge, PledgeRevision
from criteria.patience import Patience

CHUNK = 1000


def routes(pledges: Iterable[Pledge]) -> dict[int, DecidingUnit]:
    """By pledge, each with the unit and position of its appointment. What follows an approval needs no first look
    of the department: it goes to whoever approves."""
    pledges = list(pledges)
    posts = {pledge.appointment_id: pledge.appointment for pledge in pledges}
    passed_on = {pk for pk, post in posts.items() if looks_first(post.unit)}
    found = deciding_units(posts.values(), Right.PLEDGE_DECIDE, passed_on=passed_on)
    return {pledge.pk: found[pledge.appointment_id] for pledge in pledges}


def take_route(amendment: PledgeRevision) -> None:
    """Put who decides today into the row."""
    pledge = amendment.pledge
    first_day = Patience().ends_on(pledge.period_id, amendment.submitted_at)
    standing_in.take_route(amendment, routes([pledge])[pledge.pk], first_day)


def reroute() -> int:
    """Waiting amendments go where it is decided today; how many moved."""
    waiting = PledgeRevision.objects.filter(state=PledgeRevision.State.PROPOSED)
    rows = waiting.select_related("pledge__appointment__unit", "pledge__appointment__position").order_by("pk")
    patience, moved, last = Patience(), 0, 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        found = routes(row.pledge for row in chunk)
        moved += standing_in.reroute(
            waiting,
            [(a, found[a.pledge_id], patience.ends_on(a.pledge.period_id, a.submitted_at)) for a in chunk],
        )
    return moved


def route_of_today(pledge: Pledge, since: datetime | None = None) -> Pledge:
    """A copy of the pledge, not to be saved, with who decides on it today; `since` when something waits for him."""
    pledge = copy(pledge)
    first_day = Patience().ends_on(pledge.period_id, since or timezone.now())
    standing_in.take_route(pledge, routes([pledge])[pledge.pk], first_day)
    return pledge
