"""From what was typed in a cell to the value that is meant, or a fault in words that say what to do. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cadres.importing.sheet import Entry
from cadres.names import fold, spaced, tidy_name

EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_DAYS = range(10_000, 60_000)
YOUNGEST, OLDEST = 14, 100
MAX_NAME = 120
MAX_WORDS = 200
MAX_NUMBER = 60
FORMULA = "Ô chứa công thức. Chép ô rồi dán lại bằng Dán đặc biệt, Giá trị."
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YES = {"x", "v", "co", "1", "ct", "chuyen trach", "can bo chuyen trach", "true", "✓", "✔"}
_NO = {"", "khong", "kn", "kiem nhiem", "ko", "0", "false", "-", "ban chuyen trach"}


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken: what was typed and what to do about it."""

    value: str
    message: str
    column: str = ""


class Unfit(ValueError):
    """The text cannot be what its column says; the message says what to do."""


def shown(cell: Any) -> str:
    """The cell as the office sees it."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        if "d" in cell:
            return f"{date.fromisoformat(cell['d']):%d/%m/%Y}"
        return str(cell.get("f", cell.get("e", "")))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return spaced(str(cell))


def _as_date(cell: Any) -> date | None:
    if isinstance(cell, dict) and "d" in cell:
        return date.fromisoformat(cell["d"])
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in EXCEL_DAYS:
        return EXCEL_DAY_ZERO + timedelta(days=int(cell))
    text = shown(cell).lstrip("'")
    if found := _DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        raise Unfit(_no_such_day(day, month, year)) from None


def _no_such_day(day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        return f"Không có tháng {month}. Ghi ngày/tháng/năm, ví dụ 25/08/1995."
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return f"Tháng {month}/{year} chỉ có {last} ngày. Sửa lại ngày."


def birth_date(cell: Any, on: date) -> date:
    day = _as_date(cell)
    if day is None:
        if re.fullmatch(r"\d{4}", shown(cell)) or _MONTH.fullmatch(shown(cell)):
            raise Unfit("Ghi đủ ngày, tháng, năm sinh, ví dụ 25/08/1995.")
        raise Unfit("Không đọc được ngày sinh. Ghi ngày/tháng/năm, ví dụ 25/08/1995.")
    if day > on:
        raise Unfit("Ngày sinh ở tương lai. Sửa lại năm sinh.")
    age = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
    if not YOUNGEST <= age <= OLDEST:
        raise Unfit(f"Ngày sinh này cho tuổi {age}. Sửa lại năm sinh.")
    return day


def since(cell: Any, on: date) -> date:
    """First day in the post; a month alone means its first day."""
    day = _as_date(cell)
    if day is None:
        found = _MONTH.fullmatch(shown(cell))
        if not found or not 1 <= int(found[1]) <= 12:
            raise Unfit("Không đọc được ngày. Ghi ngày/tháng/năm hoặc tháng/năm, ví dụ 04/2020.")
        day = date(int(found[2]), int(found[1]), 1)
    if day > on:
        raise Unfit(f"Ngày giữ chức vụ sau ngày {on:%d/%m/%Y}. Nhập khi đồng chí đã nhận chức vụ.")
    if day.year < on.year - OLDEST:
        raise Unfit("Năm giữ chức vụ quá xa. Sửa lại năm.")
    return day


def full_name(cell: Any, on: date) -> str:
    name = tidy_name(shown(cell))
    if re.search(r"[\d@=<>{}\[\]|\\/+*#]", name):
        raise Unfit("Họ và tên chỉ gồm chữ. Xóa số và ký hiệu.")
    if " " not in name:
        raise Unfit("Ghi đủ họ và tên.")
    if len(name) > MAX_NAME:
        raise Unfit(f"Họ và tên dài quá {MAX_NAME} chữ. Xem lại ô này.")
    return name


def gender(cell: Any, on: date) -> str:
    found = {"nam": "male", "nu": "female"}.get(fold(shown(cell)))
    if not found:
        raise Unfit("Ghi “Nam” hoặc “Nữ”.")
    return found


def phone(cell: Any, on: date) -> str:
    digits = re.sub(r"[\s.\-()']", "", shown(cell))
    if digits.startswith("+84"):
        digits = "0" + digits[3:].removeprefix("0")
    elif digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    elif digits.isdigit() and not digits.startswith("0") and len(digits) in {9, 10}:
        digits = "0" + digits
    if not re.fullmatch(r"0[0-9]{9,10}", digits):
        raise Unfit("Ghi một số điện thoại 10 chữ số, bắt đầu bằng 0.")
    return digits


def email(cell: Any, on: date) -> str:
    address = shown(cell).lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Unfit("Địa chỉ email không đúng. Ghi dạng ten@noi-gui.vn hoặc để trống.") from None
    return address


def mark(cell: Any, on: date) -> bool:
    """An "x" or the word for full-time; nothing means part-time."""
    text = fold(shown(cell))
    if cell is True or text in _YES:
        return True
    if cell is False or text in _NO:
        return False
    raise Unfit("Đánh dấu “x” nếu là cán bộ chuyên trách, để trống nếu kiêm nhiệm.")


def text(cell: Any, on: date) -> str:
    return shown(cell)[:MAX_WORDS]


def decision_no(cell: Any, on: date) -> str:
    if len(shown(cell)) > MAX_NUMBER:
        raise Unfit(f"Số quyết định dài quá {MAX_NUMBER} chữ. Chỉ ghi số và ký hiệu.")
    return shown(cell)


def code(cell: Any, on: date) -> str:
    return shown(cell).upper()


READERS: dict[str, Callable[[Any, date], Any]] = {
    "full_name": full_name,
    "birth_date": birth_date,
    "gender": gender,
    "since": since,
    "phone": phone,
    "email": email,
    "is_full_time": mark,
    "decision_no": decision_no,
    "code": code,
    "unit": text,
    "position": text,
}


@dataclass(frozen=True)
class Line:
    """One person of the list: each column's value, or the fault that it has; and the cells as typed."""

    number: int
    values: dict[str, Any]
    typed: dict[str, str]


def read_line(entry: Entry, keys: frozenset[str], on: date) -> Line:
    """Every column that the sheet has; an empty cell is None, but an empty full-time column means no."""
    cells = _joined(entry.cells)
    typed = {key: shown(cells.get(key)) for key in keys}
    values = {key: _value(key, cells.get(key), on) for key in keys}
    for key, label in (("full_name", "họ và tên"), ("position", "chức vụ"), ("unit", "đơn vị")):
        if key in keys and values[key] is None:
            values[key] = Fault("", f"Ghi {label}.")
    if "is_full_time" in keys and values["is_full_time"] is None:
        values["is_full_time"] = False
    return Line(entry.number, values, typed)


def _value(key: str, cell: Any, on: date) -> Any:
    if isinstance(cell, dict) and "f" in cell:
        return Fault(shown(cell), FORMULA)
    if isinstance(cell, dict) and "e" in cell:
        return Fault(shown(cell), "Ô báo lỗi trong Excel. Ghi lại giá trị.")
    if cell is None or shown(cell) == "":
        return None
    try:
        return READERS[key](cell, on)
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
