"""Who may do what with a visit plan, a visit or a follow-up, and whether it can be done now. Nothing here writes.

Two questions, always apart: `may_…` is about the person (no: 403), `can_…` about the document (no: 409).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.inbox import UNDO_TIME
from accounts.models import User
from cadres import rules as cadre_rules
from cadres.models import Right, holds, holds_at
from cadres.rules import Acts, looks_first
from criteria.models import Period, Profile
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem

MAX_ITEMS = 40
NEXT_STATES = {
    FollowUp.State.OPEN: (FollowUp.State.IN_PROGRESS, FollowUp.State.RESOLVED, FollowUp.State.REJECTED),
    FollowUp.State.IN_PROGRESS: (FollowUp.State.RESOLVED, FollowUp.State.REJECTED),
}
_MONTHS = 3
_SCHOOL_STARTS_IN = 9

# The person


def may_write(user: User, document: VisitPlan | Visit) -> bool:
    return document.cadre.user_id == user.pk and holds(user, Right.VISIT_WRITE)


def acts_as(user: User, plan: VisitPlan, today: date) -> Acts | None:
    """In what capacity the user may decide on the plan; nobody does on himself."""
    return cadre_rules.acts_as(
        user, plan, Right.VISIT_DECIDE, today=today, owners=(plan.cadre.user_id,), record=Right.PLEDGE_RECORD
    )


def confirms_as(user: User, visit: Visit, today: date) -> Acts | None:
    """Who decides on the person's plans confirms his visits, never he himself."""
    return cadre_rules.acts_as(user, visit, Right.VISIT_DECIDE, today=today, owners=(visit.cadre.user_id,))


def may_move(user: User, follow_up: FollowUp) -> bool:
    """Whoever brought it home, and who decides in the unit that is to resolve it."""
    if follow_up.visit.cadre.user_id == user.pk:
        return True
    unit = follow_up.resolver_unit
    if unit is None or follow_up.visit.reported_at is None:
        return False
    return holds_at(user, Right.VISIT_DECIDE, unit.path)


# The document


def can_edit_plan(plan: VisitPlan) -> bool:
    return plan.is_editable and plan.period.is_open


def can_decide_plan(plan: VisitPlan) -> bool:
    return plan.state in VisitPlan.WAITING and plan.period.is_open


def can_undo_plan(plan: VisitPlan, now: datetime) -> bool:
    """Ten minutes long, while the year is open and nobody has gone yet."""
    decided = plan.state in {VisitPlan.State.APPROVED, VisitPlan.State.RETURNED} and plan.decided_at is not None
    went = any(item.state == VisitPlanItem.State.DONE for item in plan.items.all())
    return decided and now - plan.decided_at <= UNDO_TIME and plan.period.is_open and not went


def can_drop_item(item: VisitPlanItem) -> bool:
    """An approved visit that has not taken place may be put off or called off."""
    is_open = item.state in {VisitPlanItem.State.PLANNED, VisitPlanItem.State.POSTPONED}
    return is_open and item.plan.state == VisitPlan.State.APPROVED and item.plan.period.is_open


def can_log_item(item: VisitPlanItem) -> bool:
    """Planned and not gone yet; one that was put off may still take place."""
    return can_drop_item(item)


def can_report(visit: Visit) -> bool:
    return visit.state in {Visit.State.LOGGED, Visit.State.QUESTIONED} and visit.period.is_open


def can_confirm(visit: Visit) -> bool:
    return bool(visit.state == Visit.State.REPORTED and visit.period.is_open)


def can_move(follow_up: FollowUp, state: str) -> bool:
    """Onwards only: open, then in progress, then settled one way or the other."""
    is_sent = follow_up.visit.reported_at is not None
    return is_sent and state in NEXT_STATES.get(FollowUp.State(follow_up.state), ())


def can_change_photos(visit: Visit) -> bool:
    """Until somebody has confirmed it."""
    return bool(visit.state != Visit.State.CONFIRMED and visit.period.is_open)


def can_set_quotas(period: Period, *, has_quotas: bool) -> bool:
    """Frozen when the period opens; a period that was opened without any may still get them once."""
    return period.state == Period.State.DRAFT or (period.is_open and not has_quotas)


def is_first_look(plan: VisitPlan) -> bool:
    """Does the yes of the deciding unit only pass the plan on?"""
    unit = plan.deciding_unit
    return plan.state == VisitPlan.State.SUBMITTED and unit is not None and looks_first(unit)


# The quarters of a year


def quarter_span(period: Period, quarter: int) -> tuple[date, date]:
    """First and last day: quarters of the calendar, or of the school year from September on."""
    is_school = period.profile == Profile.SCHOOL
    first_month = (_SCHOOL_STARTS_IN if is_school else 1) - 1 + (quarter - 1) * _MONTHS
    base = period.year - 1 if is_school else period.year
    return _month_start(base, first_month), _month_start(base, first_month + _MONTHS) - timedelta(days=1)


def quarter_of(period: Period, day: date) -> int:
    """The quarter in which the day lies; the nearest one for a day outside the year."""
    return next((quarter for quarter in (1, 2, 3) if day <= quarter_span(period, quarter)[1]), 4)


def _month_start(year: int, month_index: int) -> date:
    return date(year + month_index // 12, month_index % 12 + 1, 1)


def is_in_year(period: Period, day: date) -> bool:
    """Within the period, or within the calendar quarters that it is planned by."""
    first, last = quarter_span(period, 1)[0], quarter_span(period, 4)[1]
    return bool(min(first, period.opens_on) <= day <= max(last, period.closes_on))


# What is still lacking, as advice


def plan_lack(plan: VisitPlan, items: Iterable[VisitPlanItem]) -> str:
    items = list(items)
    if not items:
        return "Thêm ít nhất một chuyến đi rồi nộp."
    first, last = quarter_span(plan.period, plan.quarter)
    outside = [item for item in items if not first <= item.starts_on <= last]
    if outside:
        return (
            f"Chuyến tới {outside[0].host_name} ngày {outside[0].starts_on:%d/%m/%Y} nằm ngoài quý {plan.quarter} "
            f"({first:%d/%m} đến {last:%d/%m/%Y}). Đổi ngày, hoặc đưa sang bảng của quý khác."
        )
    return ""


def report_lack(*, texts: Iterable[str], findings: str, follow_ups: int, most: int) -> str:
    """Going to the base is going for solutions (SS-1): one finding or one follow-up at least, on one page."""
    if not (findings.strip() or follow_ups):
        return "Ghi ít nhất một khó khăn phát hiện được hoặc một kiến nghị."
    length = sum(len(text) for text in texts)
    if length > most:
        return f"Báo cáo dài {length} ký tự. Rút gọn còn {most} ký tự."
    return ""


def visit_lack(period: Period, starts_on: date, ends_on: date, days: Decimal, today: date) -> str:
    """Why a visit of these days cannot be logged, as advice."""
    if ends_on < starts_on:
        return "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    if ends_on > today:
        return "Chỉ ghi chuyến đã đi xong. Chuyến sắp tới thì đưa vào bảng đăng ký."
    if not is_in_year(period, starts_on):
        return f"Ngày đi nằm ngoài {period.name}. Kiểm tra lại năm."
    if days > (ends_on - starts_on).days + 1:
        return "Số ngày công tác nhiều hơn số ngày của chuyến. Sửa số ngày hoặc ngày kết thúc."
    return ""
