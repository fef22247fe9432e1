"""All that a change must know of units and posts, read in a handful of queries whatever the number of units."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Max, Q

from cadres.models import Appointment, Unit
from cadres.models.spans import valid_on
from cadres.reorganising.changes import Change
from cadres.tree_rules import SEATS_OF_ONE


@dataclass(frozen=True)
class UnitFact:
    id: int
    code: str
    name: str
    short_name: str
    type: str
    level: str
    path: str
    valid_from: date
    valid_to: date | None
    placed_from: date | None

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True)
class PostFact:
    """A post at a unit of the change that is held on its day or later."""

    id: int
    cadre_id: int
    unit_id: int
    position_id: int
    seat: str
    level: str
    is_main: bool
    valid_from: date
    valid_to: date | None


@dataclass
class Facts:
    units: dict[int, UnitFact] = field(default_factory=dict)
    by_path: dict[str, int] = field(default_factory=dict)
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    posts: list[PostFact] = field(default_factory=list)
    taken: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def parent_of(self, unit_id: int) -> int | None:
        return self.by_path.get(self.units[unit_id].path[: -Unit.steplen])

    @property
    def fingerprint(self) -> str:
        """Whatever changes the outcome changes this."""
        units = sorted(self.units.values(), key=lambda unit: unit.id)
        posts = sorted(self.posts, key=lambda post: post.id)
        return hashlib.sha256(repr((units, posts, sorted(self.taken.items()))).encode()).hexdigest()


def read(change: Change) -> Facts:
    """The units named, those above, those right below what ends or is renamed, holders of posts, codes in use."""
    facts = Facts()
    named = _load(facts, Q(pk__in=change.named))
    above = {path[:end] for path in named for end in range(Unit.steplen, len(path), Unit.steplen)}
    _load(facts, Q(path__in=above - facts.by_path.keys()))
    ending = [facts.units[one.unit] for one in change.endings if one.unit in facts.units]
    renamed = [facts.units[one.unit] for one in change.renamings if one.unit in facts.units]
    _load_children(facts, [*ending, *renamed], change.on)
    _load_posts(facts, change, [unit.id for unit in ending])
    codes = [founding.code for founding in change.foundings]
    ends_later = Q(valid_to=None) | Q(valid_to__gte=change.on)
    for pk, code in Unit.objects.filter(ends_later, code__in=codes).order_by("pk").values_list("pk", "code"):
        facts.taken[code].append(pk)
    return facts


def _load(facts: Facts, condition: Q) -> list[str]:
    fields = ("id", "code", "name", "short_name", "type", "level", "path", "valid_from", "valid_to")
    units = Unit.objects.filter(condition).order_by("path").annotate(placed_from=Max("placements__valid_from"))
    found = [UnitFact(*row) for row in units.values_list(*fields, "placed_from")]
    for unit in found:
        facts.units[unit.id] = unit
        facts.by_path[unit.path] = unit.id
    return [unit.path for unit in found]


def _load_children(facts: Facts, units: list[UnitFact], on: date) -> None:
    """Each level of the tree is read at once: there are few, and thousands of units."""
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(path__startswith=unit.path, depth=len(unit.path) // Unit.steplen + 1)
    for path in _load(facts, below & valid_on(on)) if units else ():
        facts.children[facts.by_path[path[: -Unit.steplen]]].append(facts.by_path[path])


def _load_posts(facts: Facts, change: Change, ending: list[int]) -> None:
    """Whoever holds a post at a unit that ends; and the one holder of a leading seat at one that takes others in."""
    taking_in = {ref for one in change.endings for ref in one.successors if isinstance(ref, int)}
    leading = Q(unit__in=taking_in, position__seat__in=SEATS_OF_ONE, position__level=F("unit__level"))
    rows = Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=change.on)).filter(
        Q(unit__in=ending) | leading
    )
    facts.posts = [
        PostFact(*row)
        for row in rows.order_by("pk").values_list(
            *("id", "cadre_id", "unit_id", "position_id", "position__seat", "position__level"),
            *("is_main", "valid_from", "valid_to"),
        )
    ]
