"""Who is meant by the lines of an attendance list: found by code, by telephone, or by name and date of birth."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cadres.importing import values, workbook
from cadres.importing.columns import COLUMNS, Column, Layout
from cadres.importing.lines import Line, read_line
from cadres.importing.matching import People
from cadres.importing.records import Wanted, people_like
from cadres.importing.sheet import find_table
from cadres.importing.values import Fault, Unfit
from cadres.models import Unit

MOST_LINES = 2000
_SHARED = {column.key: column for column in COLUMNS}
LAYOUT = Layout(
    (
        _SHARED["code"],
        Column("full_name", "Họ và tên", _SHARED["full_name"].headings, True),
        *(_SHARED["birth_date"], _SHARED["phone"], _SHARED["unit"]),
        Column("came", "Có mặt", ("co mat", "diem danh", "du", "tham du", "co du")),
    ),
    ("full_name",),
    "danh sách dự",
)
_TO_SAY = "Không thấy đồng chí này trong đơn vị và cấp dưới. Ghi mã cán bộ, hoặc ngày sinh."


@dataclass(frozen=True)
class Reading:
    """What a list says: the ids of those who came, and the lines that need mending (row, as typed, what to do)."""

    found: list[int] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    absent: int = 0


def read_upload(chunks: Iterable[bytes], unit: Unit, on: date) -> Reading:
    """Raises Refused when the file as a whole cannot be taken."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach.xlsx"
        with path.open("wb") as target:
            target.writelines(chunks)
        table = find_table(workbook.read(path, max_rows=MOST_LINES), LAYOUT)
    lines = [read_line(entry, table.keys, on, LAYOUT) for entry in table.entries]
    return _matched(lines, people_like(Wanted.of(lines), unit, on), on)


def _matched(lines: list[Line], people: People, on: date) -> Reading:
    found: dict[int, int] = {}
    faults, absent = [], 0
    for line in lines:
        meant = _person(line, people, on)
        if meant is None:
            absent += 1
        elif isinstance(meant, Fault):
            faults.append((line.number, line.typed.get("full_name") or line.typed.get("code", ""), meant.message))
        else:
            found.setdefault(meant, line.number)
    return Reading(list(found), faults, absent)


def _person(line: Line, people: People, on: date) -> int | Fault | None:
    """None for somebody who did not come."""
    came = line.values.get("came")
    if "came" in line.values and not _is_mark(came, on):
        return None
    said = line.values.get("code")
    relevant = {"code"} if isinstance(said, str) else {"code", "full_name", "birth_date", "phone"}
    wrong = [fault for fault in line.faults if fault.column in relevant]
    if wrong:
        return wrong[0]
    known: dict[str, Any] = line.values | {"unit": None, "position": None}
    if not known.get("full_name") and not known.get("code"):
        return Fault("", "Ghi họ và tên, hoặc mã cán bộ.")
    meant = people.find(known)
    if meant is None or (not isinstance(meant, Fault) and not meant.is_within):
        return Fault("", _TO_SAY)
    return meant if isinstance(meant, Fault) else meant.id


def _is_mark(text: Any, on: date) -> bool:
    try:
        return bool(text) and bool(values.mark(text, on))
    except Unfit:
        return True
