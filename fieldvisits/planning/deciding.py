"""What happens to a plan that was sent: the department looks, then approve or return, and undo."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Unit
from fieldvisits import notices, rules
from fieldvisits.models import VisitPlan
from fieldvisits.planning import rows
from fieldvisits.routing import route_of


class MinutesMissing(Exception):
    """A body decides here: number and date of its minutes are needed."""


def _locked_for_decision(plan: VisitPlan, *, by: User, version: int) -> VisitPlan:
    """The row, after both questions. Who decides is looked up anew: posts may have changed since it was sent."""
    plan = rows.locked(plan, version)
    route = route_of(plan)
    plan.deciding_unit, plan.is_by_minutes = Unit.objects.get(pk=route.unit_id), route.by_minutes
    if not rules.may_decide(by, plan, plan.deciding_unit.path, by_minutes=route.by_minutes):
        raise PermissionDenied
    if not rules.can_decide_plan(plan):
        raise StaleDocument(plan, "Bảng đăng ký này không còn chờ duyệt.")
    return plan


def _decide(plan: VisitPlan, state: str, *, by: User, reason: str = "") -> VisitPlan:
    was = plan.state
    plan.state, plan.decided_at, plan.decided_by, plan.return_reason = state, timezone.now(), by, reason
    rows.save(plan, "state", *rows.ROUTE, *rows.DECISION)
    rows.record(state, plan, by=by, was=was, reason=reason)
    notices.plan_decided(plan)
    return plan


@transaction.atomic
def dept_ok(plan: VisitPlan, *, by: User, version: int) -> VisitPlan:
    """The head of a department agrees and passes the plan on to the Thường trực."""
    plan = _locked_for_decision(plan, by=by, version=version)
    if not rules.is_first_look(plan):
        raise StaleDocument(plan, "Bảng này không qua Ban chuyên môn. Tải lại trang để duyệt.")
    was, plan.state = plan.state, VisitPlan.State.DEPT_OK
    route = route_of(plan)
    plan.deciding_unit_id, plan.is_by_minutes = route.unit_id, route.by_minutes
    rows.save(plan, "state", *rows.ROUTE)
    rows.record("dept_ok", plan, by=by, was=was)
    notices.plan_submitted(plan)
    return plan


@transaction.atomic
def approve(
    plan: VisitPlan, *, by: User, version: int, minutes_no: str = "", minutes_on: date | None = None
) -> VisitPlan:
    plan = _locked_for_decision(plan, by=by, version=version)
    if rules.is_first_look(plan):
        raise StaleDocument(plan, "Ban chuyên môn xem trước, Thường trực duyệt sau. Tải lại trang.")
    if plan.is_by_minutes and not (minutes_no and minutes_on):
        raise MinutesMissing
    if plan.is_by_minutes:
        plan.minutes_no, plan.minutes_on = minutes_no, minutes_on
    return _decide(plan, VisitPlan.State.APPROVED, by=by)


@transaction.atomic
def return_for_edit(plan: VisitPlan, *, by: User, version: int, reason: str) -> VisitPlan:
    plan = _locked_for_decision(plan, by=by, version=version)
    return _decide(plan, VisitPlan.State.RETURNED, by=by, reason=reason)


@transaction.atomic
def undo(plan: VisitPlan, *, by: User) -> VisitPlan:
    """Take a decision back within ten minutes: the version stays, the notice and its mail are withdrawn."""
    plan = rows.locked(plan)
    if plan.decided_by_id != by.pk:
        raise PermissionDenied
    if not rules.can_undo_plan(plan, timezone.now()):
        raise StaleDocument(plan, "Chỉ hoàn tác được trong 10 phút sau khi quyết định và trước khi có chuyến đi.")
    was = plan.state
    if was == VisitPlan.State.RETURNED and rows.is_rewritten(plan):
        raise StaleDocument(plan, "Cán bộ đã bắt đầu sửa bảng được trả lại nên không hoàn tác được nữa.")
    notices.plan_undone(plan)
    came_from_department = rules.looks_first(plan.unit) and not rules.looks_first(plan.deciding_unit)
    plan.state = VisitPlan.State.DEPT_OK if came_from_department else VisitPlan.State.SUBMITTED
    plan.decided_at = plan.decided_by = plan.minutes_on = None
    plan.return_reason = plan.minutes_no = ""
    plan.save(update_fields=["state", *rows.DECISION])
    rows.record("undone", plan, by=by, was=was)
    return plan
