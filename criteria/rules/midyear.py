"""When the mid-year review is open, and who may write in it (domain §5). Nothing here writes."""

from datetime import date, timedelta

from criteria.models import Period, Pledge, Profile

# Day and month of opening and of the deadline, by the calendar that the person follows.
_USUAL = {Profile.CALENDAR: ((25, 6), (10, 7)), Profile.SCHOOL: ((10, 1), (25, 1))}
_LENGTH = timedelta(days=15)


def midyear_window(period: Period) -> tuple[date, date]:
    """First day and deadline: 25/06–10/07; in a period that does not hold these days, from its middle on."""
    first, last = (date(period.year, month, day) for day, month in _USUAL[Profile(period.profile)])
    if period.opens_on <= first and last <= period.self_opens_on:
        return first, last
    middle = period.opens_on + (period.self_opens_on - period.opens_on) / 2
    return middle, min(middle + _LENGTH, period.closes_on)


def can_write_midyear(pledge: Pledge, today: date) -> bool:
    """Later than the deadline is accepted and counts as late."""
    is_approved = pledge.state == Pledge.State.APPROVED and pledge.period.is_open
    return bool(is_approved and midyear_window(pledge.period)[0] <= today)


def is_midyear_late(period: Period, today: date) -> bool:
    return today > midyear_window(period)[1]
