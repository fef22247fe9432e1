"""What a measure is: which rows, which of them count, what they are read against, in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Model, Q, QuerySet

from reports.measures.years import PeriodView, YearView

SCALE = 10  # sums of days are kept as whole tenths


class Kind(StrEnum):
    PEOPLE = "people"
    UNITS = "units"
    RECORDS = "records"


@dataclass(frozen=True)
class Part:
    """The rows of a source in one period of the year; no period when the source takes them all at once."""

    rows: QuerySet[Any]
    view: YearView
    period: PeriodView | None = None


@dataclass(frozen=True)
class Source:
    """Where rows come from, and the way from a row to the unit at which it counts and to its person."""

    code: str
    kind: Kind
    model: type[Model]
    parts: Callable[[YearView], list[Part]] = field(repr=False)
    unit: str  # lookup from a row to its unit; empty when the row is one
    person: str = ""

    @property
    def path(self) -> str:
        return f"{self.unit}__path" if self.unit else "path"

    @property
    def unit_id(self) -> str:
        return f"{self.unit}_id" if self.unit else "pk"


Counts = Callable[[Part], Q]


def every(part: Part) -> Q:
    return Q()


@dataclass(frozen=True)
class Measure:
    """A figure, declared once: the roll-up, the tile, the column and the drill-down are all made from this."""

    code: str
    label: str
    noun: str
    source: Source
    right: str  # who may see the rows one by one; the figure itself is open to all who read reports
    counts: Counts = field(default=every, repr=False)
    of: str = ""  # code of the measure that it is read against
    of_words: str = ""
    less_is_better: bool = False
    amount: str = ""  # the column that is summed, for figures that are no counts

    @property
    def kind(self) -> Kind:
        return self.source.kind
