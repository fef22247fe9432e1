"""Sheets in the official layout: letterhead, title, numbered columns, borders, signatures, A4 across.

Rows are streamed, so a sheet of 35,000 rows needs little memory. Text from people is never a formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from math import ceil
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from cadres.papers.letterhead import UNION, Letterhead, Signatures

Value = str | int | float | Decimal | date | None
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMATS = {"count": "#,##0", "decimal": "#,##0.0", "year": "0", "percent": "0.0%", "date": "dd/mm/yyyy"}
CHARACTERS = 1.15  # of Times New Roman to a unit of width
LINE_HEIGHT = 15.75  # points, of 12 point text
_MM = 1 / 25.4


@dataclass(frozen=True)
class Column:
    """One column; neighbours of one `group` stand under a common heading."""

    heading: str
    width: float
    format: str = "text"  # text, centre, count, decimal, percent, date
    group: str = ""


@dataclass(frozen=True)
class Paper:
    """All of a sheet but its rows."""

    name: str
    title: str
    lines: Sequence[str]
    columns: Sequence[Column]
    letterhead: Letterhead
    signatures: Signatures
    day: date
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Row:
    cells: Sequence[Value]
    is_strong: bool = False


def safe(text: str) -> str:
    """Without the control characters that a sheet cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def save(paper: Paper, rows: Iterable[Row], path: Path, *, total: Row | None = None) -> int:
    """Write the sheet beside its place, then move it there; returns the number of rows."""
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheet = _Sheet(book.create_sheet(paper.name), len(paper.columns))
    _set_up(sheet.sheet, paper)
    _head(sheet, paper)
    count = 0
    for row in rows:
        _data(sheet, paper.columns, row)
        count += 1
    if total is not None:
        _data(sheet, paper.columns, total)
    _foot(sheet, paper)
    part = path.with_suffix(".part")
    book.save(part)
    part.replace(path)
    return count


class _Sheet:
    """Writes row after row and remembers where it is, for merging."""

    def __init__(self, sheet: WriteOnlyWorksheet, width: int) -> None:
        self.sheet, self.width, self.at = sheet, width, 0

    def cell(self, value: Value, style: str) -> Cell:
        if isinstance(value, str):
            value = safe(value)
        cell = WriteOnlyCell(self.sheet, value=value)
        cell.style = style
        if isinstance(value, str):
            cell.data_type = "s"
            if value.startswith(TRIGGERS):
                cell.quotePrefix = True
        return cell

    def add(self, cells: Sequence[Cell | None], height: float | None = None) -> None:
        self.at += 1
        if height:
            self.sheet.row_dimensions[self.at].height = height
        self.sheet.append(cells)

    def merge(self, first: int, last: int, *, down: int = 0) -> None:
        """Merge columns first..last of the latest row, and `down` rows below it."""
        if last > first or down:
            self.sheet.merged_cells.add(
                f"{get_column_letter(first)}{self.at}:{get_column_letter(last)}{self.at + down}"
            )

    def line(self, text: str, style: str, height: float | None = None) -> None:
        """One merged line across the sheet."""
        self.add([self.cell(text, style)], height)
        self.merge(1, self.width)

    def halves(self, left: tuple[str, str], right: tuple[str, str], height: float | None = None) -> None:
        """Two merged halves: (text, style) on the left and on the right."""
        middle = max(self.width * 2 // 5, 2)
        cells: list[Cell | None] = [None] * self.width
        cells[0], cells[middle] = self.cell(*left), self.cell(*right)
        self.add(cells, height)
        self.merge(1, middle)
        self.merge(middle + 1, self.width)


def _styles() -> Iterable[NamedStyle]:
    thin = Side(style="thin", color="000000")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    fill = PatternFill("solid", fgColor="E9EDF2")

    def style(
        name: str, *, horizontal: str, size: int = 12, boxed: bool = False, number: str = "General", **font: object
    ) -> NamedStyle:
        return NamedStyle(
            name=name,
            font=Font(name="Times New Roman", size=size, **font),
            alignment=Alignment(
                horizontal=horizontal, vertical="center", wrap_text=True, indent=int(boxed and horizontal == "left")
            ),
            border=box if boxed else Border(),
            number_format=number,
        )

    yield style("p_left", horizontal="left")
    yield style("p_centre", horizontal="center")
    yield style("p_bold", horizontal="center", bold=True)
    yield style("p_italic", horizontal="center", italic=True)
    yield style("p_note", horizontal="left", italic=True, size=11)
    yield style("p_union", horizontal="center", bold=True, underline="single", size=14)
    yield style("p_title", horizontal="center", bold=True, size=14)
    for name, options in (("p_head", {"bold": True}), ("p_number", {"italic": True, "size": 10})):
        heading = style(name, horizontal="center", boxed=True, **options)
        heading.fill = fill if name == "p_head" else PatternFill()
        yield heading
    for strong in ("", "_strong"):
        for kind in ("text", "centre", *FORMATS):
            side = {"text": "left", "centre": "center", "date": "center"}.get(kind, "right")
            number = FORMATS.get(kind, "@")
            yield style(f"c_{kind}{strong}", horizontal=side, boxed=True, number=number, bold=bool(strong))


def _set_up(sheet: WriteOnlyWorksheet, paper: Paper) -> None:
    """A4 across, one page wide, headings again on each page."""
    for number, column in enumerate(paper.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.top = margins.bottom = margins.right = 20 * _MM
    margins.left = 30 * _MM
    margins.header = margins.footer = 10 * _MM
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    first, heads = _head_rows(paper)
    sheet.print_title_rows = f"{first}:{first + heads}"
    sheet.freeze_panes = f"C{first + heads + 1}"


def _head_rows(paper: Paper) -> tuple[int, int]:
    """Number of the first heading row and how many rows of headings stand above the column numbers."""
    return 8 + len(paper.lines), 2 if any(column.group for column in paper.columns) else 1


def _head(sheet: _Sheet, paper: Paper) -> None:
    head = paper.letterhead
    sheet.halves((head.superior or head.issuer, "p_centre" if head.superior else "p_bold"), (UNION, "p_union"), 20)
    sheet.halves((head.issuer if head.superior else "***", "p_bold"), (head.dated(paper.day), "p_italic"))
    sheet.halves(("***" if head.superior else head.symbol, "p_centre"), ("", "p_centre"))
    sheet.halves((head.symbol if head.superior else "", "p_centre"), ("", "p_centre"))
    sheet.add([])
    sheet.line(paper.title.upper(), "p_title", 22)
    for line in paper.lines:
        sheet.line(line, "p_italic")
    sheet.add([])
    _headings(sheet, paper.columns)
    sheet.add([sheet.cell(f"({n})", "p_number") for n in range(1, sheet.width + 1)])


def _headings(sheet: _Sheet, columns: Sequence[Column]) -> None:
    heights = {True: 34, False: 48}
    if not any(column.group for column in columns):
        sheet.add([sheet.cell(column.heading, "p_head") for column in columns], heights[False])
        return
    sheet.add([sheet.cell(column.group or column.heading, "p_head") for column in columns], heights[True])
    first = 1
    for group, members in groupby(columns, key=lambda column: column.group or id(column)):
        last = first + len(list(members)) - 1
        sheet.merge(first, last, down=0 if isinstance(group, str) else 1)
        first = last + 1
    sheet.add([sheet.cell(column.heading if column.group else "", "p_head") for column in columns], heights[True])


def _data(sheet: _Sheet, columns: Sequence[Column], row: Row) -> None:
    strong = "_strong" if row.is_strong else ""
    pairs = list(zip(columns, row.cells, strict=True))
    lines = max((_lines(value, column) for column, value in pairs if isinstance(value, str)), default=1)
    cells = [sheet.cell(value, f"c_{column.format}{strong}") for column, value in pairs]
    sheet.add(cells, LINE_HEIGHT * lines + 3)


def _lines(text: str, column: Column) -> int:
    """How many lines a text takes in its column: programs that open a stream of rows do not fit the heights."""
    return max(ceil(len(text) / (column.width * CHARACTERS)), 1)


def _foot(sheet: _Sheet, paper: Paper) -> None:
    sheet.add([])
    for note in paper.notes:
        sheet.line(note, "p_note", 16.5 * (1 + len(note) // 140))
    sheet.add([])
    signed = paper.signatures
    for place, right in enumerate(signed.right):
        sheet.halves((signed.left if place == 0 else "", "p_bold"), (right, "p_bold"))
