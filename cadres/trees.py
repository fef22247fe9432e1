"""The tree as it stood on a day: out of the placements valid then, one query and one pass."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, Q

from cadres.models import Unit, UnitPlacement, UnitSuccession
from cadres.models.units import UnitPlacementQuerySet, UnitQuerySet

STEP = Unit.steplen


@dataclass(slots=True)
class Node:
    """A unit on the day. `is_over` marks one that had ended by then and is there only for what still stood under it."""

    unit_id: int
    parent_id: int | None
    name: str
    type: str
    is_over: bool = False
    children: list["Node"] = field(default_factory=list)

    def below(self) -> Iterator["Node"]:
        """The node and all below it, each before its children."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    @property
    def size(self) -> int:
        """How many units stand below it."""
        return sum(1 for _ in self.below()) - 1


def tree_on(day: date, *, using: str = DEFAULT_DB_ALIAS) -> list[Node]:
    """The roots of the tree of the day, by name below each."""
    nodes = _nodes(day, using)
    roots = []
    for node in nodes.values():
        above = nodes.get(node.parent_id) if node.parent_id else None
        (above.children if above else roots).append(node)
    for node in nodes.values():
        node.children.sort(key=lambda child: (child.type, child.name))
    return [root for root in roots if not _is_empty_ruin(root)]


def _nodes(day: date, using: str) -> dict[int, Node]:
    """Valid placements, and the last ones of ended units under which something still stood."""
    rows = UnitPlacement.objects.using(using).filter(valid_from__lte=day).order_by("unit", "-valid_from")
    latest = rows.distinct("unit").values_list("unit", "parent", "name", "type", "valid_to")
    nodes = {
        pk: Node(pk, parent, name, kind, is_over=valid_to is not None and valid_to < day)
        for pk, parent, name, kind, valid_to in latest
    }
    needed: set[int] = set()
    for node in nodes.values():
        above = None if node.is_over else node.parent_id
        while above is not None and above in nodes and nodes[above].is_over and above not in needed:
            needed.add(above)
            above = nodes[above].parent_id
    return {pk: node for pk, node in nodes.items() if not node.is_over or pk in needed}


def _is_empty_ruin(node: Node) -> bool:
    return node.is_over and not node.children


Line = tuple[int, str, int, str]
"""A unit with its path, depth and name."""


def lines_on(day: date, *, also: Collection[int] = (), using: str = DEFAULT_DB_ALIAS) -> list[Line]:
    """All units with the paths they had on the day, for adding figures up the tree of that day.

    What had ended by then lies under the one unit that went on for it, else where it last stood: its records of the
    year count there. As long as nothing has changed since the day these are the paths of today. Units in `also`, which
    were founded later, stand where they first stood.
    """
    if not UnitPlacement.objects.using(using).filter(Q(valid_from__gt=day) | Q(valid_to__gte=day)).exists():
        return list(Unit.objects.using(using).order_by("path").values_list("pk", "path", "depth", "name"))
    rows = UnitPlacement.objects.using(using).filter(valid_from__lte=day).order_by("unit", "-valid_from")
    placed = {
        pk: (parent, name, valid_to is not None and valid_to < day)
        for pk, parent, name, valid_to in rows.distinct("unit").values_list("unit", "parent", "name", "valid_to")
    }
    first = UnitPlacement.objects.using(using).filter(unit__in=set(also) - placed.keys()).order_by("unit", "valid_from")
    for pk, parent, name in first.distinct("unit").values_list("unit", "parent", "name"):
        placed[pk] = (parent, name, False)
    heirs: dict[int, list[int]] = {}
    for old, new in UnitSuccession.objects.using(using).filter(on__lte=day).values_list("old_unit", "new_unit"):
        heirs.setdefault(old, []).append(new)
    above = {
        pk: heirs[pk][0] if is_over and len(heirs.get(pk, ())) == 1 else parent
        for pk, (parent, _, is_over) in placed.items()
    }
    names = {pk: name for pk, (_, name, _) in placed.items()}
    return _numbered(above, names)


def _numbered(above: dict[int, int | None], names: dict[int, str]) -> list[Line]:
    """Paths made anew from who stands under whom."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in sorted(above.items()):
        below.setdefault(parent if parent in above else None, []).append(pk)
    lines: list[Line] = []
    waiting: list[tuple[int | None, str]] = [(None, "")]
    while waiting:
        parent, path = waiting.pop()
        for number, pk in enumerate(below.get(parent, ()), 1):
            own = Unit._get_path(path, len(path) // STEP + 1, number)
            lines.append((pk, own, len(own) // STEP, names[pk]))
            waiting.append((pk, own))
    return lines


def tops_on(day: date, seen: UnitQuerySet) -> UnitPlacementQuerySet:
    """The highest placements of the day among the units seen."""
    places = UnitPlacement.objects.valid_on(day).filter(unit__in=seen)
    return _in_name_order(places.exclude(parent__in=seen.values("pk")), day)


def children_on(day: date, parent_id: int, seen: UnitQuerySet) -> UnitPlacementQuerySet:
    return _in_name_order(UnitPlacement.objects.valid_on(day).filter(parent=parent_id, unit__in=seen), day)


def _in_name_order(places: UnitPlacementQuerySet, day: date) -> UnitPlacementQuerySet:
    below = UnitPlacement.objects.valid_on(day).filter(parent=OuterRef("unit"))
    return places.annotate(has_children=Exists(below)).select_related("unit").order_by("type", "name")


def way_on(day: date, unit_id: int) -> list[int]:
    """The unit and those above it on the day, nearest first."""
    way = [unit_id]
    while place := UnitPlacement.objects.valid_on(day).filter(unit=way[-1]).exclude(parent=None).first():
        way.append(place.parent_id)
    return way
