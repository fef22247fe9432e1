"""The years of a demo: last year as the calendar has it, this year laid round today; and the public holidays."""

import datetime as dt
from collections.abc import Iterator

from accounts.models import Holiday
from criteria.calendar_year import close_period, lock_period, open_period, open_year
from criteria.models import Phase, Profile, Statement
from demo.loading import load
from demo.world import World, Year
from evaluations.opening import settle_policies
from fieldvisits.quotas import set_defaults

# First day of Tết and the tenth of the third lunar month.
_LUNAR = {
    2024: ((2, 10), (4, 18)),
    2025: ((1, 29), (4, 7)),
    2026: ((2, 17), (4, 26)),
    2027: ((2, 6), (4, 16)),
    2028: ((1, 26), (4, 4)),
    2029: ((2, 13), (4, 23)),
    2030: ((2, 3), (4, 12)),
}
_SOLAR = {(1, 1): "Tết Dương lịch", (4, 30): "Ngày Giải phóng miền Nam", (5, 1): "Quốc tế Lao động"}
_SOLAR |= {(9, 1): "Quốc khánh", (9, 2): "Quốc khánh"}


def open_years(world: World) -> None:
    """Prepare and open the periods, with the policies of all apps."""
    if world.scale.has_last_year:
        world.years.append(_opened(world.today.year - 1, None))
    world.years.append(_opened(world.today.year, world.today))
    _name_phase(world.today.year)
    world.statements = list(Statement.objects.filter(set=world.this_year.periods[Profile.CALENDAR].statement_set))
    first, last = world.today.year - 1, world.today.year + 1
    load(Holiday, "on name", (day for year in range(first, last + 1) for day in _holidays(year)))


def _name_phase(year: int) -> None:
    """Three years round this one, when no phase that is there reaches into them."""
    begins_on, ends_on = dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31)
    if not Phase.objects.filter(ends_on__gte=begins_on, begins_on__lte=ends_on).exists():
        Phase.objects.create(name=f"Giai đoạn {year - 1}–{year + 1}", begins_on=begins_on, ends_on=ends_on)


def _opened(year: int, today: dt.date | None) -> Year:
    periods = {}
    for profile in Profile:
        period = open_year(year, profile, today=today)
        set_defaults(period)
        settle_policies(period)
        periods[profile.value] = open_period(period)
    return Year(year, is_over=today is None, periods=periods)


def lock_last_year(world: World) -> None:
    for year in world.years:
        if year.is_over:
            for period in year.periods.values():
                lock_period(close_period(period))


def _holidays(year: int) -> Iterator[tuple[dt.date, str]]:
    """Tết from the eve to the fourth day, Hùng Kings, and the fixed ones."""
    for (month, day), name in _SOLAR.items():
        yield dt.date(year, month, day), name
    if year in _LUNAR:
        (month, day), kings = _LUNAR[year]
        for offset in range(-1, 4):
            yield dt.date(year, month, day) + dt.timedelta(days=offset), "Tết Nguyên đán"
        yield dt.date(year, *kings), "Giỗ Tổ Hùng Vương"
