"""Documents still open, of the apps above this one: each says here which rows are its, to be counted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Kind:
    """A kind of document with a `unit`, a `cadre` and an `appointment`; `rows` gives those still open.

    Those that follow the post go to its new unit; the others keep the unit of their time.
    """

    code: str
    label: str
    rows: Callable[[], "QuerySet[Any]"]
    follows: bool


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    KINDS[kind.code] = kind
    return kind


def counted(condition: Q, *, only_following: bool = False) -> list[tuple[str, int]]:
    """(label, how many) of each kind that has any; one query per kind."""
    kinds = [kind for kind in KINDS.values() if kind.follows or not only_following]
    found = [(kind.label, kind.rows().filter(condition).count()) for kind in kinds]
    return [(label, count) for label, count in found if count]
