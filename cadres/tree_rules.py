"""Which unit may stand under which, which seats have one holder, who may change the tree. Pure."""

from collections.abc import Iterable

from cadres.models.rights import Level, Seat
from cadres.models.units import TYPES_AT_LEVEL, UnitType

SEATS_OF_ONE = frozenset({Seat.SECRETARY, Seat.HEAD})
_TOP = frozenset({UnitType.CENTRAL})
_PROVINCE = frozenset({UnitType.PROVINCE})
_DISTRICTS = frozenset(TYPES_AT_LEVEL[Level.DISTRICT])
_AFFILIATED = _DISTRICTS - {UnitType.DISTRICT}
_OFFICES = frozenset({UnitType.DEPARTMENT, UnitType.SERVICE_UNIT})

# The province may hold bases directly, as it does since the districts are gone.
MAY_STAND_UNDER: dict[UnitType, frozenset[UnitType]] = {
    UnitType.CENTRAL: frozenset(),
    UnitType.PROVINCE: _TOP,
    **dict.fromkeys(_DISTRICTS, _PROVINCE),
    **dict.fromkeys(_OFFICES, _TOP | _PROVINCE),
    UnitType.BASE: _PROVINCE | _DISTRICTS,
    UnitType.BASE_BRANCH: _PROVINCE | _DISTRICTS,
    UnitType.SECTION: frozenset({UnitType.BASE}),
    UnitType.BRANCH: frozenset({UnitType.BASE, UnitType.SECTION}) | _AFFILIATED | _OFFICES,
}
_LEVEL_OF = {kind: level for level, kinds in TYPES_AT_LEVEL.items() for kind in kinds}


def may_stand(kind: str, parent_kind: str) -> bool:
    """May a unit of this type stand directly under one of that type?"""
    return UnitType(parent_kind) in MAY_STAND_UNDER[UnitType(kind)]


def types_under(parent_kind: str) -> list[UnitType]:
    """What may be founded under a unit of this type."""
    return [kind for kind in UnitType if may_stand(kind, parent_kind)]


def may_succeed(old_kind: str, new_kind: str) -> bool:
    """Can a unit go on in one of that type? Only within its level: a base never becomes a chi đoàn."""
    return _LEVEL_OF[UnitType(old_kind)] == _LEVEL_OF[UnitType(new_kind)]


def is_above(path: str, other: str) -> bool:
    """Is the unit at `path` above the other one, and not itself?"""
    return other != path and other.startswith(path)


def may_change_units(held: Iterable[str], *, inside: Iterable[str], below: Iterable[str]) -> bool:
    """Does who keeps the units under the paths `held` keep all of these?

    `inside` may be the very units of the right; `below` must lie under one: nobody closes, moves or merges the unit
    through which he holds the right himself.
    """
    tops = list(held)
    return all(any(path.startswith(top) for top in tops) for path in inside) and all(
        any(is_above(top, path) for top in tops) for path in below
    )


def common_path(paths: Iterable[str], steplen: int) -> str:
    """The path of the lowest unit over all of these; empty without any."""
    paths = list(paths)
    if not paths:
        return ""
    first, last = min(paths), max(paths)
    end = 0
    while end < len(first) and first[: end + steplen] == last[: end + steplen]:
        end += steplen
    return first[:end]
