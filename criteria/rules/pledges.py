"""Who may do what with a pledge, and whether it allows it now. Nothing here writes.

Two questions, always apart: `may_…` is about the person (no: 403), `can_…` about the document (no: 409).
"""

from datetime import date, datetime

from accounts.inbox import UNDO_TIME
from accounts.models import User
from cadres import rules as cadre_rules
from cadres.models import Right, holds, holds_at
from cadres.rules import Acts, looks_first
from criteria.models import Pledge
from criteria.rules.entering import may_write_for


def is_own(user: User, pledge: Pledge) -> bool:
    """The person alone: changes to what is approved and the mid-year review are said by nobody else."""
    return pledge.cadre.user_id == user.pk and holds(user, Right.PLEDGE_WRITE)


def may_write(user: User, pledge: Pledge) -> bool:
    """The person, and who enters it for him: the pledge, its progress and evidence (domain, section 16)."""
    return is_own(user, pledge) or may_write_for(user, pledge)


def may_read_words(user: User, pledge: Pledge) -> bool:
    """A draft is for its writers alone until it is sent (docs/adr/0006)."""
    return pledge.state != Pledge.State.DRAFT or user.pk in {pledge.cadre.user_id, pledge.entered_by_id}


def acts_as(user: User, pledge: Pledge, today: date) -> Acts | None:
    """In what capacity the user may decide. Nobody does on himself, nor on what he entered for somebody."""
    owners = (pledge.cadre.user_id, pledge.entered_by_id)
    return cadre_rules.acts_as(
        user, pledge, Right.PLEDGE_DECIDE, today=today, owners=owners, record=Right.PLEDGE_RECORD
    )


def may_cancel(user: User, pledge: Pledge) -> bool:
    return pledge.cadre.user_id != user.pk and holds_at(user, Right.PEOPLE_EDIT, pledge.unit.path)


def can_edit(pledge: Pledge) -> bool:
    return bool(pledge.is_editable and pledge.period.is_open)


def can_decide(pledge: Pledge) -> bool:
    return bool(pledge.state == Pledge.State.SUBMITTED and pledge.period.is_open)


def is_first_look(pledge: Pledge) -> bool:
    """Does the yes of the deciding unit only pass the pledge on to the unit above?"""
    unit = pledge.deciding_unit
    return bool(pledge.state == Pledge.State.SUBMITTED and unit is not None and looks_first(unit))


def can_progress(pledge: Pledge) -> bool:
    return bool(pledge.state == Pledge.State.APPROVED and pledge.period.is_open)


def can_undo(pledge: Pledge, now: datetime) -> bool:
    """Ten minutes long, while the year is open."""
    decided = pledge.state in {Pledge.State.APPROVED, Pledge.State.RETURNED} and pledge.decided_at is not None
    return bool(decided and now - pledge.decided_at <= UNDO_TIME and pledge.period.is_open)


def can_cancel(pledge: Pledge, *, has_post: bool) -> bool:
    """Only when the person holds no post any more; a transfer takes the pledge along."""
    return not has_post and pledge.state not in {Pledge.State.CANCELLED, Pledge.State.CLOSED}
