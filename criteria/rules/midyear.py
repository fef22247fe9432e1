"""When the mid-year review is open, and who may write in it (domain §5). Nothing here writes."""

from datetime import date

from criteria.models import Period, Pledge


def can_write_midyear(pledge: Pledge, today: date) -> bool:
    """Later than the deadline is accepted and counts as late."""
    is_approved = pledge.state == Pledge.State.APPROVED and pledge.period.is_open
    return bool(is_approved and pledge.period.midyear_opens_on <= today)


def is_midyear_late(period: Period, today: date) -> bool:
    return today > period.midyear_due_on
