"""The unit tree in memory, ready to be copied in: the real one of 2020, and more of its kind at larger scales."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from cadres.models import Level, Unit, UnitPlacement, UnitType
from demo.loading import load

FOUNDED = dt.date(2020, 1, 1)
UNIT_COLUMNS = (
    "id path depth numchild code name short_name type sector abbreviation doc_symbol party_committee_name valid_from"
)
DISTRICT_TYPES = {
    *(UnitType.DISTRICT, UnitType.AFFILIATED_BLOCK, UnitType.AFFILIATED_ARMED),
    *(UnitType.AFFILIATED_UNIVERSITY, UnitType.AFFILIATED_ENTERPRISE),
}


@dataclass(slots=True)
class Node:
    """One unit; `deciders` are the ids of the cadres who decide there."""

    id: int
    path: str
    parent: Node | None
    code: str
    name: str
    short_name: str
    type: UnitType
    sector: str
    abbreviation: str = ""
    party: str = ""
    children: list[Node] = field(default_factory=list)
    deciders: set[int] = field(default_factory=set)

    @property
    def place(self) -> str:
        """The name people write: a chi đoàn with its base."""
        return f"{self.name}, {self.parent.name}" if self.parent and self.level == Level.BRANCH else self.name

    @property
    def level(self) -> Level:
        if self.type in {UnitType.BRANCH, UnitType.SECTION}:
            return Level.BRANCH
        if self.type in {UnitType.BASE, UnitType.BASE_BRANCH}:
            return Level.BASE
        return Level.DISTRICT if self.type in DISTRICT_TYPES else Level.PROVINCE

    @property
    def owes_programme(self) -> bool:
        return self.level != Level.BRANCH and self.type not in {UnitType.PROVINCE, UnitType.CENTRAL}

    def ladder(self) -> list[Node]:
        """The unit and those above it, nearest first."""
        rungs, rung = [self], self.parent
        while rung:
            rungs.append(rung)
            rung = rung.parent
        return rungs

    def nearest(self, *types: UnitType) -> Node:
        return next((rung for rung in self.ladder() if rung.type in types), self)


class Tree:
    """All units, in the order in which they were added; a parent always comes before its children."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.by_code: dict[str, Node] = {}

    @property
    def root(self) -> Node:
        return self.nodes[0]

    def add(self, parent: Node | None, code: str, name: str, type: UnitType, sector: str, **more: str) -> Node:
        """A code of letters is a short code under the parent's; digits are a code of their own (GSO)."""
        path = Unit._get_path(
            parent.path if parent else "",
            len(parent.path) // Unit.steplen + 1 if parent else 1,
            len(parent.children) + 1 if parent else 1,
        )
        full = f"{parent.code}-{code}" if parent and not code.isdigit() else code
        short_name = more.pop("short_name", "")
        node = Node(len(self.nodes) + 1, path, parent, full, name, short_name, type, sector, **more)
        if parent:
            parent.children.append(node)
        self.nodes.append(node)
        self.by_code[full] = node
        return node

    def at(self, level: Level) -> Iterator[Node]:
        return (node for node in self.nodes if node.level == level)

    def below(self, node: Node) -> Iterator[Node]:
        """The unit and all below it."""
        yield node
        for child in node.children:
            yield from self.below(child)


def write_units(tree: Tree) -> None:
    load(
        Unit,
        UNIT_COLUMNS,
        (
            (
                *(n.id, n.path, len(n.path) // Unit.steplen, len(n.children), n.code, n.name, n.short_name, n.type),
                *(n.sector, n.abbreviation, "TĐTN" if n.level == Level.PROVINCE else "ĐTN", n.party, FOUNDED),
            )
            for n in tree.nodes
        ),
    )
    load(
        UnitPlacement,
        "id unit_id parent_id name short_name type valid_from",
        ((n.id, n.id, n.parent.id if n.parent else None, n.name, n.short_name, n.type, FOUNDED) for n in tree.nodes),
    )
