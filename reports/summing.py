"""Adds figures up the tree: arithmetic on lists and paths, without the database."""

from collections.abc import Iterable, Mapping
from operator import add

Vector = list[int]


def gather(width: int, counts: Iterable[tuple[int, int, list[int]]]) -> dict[int, Vector]:
    """Figures of each unit from (unit, place of the first figure, figures): what several queries found."""
    own: dict[int, Vector] = {}
    for unit, first, figures in counts:
        vector = own.get(unit)
        if vector is None:
            vector = own[unit] = [0] * width
        for place, figure in enumerate(figures, first):
            vector[place] += figure
    return own


def summed_up(own: Mapping[str, Vector], steplen: int) -> dict[str, Vector]:
    """Totals by path: each unit's own figures and those of all below it.

    `own` holds every unit of the tree by its path. Deepest first, each total is added to the one above, so every
    unit is visited once. A unit without anything below shares its own list.
    """
    total = dict(own)
    for path in sorted(own, key=len, reverse=True):
        parent = path[:-steplen]
        if parent not in total or not any(total[path]):
            continue
        total[parent] = list(map(add, total[parent], total[path]))
    return total
