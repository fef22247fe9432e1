"""Who may do what with a pledge or a programme, and whether the document allows it now. Nothing here writes.

Two questions, always apart: `may_…` is about the person (no: 403), `can_…` about the document (no: 409).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from cadres import rules as cadre_rules
from cadres.models import Right, Unit, holds, holds_at
from cadres.rules import Acts, looks_first
from criteria.models import OWES_PROGRAMME, Criterion, Focus, Period, Pledge, PledgeItem, PledgePolicy, Programme

UNDO_TIME = timedelta(minutes=10)
BULK_LIMIT = 50


# The person


def may_write(user: User, pledge: Pledge) -> bool:
    return pledge.cadre.user_id == user.pk and holds(user, Right.PLEDGE_WRITE)


def acts_as(user: User, pledge: Pledge, today: date) -> Acts | None:
    """In what capacity the user may decide. Nobody does on himself, nor on what he entered for somebody."""
    owners = (pledge.cadre.user_id, pledge.entered_by_id)
    return cadre_rules.acts_as(
        user, pledge, Right.PLEDGE_DECIDE, today=today, owners=owners, record=Right.PLEDGE_RECORD
    )


def may_cancel(user: User, pledge: Pledge) -> bool:
    return pledge.cadre.user_id != user.pk and holds_at(user, Right.PEOPLE_EDIT, pledge.unit.path)


def may_edit_programme(user: User, unit: Unit) -> bool:
    return holds_at(user, Right.PROGRAMME_EDIT, unit.path)


def programme_acts_as(user: User, programme: Programme, today: date) -> Acts | None:
    """Never who sent it, nor who leads the unit that did; what the root sends, another of its leaders decides."""
    is_of_root = programme.deciding_unit_id == programme.unit_id
    leads_sender = holds_at(user, Right.PROGRAMME_DECIDE, programme.unit.path) and not is_of_root
    owners = (programme.submitted_by_id, user.pk if leads_sender else None)
    return cadre_rules.acts_as(user, programme, Right.PROGRAMME_DECIDE, today=today, owners=owners)


# The document


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


def owes_programme(unit: Unit) -> bool:
    return unit.type in OWES_PROGRAMME


def can_edit_programme(programme: Programme) -> bool:
    return bool(programme.is_editable and programme.period.is_open)


def can_decide_programme(programme: Programme) -> bool:
    return bool(programme.state == Programme.State.SUBMITTED and programme.period.is_open)


def can_report_solution(programme: Programme) -> bool:
    return bool(programme.state == Programme.State.APPROVED and programme.period.is_open)


# What a pledge still lacks


@dataclass(frozen=True)
class Gap:
    """Something that keeps a pledge from being sent: in which step, and what to do about it."""

    criterion: str
    advice: str


def gaps(
    items: Iterable[PledgeItem],
    commitments: Collection[str],
    donts: Iterable[tuple[str, str]],
    policy: PledgePolicy,
    period: Period,
) -> list[Gap]:
    """All that is missing, in the order of the steps. `donts` are (criterion, code)."""
    items, donts = list(items), list(donts)
    found = []
    for criterion in Criterion.values:
        own = [item for item in items if item.criterion == criterion]
        if len(own) < policy.min_items:
            found.append(Gap(criterion, f"chọn hoặc viết ít nhất {policy.min_items} nội dung"))
        if len(own) > policy.max_items:
            found.append(Gap(criterion, f"bỏ bớt, nhiều nhất {policy.max_items} nội dung"))
        unfinished = sum(not is_complete(item, period) for item in own)
        if unfinished:
            found.append(Gap(criterion, f"điền chỉ tiêu, thời hạn và minh chứng của {unfinished} nội dung"))
        open_donts = [code for c, code in donts if c == criterion and code not in commitments]
        if open_donts:
            found.append(Gap(criterion, f"đọc và cam kết {len(open_donts)} điều KHÔNG"))
    return found


def is_complete(item: PledgeItem, period: Period) -> bool:
    return bool(item.target and item.evidence and item.due_on and period.spans(item.due_on))


def due_on(period: Period, appointed_on: date, policy: PledgePolicy, returned_on: date | None = None) -> date:
    """The day by which to send: the period's, later for those who took office or came back not long ago."""
    usual: date = period.pledge_due_on
    begun = max(appointed_on, returned_on or appointed_on)
    return max(usual, begun + timedelta(days=policy.new_appointee_days))


def programme_lack(programme: Programme, foci: Collection[Focus]) -> str:
    """What keeps a programme from being sent, as advice; empty when nothing does. Foci come with their rows."""
    if not (programme.document_no and programme.document_on):
        return "Điền số và ngày của văn bản đã ban hành."
    if not foci:
        return "Thêm ít nhất một tiêu chí trọng tâm."
    for focus in foci:
        if not focus.statements.all():
            return f"Chọn điều mà trọng tâm “{focus}” phục vụ."
        if not focus.solutions.all():
            return f"Thêm ít nhất một giải pháp cho trọng tâm “{focus}”."
    return ""
