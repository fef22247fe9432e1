"""Who may write a pledge for somebody else, and what the person may answer. Nothing here writes (domain §16).

`may_…` is about the user (no: 403), `can_…` about the document (no: 409).
"""

from accounts.models import User
from cadres.models import Appointment, Right, holds_at
from criteria.models import Pledge, PledgeEntry


def may_enter(user: User, post: Appointment) -> bool:
    """From the unit or above, and never for oneself. The post comes with its unit and cadre."""
    return post.cadre.user_id != user.pk and holds_at(user, Right.PLEDGE_ENTER, post.unit.path)


def may_write_for(user: User, pledge: Pledge) -> bool:
    """Only what the user himself enters for the person, as long as the unit is in his reach."""
    is_for_another = pledge.entered_by_id == user.pk and pledge.cadre.user_id != user.pk
    return is_for_another and holds_at(user, Right.PLEDGE_ENTER, pledge.unit.path)


def has_own_words(pledge: Pledge) -> bool:
    """Did the person write anything himself? What the unit prepared, and is still as it was, does not count.

    The items come loaded.
    """
    return bool(pledge.commitments) or any(item.is_own for item in pledge.items.all())


def can_be_entered(pledge: Pledge, user: User) -> bool:
    """A draft in which neither the person nor another one who enters has begun to write."""
    if pledge.state != Pledge.State.DRAFT or not pledge.period.is_open:
        return False
    return pledge.entered_by_id == user.pk or (pledge.entered_by_id is None and not has_own_words(pledge))


def may_answer(user: User, pledge: Pledge) -> bool:
    return pledge.cadre.user_id == user.pk


def can_answer(pledge: Pledge, entry: PledgeEntry) -> bool:
    """Once for each sending, until the year is closed; approval does not take away the person's word."""
    is_sent = pledge.state in {Pledge.State.SUBMITTED, Pledge.State.APPROVED} and pledge.entered_by_id is not None
    return bool(is_sent and entry.is_of_paper and not entry.answer and pledge.period.is_open)
