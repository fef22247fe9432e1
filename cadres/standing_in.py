"""Routes a document to the unit that decides, and says in whose place a decision is made ("duyệt thay")."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.documents import DecisionLacks
from accounts.inbox import Standing
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders, delegator_of, secretary_of
from cadres.models import Right, Unit
from cadres.rules import Acts, DecidingUnit

ROUTE = ("deciding_unit", "is_by_minutes", "stand_in_unit", "stand_in_from", "in_place_of")
FIELDS = ("stand_in_unit", "stand_in_from", "in_place_of", "in_place_reason")


class ReasonMissing(DecisionLacks):
    """Whoever decides in another's place says why."""

    def __init__(self) -> None:
        super().__init__("Đây là duyệt thay: ghi lý do rồi bấm lại.")


@dataclass(frozen=True)
class Acting:
    """What the audit trail keeps of the capacity in which somebody decided."""

    role: str = ""
    on_behalf_of: User | None = None


def route_fields(route: DecidingUnit, stand_in_from: date | None) -> dict[str, Any]:
    """The columns of a waiting document that say where it is decided."""
    return {
        "deciding_unit_id": route.unit_id,
        "is_by_minutes": route.by_minutes,
        "stand_in_unit_id": route.stand_in,
        "stand_in_from": stand_in_from if route.stand_in else None,
        "in_place_of_id": route.in_place_of,
    }


def take_route(document: Any, route: DecidingUnit, stand_in_from: date | None) -> None:
    """Put today's route into a locked row, with its units loaded; the caller saves."""
    fields = route_fields(route, stand_in_from)
    units = Unit.objects.in_bulk([pk for name, pk in fields.items() if name.endswith("_id") and pk])
    document.deciding_unit = units[route.unit_id]
    document.stand_in_unit = units.get(route.stand_in)
    document.in_place_of = units.get(route.in_place_of)
    document.stand_in_from = fields["stand_in_from"]
    document.is_by_minutes = route.by_minutes


def reroute(waiting: QuerySet[Any], rows: Iterable[tuple[Any, DecidingUnit, date | None]]) -> int:
    """Give those rows that lie elsewhere their route of today, as long as they still wait; how many moved.

    Rows that go the same way are written at once, without holding any of them meanwhile.
    """
    ways: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for document, route, first_day in rows:
        fields = route_fields(route, first_day)
        changed = {name: value for name, value in fields.items() if getattr(document, name, value) != value}
        if changed:
            ways[tuple(sorted(changed.items()))].append(document.pk)
    return sum(waiting.filter(pk__in=keys).update(**dict(way)) for way, keys in ways.items())


def settle(document: Any, acts: Acts, right: Right, *, by: User, reason: str) -> Acting:
    """Write into the locked row in whose place `by` decides and why; what the trail keeps of it comes back."""
    if acts == Acts.STAND_IN:
        document.in_place_of, document.deciding_unit = document.deciding_unit, document.stand_in_unit
        document.is_by_minutes = False
    document.in_place_reason = reason.strip() if document.in_place_of else ""
    if document.in_place_of and not document.in_place_reason:
        raise ReasonMissing
    if document.in_place_of:
        return Acting(Acts.STAND_IN, secretary_of(document.in_place_of, right))
    return acting_of(document, acts, right, by=by)


def standing_of(document: Any, acts: Acts | None, *, is_waiting: bool, is_first_look: bool = False) -> Standing:
    """What the inbox needs to know of the reader before a document that a unit decides on."""
    if not is_waiting or acts is None:
        return Standing(is_waiting)
    is_stand_in = acts == Acts.STAND_IN
    return Standing(
        is_waiting,
        may_decide=True,
        place=document.deciding_unit if is_stand_in else document.in_place_of,
        is_by_minutes=getattr(document, "is_by_minutes", False) and not is_stand_in,
        is_first_look=is_first_look and acts == Acts.DECIDER,
        acts=acts,
    )


def acting_of(document: Any, acts: Acts, right: Right, *, by: User) -> Acting:
    """In what capacity `by` does something with the document that decides nothing yet."""
    if acts == Acts.STAND_IN:
        return Acting(Acts.STAND_IN, secretary_of(document.deciding_unit, right))
    if acts == Acts.RECORDER:
        return Acting(Acts.RECORDER)
    delegator = delegator_of(by, document.deciding_unit, right)
    return Acting(Acts.DELEGATE, delegator) if delegator else Acting()


def tell_passed_over(document: Any, right: Right, *, what: str, by: User, key: str) -> None:
    """Tell those in whose place somebody decided, those on leave too."""
    if document.in_place_of is None:
        return
    passed_over = deciders(document.in_place_of, right, absent_too=True)
    notify(
        [user for user in passed_over if user != by],
        kind="decision.in_place",
        subject=f"{document.deciding_unit} duyệt thay: {what}",
        body=f"Đồng chí {by.full_name} quyết định thay {document.in_place_of}. Lý do: {document.in_place_reason}",
        url=document.get_absolute_url(),
        key=key,
    )
