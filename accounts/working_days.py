"""Working-day arithmetic: Monday to Friday without the public holidays, and the Saturdays worked instead. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

_SATURDAY = 5


class DaysOff(frozenset[date]):
    """The public holidays; `worked` are the days of weekends that the State swapped for them ("làm bù")."""

    worked: frozenset[date]

    def __new__(cls, off: Iterable[date] = (), worked: Iterable[date] = ()) -> DaysOff:
        days = super().__new__(cls, off)
        days.worked = frozenset(worked)
        return days


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    if day in holidays:
        return False
    return day.weekday() < _SATURDAY or (isinstance(holidays, DaysOff) and day in holidays.worked)


def add_working_days(start: date, days: int, holidays: Collection[date]) -> date:
    """The date `days` working days after `start`; the start itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Collection[date]) -> int:
    """How many working days lie after `start` up to and including `end`; 0 when end is not after start."""
    span = (end - start).days
    return sum(is_working_day(start + timedelta(days=n), holidays) for n in range(1, span + 1))
