"""From what was typed in a cell to the value that is meant, or a fault in words that say what to do. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

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
MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
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


def as_date(cell: Any) -> date | None:
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
    day = as_date(cell)
    if day is None:
        if re.fullmatch(r"\d{4}", shown(cell)) or MONTH.fullmatch(shown(cell)):
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
    day = as_date(cell)
    if day is None:
        found = MONTH.fullmatch(shown(cell))
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
