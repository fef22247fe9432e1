"""How far a programme has spread and how much of it is copied, on the pages that show programmes."""

from collections.abc import Iterable
from typing import Any

from django import template

from cadres.models import Unit
from criteria import rules
from criteria.likeness import alikeness_of
from criteria.models import GoodModel, Pledge, Programme, Progress, Solution
from criteria.spreading import programme_above, spread_of

register = template.Library()
_OPEN = (GoodModel.State.PROPOSED, GoodModel.State.ACCEPTED)


@register.inclusion_tag("criteria/_programme_spread.html", takes_context=True)
def programme_spread(context: Any, programme: Programme) -> dict[str, Any]:
    """The panel of a programme's own page."""
    user = context["request"].user
    above = programme_above(programme.unit, programme.period)
    may_edit = rules.may_edit_programme(user, programme.unit)
    done = _to_propose(programme) if may_edit and programme.state == Programme.State.APPROVED else ()
    return {
        "programme": programme,
        "spread": spread_of([programme]).get(programme.pk),
        "alikeness": alikeness_of([programme]).get(programme.pk),
        "above": above if above and rules.is_spread_to(above, programme.unit) else None,
        "may_copy": rules.may_copy_down(user, programme) and rules.can_mark_receipt(programme),
        "done": done,
    }


def _to_propose(programme: Programme) -> list[Solution]:
    """Finished solutions that nobody has proposed yet."""
    proposed = GoodModel.objects.filter(solution__programme=programme, state__in=_OPEN).values("solution")
    return list(programme.solutions.filter(progress=Progress.DONE).exclude(pk__in=proposed))


@register.inclusion_tag("criteria/_alike_note.html")
def alike_note(programme: Programme) -> dict[str, Any]:
    """For the unit while it writes: what is not its own yet, and the way to the programme above."""
    above = programme_above(programme.unit, programme.period)
    return {
        "programme": programme,
        "alikeness": alikeness_of([programme]).get(programme.pk),
        "above": above if above and rules.is_spread_to(above, programme.unit) else None,
    }


@register.inclusion_tag("criteria/_pledge_models.html", takes_context=True)
def pledge_models(context: Any, pledge: Pledge) -> dict[str, Any]:
    """Finished items of one's own pledge that may be offered to others."""
    is_own = pledge.cadre.user_id == context["request"].user.pk
    if not is_own or pledge.state not in {Pledge.State.APPROVED, Pledge.State.CLOSED}:
        return {"items": ()}
    proposed = GoodModel.objects.filter(item__pledge=pledge, state__in=_OPEN).values("item")
    return {"items": pledge.items.filter(progress=Progress.DONE).exclude(pk__in=proposed)}


@register.simple_tag
def mark_units(units: Iterable[Unit]) -> str:
    """Each unit of a list of programmes gets `spread` and `alikeness`: so many queries for all of them."""
    shown = [(unit, unit.programmes_now[0]) for unit in units if unit.programmes_now]
    for unit, programme in shown:
        programme.unit = unit
    _mark([programme for _, programme in shown])
    return ""


def _mark(programmes: list[Programme]) -> None:
    spreads, alike = spread_of(programmes), alikeness_of(programmes)
    for programme in programmes:
        programme.spread, programme.alikeness = spreads.get(programme.pk), alike.get(programme.pk)
