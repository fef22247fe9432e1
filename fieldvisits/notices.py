"""What people are told about plans, visits and follow-ups, and taking it back."""

from django.urls import reverse

from accounts.inbox import address
from accounts.models import User
from accounts.notifying import notify, withdraw
from cadres.deciding import deciders, recorders
from cadres.models import Cadre, Right
from cadres.standing_in import tell_passed_over
from fieldvisits.models import FollowUp, Visit, VisitPlan
from fieldvisits.rules import UNDO_TIME


def plan_submitted(plan: VisitPlan) -> None:
    """Tell whoever decides now; where a body does, also those who enter its minutes."""
    users: list[User] = deciders(plan.deciding_unit, Right.VISIT_DECIDE, exclude=plan.cadre)
    if plan.is_by_minutes:
        users = [*{*users, *recorders(plan.deciding_unit, Right.PLEDGE_RECORD, exclude=plan.cadre)}]
    is_again = plan.submitted_at != plan.first_submitted_at
    notify(
        users,
        kind="plan.submitted",
        subject=f"{plan.cadre} {'gửi lại' if is_again else 'nộp'} bảng đăng ký đi cơ sở {plan.title}",
        body=f"Đồng chí {plan.cadre}, {plan.appointment}. {plan.items.count()} chuyến đi.",
        url=address("di-co-so", plan.pk),
        key=f"plan-submitted:{plan.pk}:{plan.version}",
    )


def plan_decided(plan: VisitPlan) -> None:
    """Tell the person; the mail waits as long as the decision can be undone."""
    is_approved = plan.state == VisitPlan.State.APPROVED
    word = "đã được duyệt" if is_approved else "được trả lại để sửa"
    notify(
        _own_user(plan.cadre),
        kind=f"plan.{plan.state}",
        subject=f"Bảng đăng ký đi cơ sở {plan.title} của đồng chí {word}",
        body="Đi xong mỗi chuyến, mở lịch để ghi và báo cáo." if is_approved else plan.return_reason,
        url=plan.get_absolute_url(),
        key=_decision_key(plan),
        mail_delay=UNDO_TIME,
    )


def plan_passed_over(plan: VisitPlan, *, by: User) -> None:
    """Tell the secretary in whose place it was decided."""
    word = "duyệt" if plan.state == VisitPlan.State.APPROVED else "trả lại"
    what = f"{word} bảng đăng ký {plan.title} của {plan.cadre}"
    tell_passed_over(plan, Right.VISIT_DECIDE, what=what, by=by, key=_place_key(plan))


def plan_undone(plan: VisitPlan) -> None:
    withdraw(_decision_key(plan), _own_user(plan.cadre))
    if plan.in_place_of:
        withdraw(_place_key(plan), deciders(plan.in_place_of, Right.VISIT_DECIDE, absent_too=True))


def _place_key(plan: VisitPlan) -> str:
    return f"plan-in-place:{plan.pk}:{plan.version}"


def _decision_key(plan: VisitPlan) -> str:
    return f"plan-decided:{plan.pk}:{plan.version}"


def visit_reported(visit: Visit) -> None:
    """Tell whoever confirms, and each unit that is asked to resolve something."""
    kind = "đột xuất" if visit.is_unplanned else "theo bảng đăng ký"
    notify(
        deciders(visit.deciding_unit, Right.VISIT_DECIDE, exclude=visit.cadre),
        kind="visit.reported",
        subject=f"{visit.cadre} báo cáo chuyến đi {visit.host_name}",
        body=f"Chuyến {kind} ngày {visit.starts_on:%d/%m/%Y}. Xem báo cáo rồi xác nhận hoặc đề nghị làm rõ.",
        url=visit.get_absolute_url(),
        key=f"visit-reported:{visit.pk}:{visit.version}",
    )
    for follow_up in visit.follow_ups.exclude(resolver_unit=None).select_related("resolver_unit"):
        notify(
            deciders(follow_up.resolver_unit, Right.VISIT_DECIDE, exclude=visit.cadre),
            kind="followup.asked",
            subject=f"Kiến nghị của cơ sở gửi {follow_up.resolver_unit}",
            body=follow_up.text,
            url=reverse("fieldvisits:followup_detail", args=[follow_up.pk]),
            key=f"followup-asked:{follow_up.pk}",
        )


def visit_decided(visit: Visit) -> None:
    is_confirmed = visit.state == Visit.State.CONFIRMED
    word = "đã được xác nhận" if is_confirmed else "cần làm rõ"
    notify(
        _own_user(visit.cadre),
        kind=f"visit.{visit.state}",
        subject=f"Chuyến đi {visit.host_name} ngày {visit.starts_on:%d/%m} {word}",
        body="Chuyến đi được tính vào định mức." if is_confirmed else visit.question,
        url=visit.get_absolute_url(),
        key=f"visit-decided:{visit.pk}:{visit.version}",
    )


def visit_passed_over(visit: Visit, *, by: User) -> None:
    word = "xác nhận" if visit.state == Visit.State.CONFIRMED else "đề nghị làm rõ"
    what = f"{word} chuyến đi {visit.host_name} của {visit.cadre}"
    key = f"visit-in-place:{visit.pk}:{visit.version}"
    tell_passed_over(visit, Right.VISIT_DECIDE, what=what, by=by, key=key)


def follow_up_moved(follow_up: FollowUp, *, by: User) -> None:
    """Tell who brought it home, unless he moved it himself."""
    notify(
        [user for user in _own_user(follow_up.visit.cadre) if user != by],
        kind="followup.moved",
        subject=f"Kiến nghị: {follow_up.get_state_display().lower()}",
        body=f"{follow_up.text}. {follow_up.outcome}".strip(),
        url=reverse("fieldvisits:followup_detail", args=[follow_up.pk]),
        key=f"followup-moved:{follow_up.pk}:{follow_up.version}",
    )


def _own_user(cadre: Cadre) -> list[User]:
    return [cadre.user] if cadre.user else []
