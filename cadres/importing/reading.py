"""The child process that opens an uploaded workbook: little memory, little time, no Django, no secrets.

Run as `python -m cadres.importing.reading FILE MAX_ROWS`. Prints JSON lines: {"sheet": title} before each visible
sheet, then [row number, cells] for each row that holds anything. A cell is null, text, number or true/false as typed,
{"d": date}, {"f": formula} or {"e": error value}.
"""

import json
import re
import resource
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.xml import DEFUSEDXML

MAX_MEMORY = 1024**3
MAX_SECONDS = 60
MAX_CPU_SECONDS = 9
"""Of work; a busy machine may take longer by the clock. A list of 5,000 lines needs two or three."""
MAX_COLUMNS = 60
MAX_TEXT = 500
TITLE_ROWS = 200
"""Rows above and below the list that may be there beside the allowed number of people."""
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\xad\u200b-\u200f\u2060\ufeff]")
"""Characters that nobody sees, left by copying from web pages; names with and without them must be one."""
TOO_MANY, UNREADABLE = 3, 4


def limit_itself() -> None:
    for limit, value in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_CPU_SECONDS)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # a system that knows no such limit; the parent's clock still runs
            continue


def cell_value(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return {"f": str(value)[:MAX_TEXT]}
    if cell.data_type == "e":
        return {"e": str(value)}
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, time):
        return value.isoformat()
    return UNSEEN.sub("", str(value))[:MAX_TEXT]


def rows_of(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows that hold something. The size that the file states of itself is not believed."""
    sheet.reset_dimensions()
    gap = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if cells is gap:  # openpyxl fills missing rows with one and the same empty tuple
            continue
        values = [cell_value(cell) for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if values:
            yield number, values
        else:
            gap = cells


def main(path: Path, max_rows: int) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    left = max_rows + TITLE_ROWS
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sys.stdout.write(json.dumps({"sheet": sheet.title[:MAX_TEXT]}) + "\n")
        for row in rows_of(sheet):
            left -= 1
            if left < 0:
                return TOO_MANY
            sys.stdout.write(json.dumps(row) + "\n")
    return 0


if __name__ == "__main__":
    if not DEFUSEDXML:
        sys.exit("openpyxl runs without defusedxml")
    limit_itself()
    warnings.simplefilter("ignore")
    try:
        outcome = main(Path(sys.argv[1]), int(sys.argv[2]))
    except Exception as error:  # whatever a hostile or broken file makes openpyxl raise
        sys.stderr.write(f"{type(error).__name__}: {error}"[:MAX_TEXT])
        outcome = UNREADABLE
    sys.exit(outcome)
