"""The national days of a year. Tết and the Hùng Kings' day follow the moon: staff type those in."""

from datetime import date, timedelta

from accounts.working_days import is_working_day

_FIXED = ((1, 1, "Tết Dương lịch"), (4, 30, "Ngày Giải phóng miền Nam"), (5, 1, "Ngày Quốc tế Lao động"))
# The Labour Code gives two days for the National Day: 2/9 and the one before or after it (45/2019/QH14, Điều 112).
DAYS_BESIDE = (1, 3)


def national_days(year: int, beside: int) -> list[tuple[date, str]]:
    """The fixed days off, and the next working day for each that falls on a weekend (Điều 111, khoản 3)."""
    days = [(date(year, month, day), name) for month, day, name in _FIXED]
    days += [(date(year, 9, day), "Quốc khánh") for day in sorted((2, beside))]
    taken = {day for day, _ in days}
    for day, name in list(days):
        if is_working_day(day, ()):
            continue
        instead = day
        while not is_working_day(instead, taken):
            instead += timedelta(days=1)
        taken.add(instead)
        days.append((instead, f"Nghỉ bù {name}"))
    return sorted(days)
