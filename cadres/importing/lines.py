"""Each line of a list read and typed, column by column: values, or the faults that they have. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.importing import terms, values
from cadres.importing.columns import Layout, Reader
from cadres.importing.sheet import Entry
from cadres.importing.values import FORMULA, Fault, Unfit, shown

READERS: dict[str, Reader] = {
    "full_name": values.full_name,
    "birth_date": values.birth_date,
    "gender": values.gender,
    "since": values.since,
    "phone": values.phone,
    "email": values.email,
    "is_full_time": values.mark,
    "decision_no": values.decision_no,
    "code": values.code,
    "unit_code": values.code,
    "type": terms.unit_type,
    "sector": terms.sector,
    "role": terms.role,
    "is_main": terms.main_post,
    "founded_on": terms.day_or_month,
    "valid_from": terms.day_or_month,
    "valid_to": terms.day,
    "decision_on": terms.day,
}


@dataclass(frozen=True)
class Line:
    """One line of the list: each column's value, or the fault that it has; and the cells as typed."""

    number: int
    values: dict[str, Any]
    typed: dict[str, str]

    @property
    def faults(self) -> list[Fault]:
        """All that is wrong with single cells, each with its column."""
        wrong = ((key, value) for key, value in self.values.items() if isinstance(value, Fault))
        return [Fault(fault.value, fault.message, key) for key, fault in wrong]


def read_line(entry: Entry, keys: frozenset[str], on: date, layout: Layout) -> Line:
    """Every column that the sheet has; an empty cell is None, but an empty full-time column means no."""
    cells = _joined(entry.cells)
    typed = {key: shown(cells.get(key)) for key in keys}
    readers = READERS | layout.readers
    found = {key: _value(readers.get(key, values.text), cells.get(key), on) for key in keys}
    for column in layout.columns:
        if column.must and column.key in keys and found[column.key] is None:
            found[column.key] = Fault("", f"Ghi {column.must}.")
    if "is_full_time" in keys and found["is_full_time"] is None:
        found["is_full_time"] = False
    return Line(entry.number, found, typed)


def _value(reader: Reader, cell: Any, on: date) -> Any:
    if isinstance(cell, dict) and "f" in cell:
        return Fault(shown(cell), FORMULA)
    if isinstance(cell, dict) and "e" in cell:
        return Fault(shown(cell), "Ô báo lỗi trong Excel. Ghi lại giá trị.")
    if cell is None or shown(cell) == "":
        return None
    try:
        return reader(cell, on)
    except Unfit as unfit:
        return Fault(shown(cell), str(unfit))


def _joined(cells: dict[str, Any]) -> dict[str, Any]:
    """One cell per column: the two halves of a split name, the two columns Nam and Nữ."""
    joined = {key: cell for key, cell in cells.items() if ":" not in key}
    parts = [joined.get(key) for key in ("full_name", "surname", "given_name") if joined.get(key) is not None]
    if parts:
        formulas = [part for part in parts if isinstance(part, dict)]
        joined["full_name"] = formulas[0] if formulas else " ".join(shown(part) for part in parts)
    sexes = []
    for key, cell in cells.items():
        owner, _, sex = key.partition(":")
        if sex:
            sexes.append("Nam" if sex == "male" else "Nữ")
            if owner == "birth_date":
                joined["birth_date"] = cell
    if sexes:
        joined["gender"] = ", ".join(sexes)
    return joined
