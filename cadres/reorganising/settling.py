"""What a change comes to: what ends, moves, is carried along, is left to decide by hand. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from cadres import tree_rules
from cadres.models import HandDecision
from cadres.reorganising.changes import Change, Ending, Moving, Ref
from cadres.reorganising.checks import Conflict, conflicts_of
from cadres.reorganising.facts import Facts, PostFact

Why = HandDecision.Why


@dataclass(frozen=True)
class Carried:
    """A post goes on at the successor."""

    post: PostFact
    to: Ref


@dataclass(frozen=True)
class ByHand:
    """A post, or a unit below one that splits, which somebody has to place."""

    old_unit: int
    why: str
    candidates: tuple[Ref, ...]
    post: PostFact | None = None
    unit: int | None = None


@dataclass
class Settled:
    change: Change
    facts: Facts
    conflicts: list[Conflict]
    moves: list[Moving] = field(default_factory=list)
    followers: list[Moving] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    doubles: list[PostFact] = field(default_factory=list)
    by_hand: list[ByHand] = field(default_factory=list)

    @property
    def people_by_hand(self) -> list[ByHand]:
        return [one for one in self.by_hand if one.post]

    @property
    def units_by_hand(self) -> list[ByHand]:
        return [one for one in self.by_hand if one.unit]


def settle(change: Change, facts: Facts) -> Settled:
    """Without conflicts the rest is complete; with them it says as much as can be said."""
    settled = Settled(change, facts, conflicts_of(change, facts))
    settled.moves = list(change.movings)
    endings = {ending.unit: ending for ending in change.endings if ending.unit in facts.units}
    for ending in endings.values():
        _take_children_along(settled, ending, endings)
    _take_people_along(settled, endings)
    return settled


def _take_children_along(settled: Settled, ending: Ending, endings: dict[int, Ending]) -> None:
    """Units below go to the one successor, or up when there is none; among several, somebody chooses."""
    facts, change = settled.facts, settled.change
    elsewhere = endings.keys() | {moving.unit for moving in change.movings}
    staying = [child for child in facts.children[ending.unit] if child not in elsewhere]
    if len(ending.successors) > 1:
        settled.by_hand += [ByHand(ending.unit, Why.SPLIT, ending.successors, unit=child) for child in staying]
        return
    to = ending.successors[0] if ending.successors else _nearest_above(ending.unit, facts, endings)
    if to is None:
        return
    kind = _type_of(to, settled)
    for child in staying:
        unit = facts.units[child]
        if kind and not tree_rules.may_stand(unit.type, kind):
            name = facts.units[ending.unit].name
            words = f"“{unit.name}” trực thuộc {name} không đặt được dưới đơn vị mới. Chuyển đơn vị này trước."
            settled.conflicts.append(Conflict(ending.row, words))
        settled.followers.append(Moving(child, to, ending.basis, ending.row))


def _nearest_above(unit_id: int, facts: Facts, endings: dict[int, Ending]) -> int | None:
    """The first unit above that does not end itself."""
    above = facts.parent_of(unit_id)
    while above is not None and above in endings:
        above = facts.parent_of(above)
    return above


def _type_of(ref: Ref, settled: Settled) -> str:
    if isinstance(ref, int):
        return settled.facts.units[ref].type if ref in settled.facts.units else ""
    return next((founding.type for founding in settled.change.foundings if founding.code == ref), "")


def _take_people_along(settled: Settled, endings: dict[int, Ending]) -> None:
    coming: list[Carried] = []
    for post in settled.facts.posts:
        ending = endings.get(post.unit_id)
        if ending is None:
            continue
        if len(ending.successors) == 1:
            coming.append(Carried(post, ending.successors[0]))
        else:
            why = Why.SPLIT if ending.successors else Why.CLOSED
            settled.by_hand.append(ByHand(ending.unit, why, ending.successors, post=post))
    doubled = _doubled_seats(settled, coming, endings)
    kept: set[tuple[int, Ref, int]] = set()
    for one in sorted(coming, key=lambda one: not one.post.is_main):
        key = (one.post.cadre_id, one.to, one.post.position_id)
        if key in kept:
            settled.doubles.append(one.post)  # the same post of the same person in two units that become one
            continue
        kept.add(key)
        if (one.to, one.post.position_id) in doubled:
            settled.by_hand.append(ByHand(one.post.unit_id, Why.DOUBLED, (one.to,), post=one.post))
        else:
            settled.carried.append(one)


def _doubled_seats(settled: Settled, coming: list[Carried], endings: dict[int, Ending]) -> set[tuple[Ref, int]]:
    """(unit, position) of leading seats that more than one person would hold."""
    holders: dict[tuple[Ref, int], set[int]] = defaultdict(set)
    for unit, post in _leaders(settled, coming, endings):
        holders[unit, post.position_id].add(post.cadre_id)
    return {key for key, people in holders.items() if len(people) > 1}


def _leaders(settled: Settled, coming: list[Carried], endings: dict[int, Ending]) -> Iterator[tuple[Ref, PostFact]]:
    for one in coming:
        if one.post.seat in tree_rules.SEATS_OF_ONE and _leads(one.post, settled):
            yield one.to, one.post
    for post in settled.facts.posts:
        if post.unit_id not in endings:
            yield post.unit_id, post


def _leads(post: PostFact, settled: Settled) -> bool:
    """Does it lead the unit itself? Chi đoàn secretaries listed at a base do not."""
    return post.level == settled.facts.units[post.unit_id].level


def summary(settled: Settled) -> Counter[str]:
    """How many of each: for the heads of pages, the trail and the command."""
    merged = sum(len(ending.successors) == 1 for ending in settled.change.endings)
    return Counter(
        founded=len(settled.change.foundings),
        ended=len(settled.change.endings),
        merged=merged,
        split=sum(len(ending.successors) > 1 for ending in settled.change.endings),
        closed=sum(not ending.successors for ending in settled.change.endings),
        renamed=len(settled.change.renamings),
        moved=len(settled.moves) + len(settled.followers),
        carried=len(settled.carried),
        people_by_hand=len(settled.people_by_hand),
        units_by_hand=len(settled.units_by_hand),
        conflicts=len(settled.conflicts),
    )
