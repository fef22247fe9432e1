"""The year on one panel: five stretches over twelve months, what is done and where we are."""

from dataclasses import dataclass
from datetime import date

from criteria.models import Period


@dataclass(frozen=True)
class Stretch:
    label: str
    note: str
    is_now: bool
    cells: tuple[str, ...]  # "d" done, "h" to come, "" outside


@dataclass(frozen=True)
class Month:
    number: int
    is_now: bool


def months_of(period: Period, today: date) -> list[Month]:
    return [Month(month, (year, month) == (today.year, today.month)) for year, month in _months(period)]


def stretches(period: Period, today: date) -> list[Stretch]:
    """The stretches follow the soft dates of the period; one that the dates leave no day for is left out."""
    p = period
    spans = (
        ("Trọng tâm của đơn vị", p.opens_on, p.focus_due_on),
        ("Đăng ký và duyệt", p.opens_on, p.approve_due_on),
        ("Thực hiện, đi cơ sở", p.approve_due_on, p.self_opens_on),
        ("Tự đánh giá", p.self_opens_on, p.self_due_on),
        ("Chấm, quyết định, thông báo", p.self_due_on, p.notify_due_on),
    )
    return [_stretch(p, label, start, end, today) for label, start, end in spans if start <= end]


def _stretch(period: Period, label: str, start: date, end: date, today: date) -> Stretch:
    is_now = start <= today <= end
    note = "đang ở đây" if is_now else f"xong {end:%d/%m}" if end < today else f"{start:%d/%m} đến {end:%d/%m}"
    return Stretch(label, note, is_now, tuple(_cell(month, start, end, today) for month in _months(period)))


def _cell(month: tuple[int, int], start: date, end: date, today: date) -> str:
    if not (start.year, start.month) <= month <= (end.year, end.month):
        return ""
    return "d" if month <= (today.year, today.month) else "h"


def _months(period: Period) -> list[tuple[int, int]]:
    """January to December; twelve months from the opening one when the period runs over New Year."""
    opens, is_school_year = period.opens_on, period.opens_on.year != period.notify_due_on.year
    first = opens.year * 12 + (opens.month - 1 if is_school_year else 0)
    return [(number // 12, number % 12 + 1) for number in range(first, first + 12)]
