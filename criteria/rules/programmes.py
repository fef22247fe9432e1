"""Who may do what with a unit's programme, and whether it allows it now. Nothing here writes."""

from datetime import date, datetime

from accounts.inbox import UNDO_TIME
from accounts.models import User
from cadres import rules as cadre_rules
from cadres.models import Right, Unit, holds_at
from cadres.rules import Acts
from criteria.models import Period, Programme, Solution, owing_types
from criteria.rules.drafts import Content


def may_edit_programme(user: User, unit: Unit) -> bool:
    return holds_at(user, Right.PROGRAMME_EDIT, unit.path)


def programme_acts_as(user: User, programme: Programme, today: date) -> Acts | None:
    """Never who sent it, nor who leads the unit that did; what the root sends, another of its leaders decides."""
    is_of_root = programme.deciding_unit_id == programme.unit_id
    leads_sender = holds_at(user, Right.PROGRAMME_DECIDE, programme.unit.path) and not is_of_root
    owners = (programme.submitted_by_id, user.pk if leads_sender else None)
    return cadre_rules.acts_as(user, programme, Right.PROGRAMME_DECIDE, today=today, owners=owners)


def owes_programme(unit: Unit, period: Period) -> bool:
    return unit.type in owing_types(period)


def can_edit_programme(programme: Programme) -> bool:
    return bool(programme.is_editable and programme.period.is_open)


def can_amend_programme(programme: Programme) -> bool:
    """An approved one stays in force while its amendment is written and decided."""
    return bool(programme.is_amendable and programme.period.is_open)


def can_decide_programme(programme: Programme) -> bool:
    """The programme itself."""
    return bool(programme.state == Programme.State.SUBMITTED and programme.period.is_open)


def can_decide_programme_amendment(programme: Programme) -> bool:
    return bool(programme.amendment_sent_at is not None and programme.period.is_open)


def can_undo_programme(programme: Programme, now: datetime) -> bool:
    """Ten minutes long, while the year is open."""
    decided = programme.state in {Programme.State.APPROVED, Programme.State.RETURNED}
    return bool(
        decided and programme.decided_at and now - programme.decided_at <= UNDO_TIME and programme.period.is_open
    )


def can_report_solution(programme: Programme) -> bool:
    return bool(programme.state == Programme.State.APPROVED and programme.period.is_open)


def can_record_event(solution: Solution) -> bool:
    """Talks, dialogues, thematic meetings and training of an approved programme."""
    return solution.is_meeting and can_report_solution(solution.programme)


def programme_lack(content: Content) -> str:
    """What keeps a programme from being sent, as advice; empty when nothing does."""
    if not (content.document_no and content.document_on):
        return "Điền số và ngày của văn bản đã ban hành."
    if not content.foci:
        return "Thêm ít nhất một tiêu chí trọng tâm."
    for focus in content.foci:
        if not focus.statement_ids:
            return f"Chọn điều mà trọng tâm “{focus.text}” phục vụ."
        if not focus.solutions:
            return f"Thêm ít nhất một giải pháp cho trọng tâm “{focus.text}”."
    return ""
