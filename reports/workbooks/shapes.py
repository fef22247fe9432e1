"""What a workbook is, and how any of them is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from cadres.delegating import in_force
from cadres.models import Right, Unit
from cadres.papers import xlsx
from cadres.papers.letterhead import letterhead_of, signatures_of
from reports import boards
from reports.measures import SCALE, YearView
from reports.reading import Figure, Line

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Ask:
    """Who asks for which unit and year, and when the figures were taken."""

    unit: Unit
    view: YearView
    user: User
    as_of: datetime = field(default_factory=timezone.now)

    @property
    def line(self) -> str:
        return f"{self.unit.name}, năm {self.view.year}"

    @property
    def moment(self) -> str:
        return f"(Số liệu tạm tính đến {timezone.localtime(self.as_of):%H:%M ngày %d/%m/%Y})"


@dataclass(frozen=True)
class Sheet:
    """The rows of one workbook with what stands under them."""

    rows: Sequence[xlsx.Row]
    total: xlsx.Row | None
    notes: Sequence[str]


@dataclass(frozen=True)
class Book:
    """A workbook: its columns, who may have it, how many people it lists, and its rows."""

    code: str
    title: str
    columns: Sequence[xlsx.Column]
    right: Right
    people: Callable[[Ask], int]
    sheet: Callable[[Ask, Progress], Sheet]

    @property
    def label(self) -> str:
        return f"{self.code}. {self.title}"


def nobody(ask: Ask) -> int:
    """How many people are named in a workbook of sums."""
    return 0


def board_lines(ask: Ask) -> tuple[list[Line], Line]:
    """The lines of the unit's board in the order of the tree, and the unit as a whole."""
    board = boards.live(ask.unit, ask.view, ask.user)
    whole = Line(ask.unit, ask.unit.name, board.figures)
    return board.lines or [whole], whole


def plain(figure: Figure) -> int | Decimal:
    return Decimal(figure.count) / SCALE if figure.measure.amount else figure.count


def numbered(rows: Iterator[Sequence[xlsx.Value]]) -> list[xlsx.Row]:
    return [xlsx.Row((number, *cells)) for number, cells in enumerate(rows, 1)]


def save(book: Book, ask: Ask, path: Path, progress: Progress) -> int:
    """Make the file; returns the number of its rows."""
    sheet = book.sheet(ask, progress)
    paper = xlsx.Paper(
        name=book.code,
        title=book.title,
        lines=(ask.line, ask.moment),
        columns=book.columns,
        letterhead=letterhead_of(ask.unit, list(Unit.objects.above(ask.unit))),
        signatures=signatures_of(ask.unit, in_force(ask.unit, timezone.localdate())),
        day=timezone.localdate(ask.as_of),
        notes=sheet.notes,
    )
    progress(len(sheet.rows), len(sheet.rows))
    return xlsx.save(paper, sheet.rows, path, total=sheet.total)
