"""What a reorganisation wants of the tree: units founded, ended, moved, renamed on one day. Kept as JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

Ref = int | str
"""A unit that is there, by its id; or one that the change founds, by its code."""


@dataclass(frozen=True)
class Founding:
    code: str
    name: str
    type: str
    parent: Ref
    short_name: str = ""
    sector: str = ""
    basis: str = ""
    row: int = 0


@dataclass(frozen=True)
class Ending:
    """A unit ends: into none (closed), one (merged) or several (split)."""

    unit: int
    successors: tuple[Ref, ...] = ()
    basis: str = ""
    row: int = 0


@dataclass(frozen=True)
class Moving:
    unit: int
    parent: Ref
    basis: str = ""
    row: int = 0


@dataclass(frozen=True)
class Renaming:
    """A new name, or a new type, from the day on."""

    unit: int
    name: str
    type: str
    short_name: str = ""
    basis: str = ""
    row: int = 0


@dataclass(frozen=True)
class Change:
    on: date
    foundings: tuple[Founding, ...] = ()
    endings: tuple[Ending, ...] = ()
    movings: tuple[Moving, ...] = ()
    renamings: tuple[Renaming, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.foundings or self.endings or self.movings or self.renamings)

    @property
    def named(self) -> set[int]:
        """Ids of all units that the change speaks of."""
        return {ref for ref in self._refs() if isinstance(ref, int)}

    def _refs(self) -> Iterator[Ref]:
        for founding in self.foundings:
            yield founding.parent
        for ending in self.endings:
            yield from (ending.unit, *ending.successors)
        for moving in self.movings:
            yield from (moving.unit, moving.parent)
        yield from (renaming.unit for renaming in self.renamings)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"on": self.on.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Change":
        endings = ({**ending, "successors": tuple(ending["successors"])} for ending in data["endings"])
        return cls(
            on=date.fromisoformat(data["on"]),
            foundings=tuple(Founding(**one) for one in data["foundings"]),
            endings=tuple(Ending(**one) for one in endings),
            movings=tuple(Moving(**one) for one in data["movings"]),
            renamings=tuple(Renaming(**one) for one in data["renamings"]),
        )


def found(on: date, founding: Founding) -> Change:
    return Change(on, foundings=(founding,))


def merge(on: date, units: Iterable[int], into: Founding | int, basis: str) -> Change:
    """Several units go on as one: a new one, or one that is there already."""
    successor: Ref = into.code if isinstance(into, Founding) else into
    endings = tuple(Ending(unit, (successor,), basis) for unit in units if unit != successor)
    return Change(on, foundings=(into,) if isinstance(into, Founding) else (), endings=endings)


def split(on: date, unit: int, into: Iterable[Founding | int], basis: str) -> Change:
    """One unit goes on as several."""
    parts = tuple(into)
    successors = tuple(part.code if isinstance(part, Founding) else part for part in parts)
    foundings = tuple(part for part in parts if isinstance(part, Founding))
    return Change(on, foundings=foundings, endings=(Ending(unit, successors, basis),))


def move(on: date, unit: int, parent: int, basis: str) -> Change:
    return Change(on, movings=(Moving(unit, parent, basis),))


def rename(on: date, unit: int, *, name: str, type: str, short_name: str, basis: str) -> Change:
    return Change(on, renamings=(Renaming(unit, name, type, short_name, basis),))


def close(on: date, unit: int, basis: str) -> Change:
    return Change(on, endings=(Ending(unit, (), basis),))
