"""Plain tables of any length, as xlsx or csv: rows are streamed and never all in memory.

Text stays text. In a sheet a cell that could be taken for a formula is marked as text (quotePrefix) and its value is
unchanged. CSV has no types: there such text gets an apostrophe before it, as OWASP advises, so that a telephone number
+84… reads '+84….
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from cadres.papers.xlsx import FORMATS, TRIGGERS, Column, Value, safe

FONT = "Times New Roman"
CSV_TRIGGERS = (*TRIGGERS, "＝", "＋", "－", "＠")
Rows = Iterable[Sequence[Value]]


def save_xlsx(path: Path, lines: Sequence[str], columns: Sequence[Column], rows: Rows) -> int:
    """Write a title with its lines, the headings and the rows; returns how many rows there were."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{len(lines) + 3}"
    sheet.print_title_rows = f"{len(lines) + 2}:{len(lines) + 2}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, line in enumerate(lines):
        sheet.append([_styled(sheet, line, Font(name=FONT, size=12 if number else 14, bold=not number))])
    sheet.append([])
    sheet.append([_heading(sheet, column.heading) for column in columns])
    count = 0
    for row in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
        count += 1
    part = path.with_suffix(".part")
    book.save(part)
    part.replace(path)
    return count


def _cell(sheet: WriteOnlyWorksheet, value: Value, column: Column) -> Value | Cell:
    """Plain values are written as they are, which is quick; what needs a type or a format is a cell of its own."""
    if isinstance(value, str):
        text = safe(value)
        return _quoted(sheet, text) if text.startswith(TRIGGERS) else text
    if value is None or column.format not in FORMATS:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = FORMATS[column.format]
    return cell


def _quoted(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.quotePrefix, cell.number_format = "s", True, "@"
    return cell


def _styled(sheet: WriteOnlyWorksheet, text: str, font: Font) -> Cell:
    cell = _quoted(sheet, safe(text))
    cell.font = font
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = _styled(sheet, text, Font(name=FONT, size=12, bold=True))
    cell.fill = PatternFill("solid", fgColor="FFE9EDF2")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def save_csv(path: Path, lines: Sequence[str], columns: Sequence[Column], rows: Rows) -> int:
    """The headings and the rows, UTF-8 with the mark that Excel needs; `lines` have no place in it."""
    part = path.with_suffix(".part")
    count = 0
    with part.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL)
        writer.writerow([column.heading for column in columns])
        for row in rows:
            writer.writerow([_text(value) for value in row])
            count += 1
    part.replace(path)
    return count


def _text(value: Value) -> str | int | float | Decimal:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        text = safe(value)
        return f"'{text}" if text.startswith(CSV_TRIGGERS) else text
    return value


WRITERS: dict[str, Callable[[Path, Sequence[str], Sequence[Column], Rows], int]] = {
    "xlsx": save_xlsx,
    "csv": save_csv,
}
