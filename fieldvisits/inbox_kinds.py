"""Plans, reports of visits and follow-ups in the inbox of whoever decides on them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.chips import Chip
from accounts.inbox import Clock, Decides, Kind, Line, Standing, Words, just_decided, own_and_below, part
from accounts.models import User
from cadres.models import Right
from cadres.rules import Acts
from cadres.standing_in import standing_of
from criteria.inbox_kinds import AGAIN, BY_MINUTES, IN_PLACE, lines_of, signs
from criteria.patience import Patience
from fieldvisits import planning, rules, visiting
from fieldvisits.models import FollowUp, Visit, VisitPlan
from fieldvisits.standing import visit_standing

_RELATED = ("period__pledge_policy", "deciding_unit", "stand_in_unit", "in_place_of")


def _plans(user: User, clock: Clock) -> list[QuerySet[Any]]:
    rows, overdue = VisitPlan.objects, Patience().overdue("submitted_at", clock)
    return own_and_below(rows.to_decide(user), rows.to_stand_in(user), "submitted_at", overdue)


def _plan_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = VisitPlan.objects.visible_to(user).for_list().filter(pk__in=pks)
    return lines_of(rows.select_related(*_RELATED), _plan_line)


def _plan_line(plan: VisitPlan, note: str) -> Line:
    chips = signs(
        (AGAIN, plan.first_submitted_at != plan.submitted_at),
        (BY_MINUTES, plan.is_by_minutes),
        (IN_PLACE, plan.in_place_of is not None),
        (Chip("info", "check", "Ban đã xem"), plan.state == VisitPlan.State.DEPT_OK),
    )
    return Line(
        title=str(plan.cadre),
        detail=f"{plan.appointment.position}, {plan.place}",
        url=plan.get_absolute_url(),
        term=plan.period.pledge_policy.sla_days,
        fact=f"{plan.title}, {plan.days.normalize():f} ngày".replace(".", ","),
        chips=chips,
        note=note,
    )


def _plan_standing(user: User, plan: VisitPlan) -> Standing:
    acts = rules.acts_as(user, plan, timezone.localdate()) if rules.can_decide_plan(plan) else None
    is_waiting = plan.state in VisitPlan.WAITING
    return standing_of(plan, acts, is_waiting=is_waiting, is_first_look=rules.is_first_look(plan))


def _plan_record(user: User, plan: VisitPlan) -> dict[str, Any]:
    plan = VisitPlan.objects.visible_to(user).for_detail().get(pk=plan.pk)
    return {
        "plan": plan,
        "items": list(plan.items.all()),
        "standing": visit_standing(plan.cadre, plan.period, timezone.localdate()),
        "events": audit.trail(plan)[:20],
    }


def _approve_plan(plan: VisitPlan, *, by: User, **given: Any) -> VisitPlan:
    """A department's yes passes the plan on, anybody else's approves it."""
    is_pass = rules.is_first_look(plan) and rules.acts_as(by, plan, timezone.localdate()) == Acts.DECIDER
    return (planning.dept_ok if is_pass else planning.approve)(plan, by=by, **given)


def _did_to_plan(plan: VisitPlan) -> str:
    if plan.state == VisitPlan.State.DEPT_OK:
        return "đồng ý và chuyển Thường trực"
    return "duyệt" if plan.state == VisitPlan.State.APPROVED else "trả lại"


PLANS = Kind(
    code="di-co-so",
    label="Lịch đi cơ sở",
    noun="bảng đăng ký đi cơ sở",
    rights=(Right.VISIT_DECIDE, Right.PLEDGE_RECORD),
    waiting=_plans,
    lines=_plan_lines,
    names=("cadre__search_key",),
    decides=Decides(
        find=lambda user: VisitPlan.objects.visible_to(user).with_people(),
        standing=_plan_standing,
        name=lambda plan: str(plan.cadre),
        template="fieldvisits/_inbox_plan.html",
        record=_plan_record,
        approve=_approve_plan,
        send_back=planning.return_for_edit,
        did=_did_to_plan,
        undo=planning.undo,
        decided=lambda user: just_decided(VisitPlan.objects.select_related("cadre"), user, ("approved", "returned")),
        words=Words(hint="Cán bộ đọc nguyên văn. Nói rõ sửa chuyến nào, thành thế nào."),
        phrases=(
            ("Thiếu chi đoàn", "Bổ sung ít nhất một chuyến dự sinh hoạt chi đoàn."),
            ("Thiếu nhà trọ", "Bổ sung ít nhất một chuyến tới khu nhà trọ công nhân."),
            ("Nội dung chung chung", "Ghi rõ làm việc gì, với ai, ở từng chuyến."),
        ),
    ),
)


def _visits(user: User, clock: Clock) -> list[QuerySet[Any]]:
    rows, overdue = Visit.objects, Patience().overdue("reported_at", clock)
    return own_and_below(rows.to_confirm(user), rows.to_stand_in(user), "reported_at", overdue)


def _visit_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = Visit.objects.visible_to(user).for_list().filter(pk__in=pks)
    return lines_of(rows.select_related(*_RELATED), _visit_line)


def _visit_line(visit: Visit, note: str) -> Line:
    chips = signs(
        (Chip("info", "bolt", "Đột xuất"), visit.is_unplanned),
        (Chip("wait", "clock", "Báo cáo quá hạn"), visit.is_report_late),
        (IN_PLACE, visit.in_place_of is not None),
    )
    return Line(
        title=f"{visit.cadre}: {visit.host_name}",
        detail=f"{visit.appointment.position}, {visit.place}",
        url=visit.get_absolute_url(),
        term=visit.period.pledge_policy.sla_days,
        fact=f"đi {visit.starts_on:%d/%m/%Y}",
        chips=chips,
        note=note,
    )


def _visit_standing(user: User, visit: Visit) -> Standing:
    acts = rules.confirms_as(user, visit, timezone.localdate()) if rules.can_confirm(visit) else None
    return standing_of(visit, acts, is_waiting=visit.state == Visit.State.REPORTED)


def _visit_record(user: User, visit: Visit) -> dict[str, Any]:
    return {
        "visit": Visit.objects.visible_to(user).for_detail().get(pk=visit.pk),
        "photos": list(visit.photos.select_related("attachment")),
        "events": audit.trail(visit)[:20],
    }


VISITS = Kind(
    code="chuyen-di",
    label="Báo cáo chuyến đi",
    noun="báo cáo chuyến đi",
    rights=(Right.VISIT_DECIDE,),
    waiting=_visits,
    lines=_visit_lines,
    names=("cadre__search_key",),
    decides=Decides(
        find=lambda user: Visit.objects.visible_to(user).with_people(),
        standing=_visit_standing,
        name=lambda visit: f"{visit.cadre} tới {visit.host_name}",
        template="fieldvisits/_inbox_visit.html",
        record=_visit_record,
        approve=visiting.confirm,
        send_back=visiting.question,
        did=lambda visit: "xác nhận" if visit.state == Visit.State.CONFIRMED else "đề nghị làm rõ",
        words=Words(
            approve="Xác nhận",
            send_back="Đề nghị làm rõ",
            send_back_short="Đề nghị làm rõ",
            why="Điều cần làm rõ",
            hint="Cán bộ đọc nguyên văn, bổ sung báo cáo rồi gửi lại.",
        ),
        phrases=(
            ("Chưa có kiến nghị", "Ghi ít nhất một khó khăn hoặc kiến nghị của cơ sở."),
            ("Chưa rõ đã làm gì", "Ghi rõ đã làm việc gì, với ai, kết quả thế nào."),
        ),
    ),
)


def _follow_ups(user: User, clock: Clock) -> list[QuerySet[Any]]:
    overdue = Q(due_on__lt=clock.today)
    return [part(FollowUp.objects.to_resolve(user), "visit__reported_at", overdue)]


def _follow_up_lines(user: User, pks: list[int]) -> dict[int, Line]:
    rows = FollowUp.objects.visible_to(user).for_list().filter(pk__in=pks)
    return {
        one.pk: Line(
            title=one.text,
            detail=f"Kiến nghị của {one.visit.cadre}, {one.visit.unit}",
            url=reverse("fieldvisits:followup_detail", args=[one.pk]),
            fact=f"hạn {one.due_on:%d/%m/%Y}" if one.due_on else "",
            has_term=False,
        )
        for one in rows
    }


FOLLOW_UPS = Kind(
    code="kien-nghi",
    label="Kiến nghị",
    noun="kiến nghị",
    rights=(Right.VISIT_DECIDE,),
    waiting=_follow_ups,
    lines=_follow_up_lines,
    unit="visit__unit",
    names=("visit__cadre__search_key",),
)

KINDS = (PLANS, VISITS, FOLLOW_UPS)
