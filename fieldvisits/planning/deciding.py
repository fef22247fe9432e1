"""What happens to a plan that was sent: the department looks, then approve or return, and undo."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import DecisionLacks, StaleDocument
from accounts.models import User
from cadres.models import Right
from cadres.standing_in import Acting, settle
from fieldvisits import notices, rules
from fieldvisits.models import VisitPlan
from fieldvisits.planning import rows
from fieldvisits.routing import take_route


class MinutesMissing(DecisionLacks):
    """A body decides here: number and date of its minutes are needed."""

    def __init__(self) -> None:
        super().__init__("Bảng này do Ban Thường vụ quyết định: điền số và ngày biên bản.")


def _locked_for_decision(plan: VisitPlan, *, by: User, version: int, in_place_reason: str) -> tuple[VisitPlan, Acting]:
    """The row, after both questions. Who decides is looked up anew: posts may have changed since it was sent."""
    plan = rows.locked(plan, version)
    take_route(plan)
    acts = rules.acts_as(by, plan, timezone.localdate())
    if acts is None:
        raise PermissionDenied("Bảng này do đơn vị khác quyết định, và không ai tự duyệt cho mình.")
    if not rules.can_decide_plan(plan):
        raise StaleDocument(plan, "Bảng đăng ký này không còn chờ duyệt.")
    return plan, settle(plan, acts, Right.VISIT_DECIDE, by=by, reason=in_place_reason)


def _decide(plan: VisitPlan, state: str, *, by: User, acting: Acting, reason: str = "") -> VisitPlan:
    was = plan.state
    plan.state, plan.decided_at, plan.decided_by, plan.return_reason = state, timezone.now(), by, reason
    rows.save(plan, "state", *rows.ROUTE, *rows.DECISION)
    rows.record(state, plan, by=by, was=was, reason=reason or plan.in_place_reason, acting=acting)
    notices.plan_decided(plan)
    notices.plan_passed_over(plan, by=by)
    return plan


@transaction.atomic
def dept_ok(plan: VisitPlan, *, by: User, version: int, in_place_reason: str = "") -> VisitPlan:
    """The head of a department agrees and passes the plan on to the Thường trực."""
    plan, acting = _locked_for_decision(plan, by=by, version=version, in_place_reason=in_place_reason)
    if not rules.is_first_look(plan):
        raise StaleDocument(plan, "Bảng này không qua Ban chuyên môn. Tải lại trang để duyệt.")
    was, plan.state = plan.state, VisitPlan.State.DEPT_OK
    take_route(plan)
    rows.save(plan, "state", *rows.ROUTE)
    rows.record("dept_ok", plan, by=by, was=was, acting=acting)
    notices.plan_submitted(plan)
    return plan


@transaction.atomic
def approve(
    plan: VisitPlan,
    *,
    by: User,
    version: int,
    minutes_no: str = "",
    minutes_on: date | None = None,
    in_place_reason: str = "",
) -> VisitPlan:
    plan, acting = _locked_for_decision(plan, by=by, version=version, in_place_reason=in_place_reason)
    if rules.is_first_look(plan):
        raise StaleDocument(plan, "Ban chuyên môn xem trước, Thường trực duyệt sau. Tải lại trang.")
    if plan.is_by_minutes and not (minutes_no and minutes_on):
        raise MinutesMissing
    if plan.is_by_minutes:
        plan.minutes_no, plan.minutes_on = minutes_no, minutes_on
    return _decide(plan, VisitPlan.State.APPROVED, by=by, acting=acting)


@transaction.atomic
def return_for_edit(plan: VisitPlan, *, by: User, version: int, reason: str, in_place_reason: str = "") -> VisitPlan:
    plan, acting = _locked_for_decision(plan, by=by, version=version, in_place_reason=in_place_reason)
    return _decide(plan, VisitPlan.State.RETURNED, by=by, acting=acting, reason=reason)


@transaction.atomic
def undo(plan: VisitPlan, *, by: User) -> VisitPlan:
    """Take a decision back within ten minutes: the version stays, the notice and its mail are withdrawn."""
    plan = rows.locked(plan)
    if plan.decided_by_id not in {None, by.pk}:
        raise PermissionDenied("Chỉ người vừa quyết định mới hoàn tác được.")
    if not rules.can_undo_plan(plan, timezone.now()):
        raise StaleDocument(plan, "Chỉ hoàn tác được trong 10 phút sau khi quyết định và trước khi có chuyến đi.")
    was = plan.state
    if was == VisitPlan.State.RETURNED and rows.is_rewritten(plan):
        raise StaleDocument(plan, "Cán bộ đã bắt đầu sửa bảng được trả lại nên không hoàn tác được nữa.")
    notices.plan_undone(plan)
    plan.state = VisitPlan.State.DEPT_OK if rows.came_from_department(plan) else VisitPlan.State.SUBMITTED
    plan.decided_at = plan.decided_by = plan.minutes_on = None
    plan.return_reason = plan.minutes_no = plan.in_place_reason = ""
    take_route(plan)
    plan.save(update_fields=["state", *rows.ROUTE, *rows.DECISION])
    rows.record("undone", plan, by=by, was=was)
    return plan
