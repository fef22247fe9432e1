"""Rules about people and their accounts, pure: who decides on whom, who needs a second factor, who restores one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cadres.models.rights import Category, Level, Role


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


_SEE_OR_RULE_MANY = frozenset({Role.INSPECTOR, Role.ORG_STAFF, Role.PROP_STAFF, Role.SUPERVISOR, Role.SYSADMIN})


def needs_second_factor(offices: Iterable[tuple[str, str]]) -> bool:
    """Whether somebody with these (role, level of its unit) must sign in with a second factor (domain §16).

    Every provincial role, whoever oversees or keeps the system, and who decides for a district, by delegation too.
    """
    return any(
        role in _SEE_OR_RULE_MANY or level == Level.PROVINCE or (role, level) == (Role.UNIT_SECRETARY, Level.DISTRICT)
        for role, level in offices
    )


def may_ask_reset(asker_id: int, owner_id: int, *, helps_here: bool) -> bool:
    """Who helps with accounts where the person serves asks for it; never for himself."""
    return helps_here and asker_id != owner_id


def may_decide_reset(decider_id: int, owner_id: int, asker_id: int, *, keeps_system: bool) -> bool:
    """Two people restore an account: who confirms is neither who asked nor whose account it is."""
    return keeps_system and decider_id not in {owner_id, asker_id}
