"""Who decides on whom (domain §16), as a pure function over the ladder of units above a person."""

from collections.abc import Iterable, Sequence
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


def may_give_reset_code(
    helper_id: int, person_id: int, *, helped: Iterable[str], posts: Iterable[str], offices: Iterable[tuple[str, bool]]
) -> bool:
    """Whether somebody may let a person set a new password by a code read out on the phone.

    All are paths in the tree: `helped` where the helper helps with accounts, `posts` where the person serves,
    `offices` where the person holds a right over others, and whether it is that of helping with accounts. Nobody helps
    himself, nor anybody whose office lies beyond his reach; an equal (who helps with accounts there too) is helped
    from above only.
    """
    above = tuple(helped)

    def is_reached(path: str, *, from_above: bool = False) -> bool:
        return any(path.startswith(place) and not (from_above and path == place) for place in above)

    serves_here = any(is_reached(path) for path in posts)
    is_no_superior = all(is_reached(path, from_above=is_equal) for path, is_equal in offices)
    return helper_id != person_id and serves_here and is_no_superior


def may_decide_registration(decider_id: int, owner_id: int, *, confirms_there: bool) -> bool:
    """Who confirms people at the unit that the registration lies with; never the own one."""
    return confirms_there and decider_id != owner_id


def lies_high_enough(deciding_path: str, required_path: str) -> bool:
    """A post is confirmed by the unit that decides on its holder, or by one above it: nobody makes his own superior."""
    return required_path.startswith(deciding_path)
