"""Lines of a plan of many changes as an office wrote them: .xlsx, read in the child process, or .csv."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadres.importing import workbook
from cadres.importing.archive import MAX_FILE, Refused
from cadres.names import fold, spaced

MAX_ROWS = 5000
HEADER_WITHIN = 60
COLUMNS = {
    "old_code": "Mã đơn vị cũ",
    "old_name": "Tên đơn vị cũ",
    "kind": "Hình thức",
    "new_code": "Mã mới",
    "new_name": "Tên mới",
    "type": "Loại",
    "parent": "Đơn vị cấp trên",
    "basis": "Căn cứ",
    "on": "Ngày hiệu lực",
}
NEEDED = ("old_code", "kind")


@dataclass(frozen=True)
class PlanLine:
    """One line; cells as text, a date as ISO."""

    row: int
    old_code: str = ""
    old_name: str = ""
    kind: str = ""
    new_code: str = ""
    new_name: str = ""
    type: str = ""
    parent: str = ""
    basis: str = ""
    on: str = ""


def read(path: Path, *, name: str = "") -> list[PlanLine]:
    """The lines of the plan below its heading. Raises Refused."""
    if (name or path.name).lower().endswith(".csv"):
        rows: Iterable[tuple[int, list[Any]]] = _csv_rows(path)
        found = _lines(list(rows))
    else:
        sheets = workbook.read(path, max_rows=MAX_ROWS)
        tables = (_lines(sheet.rows) for sheet in sheets)
        found = next((lines for lines in tables if lines is not None), None)
    if found is None:
        wanted = ", ".join(f"“{label}”" for label in COLUMNS.values())
        raise Refused(f"Không thấy dòng tiêu đề của phương án. Cần các cột: {wanted}. Dùng tệp mẫu.")
    if not found:
        raise Refused("Phương án chưa có dòng nào. Ghi mỗi đơn vị một dòng dưới dòng tiêu đề.")
    return found


def _csv_rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    if path.stat().st_size > MAX_FILE:
        raise Refused("Tệp nặng hơn 5 MB. Chia thành nhiều tệp.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            for number, cells in enumerate(csv.reader(source), 1):
                if number > MAX_ROWS:
                    raise Refused(f"Tệp có hơn {MAX_ROWS} dòng. Chia thành nhiều tệp.")
                yield number, list(cells)
    except (UnicodeDecodeError, csv.Error):
        raise Refused("Không đọc được tệp .csv. Lưu lại bằng mã UTF-8, hoặc dùng tệp .xlsx.") from None


def _lines(rows: list[tuple[int, list[Any]]]) -> list[PlanLine] | None:
    for place, (_, cells) in enumerate(rows[:HEADER_WITHIN]):
        places = _places(cells)
        if all(key in places for key in NEEDED):
            return [line for row in rows[place + 1 :] if (line := _line(row, places))]
    return None


def _places(cells: list[Any]) -> dict[str, int]:
    labels = {fold(label): key for key, label in COLUMNS.items()}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        key = labels.get(fold(cell).strip(" *:")) if isinstance(cell, str) else None
        if key:
            found.setdefault(key, place)
    return found


def _line(row: tuple[int, list[Any]], places: dict[str, int]) -> PlanLine | None:
    """Empty lines and the example of the template are passed over."""
    number, cells = row
    first = cells[0] if cells else ""
    if isinstance(first, str) and fold(first) == "vi du":
        return None
    values = {key: _text(cells[place]) for key, place in places.items() if place < len(cells)}
    return PlanLine(number, **values) if any(values.values()) else None


def _text(cell: Any) -> str:
    if isinstance(cell, dict):
        if "d" in cell:
            return str(cell["d"])
        raise Refused("Tệp có công thức hoặc ô lỗi. Chép lại thành giá trị (Dán đặc biệt, Giá trị) rồi tải lên.")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return spaced(str(cell)) if cell is not None else ""
