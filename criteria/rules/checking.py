"""Checking what is said to be done, by whoever decides on the pledge (domain §16). Nothing here writes."""

from criteria.models import Outcome, Pledge, PledgeItem


def can_check(item: PledgeItem, pledge: Pledge) -> bool:
    return bool(item.is_done and pledge.state == Pledge.State.APPROVED and pledge.period.is_open)


def needs_note(outcome: str) -> bool:
    """What is not met, or not clear, says why."""
    return outcome != Outcome.MET


def seen(item: PledgeItem) -> str:
    """What somebody saw of the item who looks at it now: changes with each step of progress and piece of evidence."""
    at = f"{item.progressed_at:%Y%m%d%H%M%S%f}" if item.progressed_at else "0"
    pieces = [piece for piece in item.evidences.all() if piece.is_shown]
    return f"{at}-{len(pieces)}-{max((piece.pk for piece in pieces), default=0)}"
