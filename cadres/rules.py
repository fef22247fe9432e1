"""Rules about people and their accounts, pure: who decides on whom, who needs a second factor, who restores one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from accounts.models import User
from accounts.working_days import add_working_days
from cadres.models import Unit, UnitType, holds_at, serves_in
from cadres.models.grants import Member
from cadres.models.rights import Category, Level, Role

MISSED_TERMS = 2  # so many times may the deciding unit let its time go by before the unit above may step in


@dataclass(frozen=True)
class Rung:
    """One unit on the way up from a person's own unit to the root.

    `deciders` are the cadres in office who decide there (None stands for a user who is no cadre); `has_seat` is
    false for units where nobody ever decides, such as a chi đoàn.
    """

    unit_id: int
    deciders: frozenset[int | None] = field(default_factory=frozenset)
    has_seat: bool = True


@dataclass(frozen=True)
class DecidingUnit:
    """The unit that decides, and how.

    `by_minutes`: its body decides as a whole, staff record number and date. `in_place_of`: the unit whose seat is
    vacant or whose secretary is absent. `stand_in`: the unit above, which may decide too once time has run out twice.
    """

    unit_id: int
    by_minutes: bool = False
    in_place_of: int | None = None
    stand_in: int | None = None


class Acts(StrEnum):
    """In what capacity somebody decides."""

    DECIDER = "decider"
    RECORDER = "recorder"
    STAND_IN = "stand_in"
    DELEGATE = "delegate"


def deciding_rung(
    *, cadre_id: int, leads_own_unit: bool, category: str, ladder: Sequence[Rung], writer_id: int | None = None
) -> DecidingUnit:
    """The nearest unit with somebody in office who is neither the person nor who wrote the document for him.

    The search begins at the own unit (first rung), but one step higher for secretaries, deputies and heads of that
    unit and for the Tổng phụ trách Đội. With nobody left above, the root decides as a body.
    """
    is_decided_above = leads_own_unit or category == Category.TEAM_HEAD
    return _climb(
        ladder[1 if is_decided_above else 0 :], frozenset({cadre_id, writer_id or cadre_id}), root=ladder[-1].unit_id
    )


def superior_rung(ladder: Sequence[Rung]) -> DecidingUnit:
    """Who decides on what a unit itself sends: the nearest unit above with somebody who does not lead the sender."""
    return _climb(ladder[1:] or ladder, ladder[0].deciders if ladder[1:] else frozenset(), root=ladder[-1].unit_id)


def _climb(ladder: Sequence[Rung], left_out: Collection[int | None], *, root: int) -> DecidingUnit:
    passed_over = None
    for n, rung in enumerate(ladder):
        if rung.deciders - set(left_out):
            above = (other.unit_id for other in ladder[n + 1 :] if other.deciders - set(left_out))
            return DecidingUnit(rung.unit_id, in_place_of=passed_over, stand_in=next(above, None))
        if rung.has_seat and not rung.deciders and passed_over is None:
            passed_over = rung.unit_id
    return DecidingUnit(root, by_minutes=True, in_place_of=None if passed_over == root else passed_over)


def looks_first(unit: Unit) -> bool:
    """A department of the province agrees first and passes on to the Thường trực (domain §16)."""
    return unit.type in {UnitType.DEPARTMENT, UnitType.SERVICE_UNIT} and not unit.is_root()


def stand_in_from(waiting_since: date, term_days: int, holidays: Collection[date]) -> date:
    """The first day on which the unit above may decide in place of the deciding one."""
    return add_working_days(waiting_since, MISSED_TERMS * term_days, holidays) + timedelta(days=1)


def acts_as(
    user: User, document: Any, right: Member, *, today: date, owners: Iterable[int | None], record: Member = None
) -> Acts | None:
    """In what capacity the user may decide on a document routed to its `deciding_unit`; None when not at all.

    `owners` are the ids of the users on whose own matter it is: nobody decides on himself. `record` is the right to
    enter what a body decided, which nobody uses for his own department.
    """
    unit = document.deciding_unit
    if user.pk in owners or unit is None:
        return None
    if holds_at(user, right, unit.path):
        return Acts.DECIDER
    is_by_minutes = getattr(document, "is_by_minutes", False)
    if record and is_by_minutes and holds_at(user, record, unit.path):
        is_own_department = not document.unit.is_root() and serves_in(user, document.unit.path)
        return None if is_own_department else Acts.RECORDER
    above = document.stand_in_unit
    if above is not None and is_open_to_stand_in(document, today) and holds_at(user, right, above.path):
        return Acts.STAND_IN
    return None


def is_open_to_stand_in(document: Any, today: date) -> bool:
    """Has the deciding unit missed its time twice, so that the unit above may decide too?"""
    return document.stand_in_from is not None and document.stand_in_from <= today


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
