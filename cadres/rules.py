"""Who decides on whom (domain §16), as a pure function over the ladder of units above a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from cadres.models.rights import Category


@dataclass(frozen=True)
class Rung:
    """One unit on the way up from a person's own unit to the root, with the cadres who decide there."""

    unit_id: int
    deciders: frozenset[int]


@dataclass(frozen=True)
class DecidingUnit:
    """The unit that decides. `by_minutes`: its body decides as a whole, staff record number and date."""

    unit_id: int
    by_minutes: bool = False


def deciding_rung(*, cadre_id: int, leads_own_unit: bool, category: str, ladder: Sequence[Rung]) -> DecidingUnit:
    """The nearest unit with somebody in office who is not the person himself.

    The search begins at the own unit (first rung), but one step higher for secretaries and deputies of that unit
    and for the Tổng phụ trách Đội. With nobody left above, the root decides as a body.
    """
    is_decided_above = leads_own_unit or category == Category.TEAM_HEAD
    for rung in ladder[1 if is_decided_above else 0 :]:
        if rung.deciders - {cadre_id}:
            return DecidingUnit(rung.unit_id)
    return DecidingUnit(ladder[-1].unit_id, by_minutes=True)


def may_change_contacts(user_id: int, owner_id: int | None, *, edits_here: bool) -> bool:
    """The person himself, or who keeps the list of a unit in which he serves."""
    return edits_here or user_id == owner_id
