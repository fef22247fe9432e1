"""The shape in which every app shows a person what it keeps about him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Part:
    """One kind of data: what for, who can see it, how long it is kept, and the rows themselves."""

    code: str
    title: str
    purpose: str
    seen_by: str
    kept: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
