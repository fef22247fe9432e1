"""What happens to a visit plan: the only module that writes its state and its items."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from cadres.models import Appointment, Cadre
from criteria.models import Period
from fieldvisits import notices, rules
from fieldvisits.models import HostLevel, VisitForm, VisitPlan, VisitPlanItem
from fieldvisits.routing import route_of, route_of_plan

_DECISION = ("deciding_unit", "is_by_minutes", "decided_at", "decided_by", "return_reason", "minutes_no", "minutes_on")


class NoPost(Exception):
    """The person holds no post today, so nobody could decide."""


class PlanIncomplete(Exception):
    """The plan lacks something; the message says what to do."""


class MinutesMissing(Exception):
    """A body decides here: number and date of its minutes are needed."""


@dataclass(frozen=True)
class ItemDraft:
    """One planned visit as the form gives it."""

    starts_on: date
    ends_on: date
    days: Decimal
    host_name: str
    content: str
    host_unit_id: int | None = None
    host_level: str = HostLevel.BASE
    form: str = VisitForm.SURVEY
    audience: str = ""
    companions: str = ""
    transport: str = ""
    note: str = ""


def _locked(plan: VisitPlan, version: int | None = None) -> VisitPlan:
    row = VisitPlan.objects.select_for_update(of=("self",)).with_people().get(pk=plan.pk)
    if version is not None:
        check_version(row, version)
    return row


def _save(plan: VisitPlan, *fields: str) -> None:
    plan.version += 1
    plan.save(update_fields=["version", *fields])


def _record(verb: str, plan: VisitPlan, *, by: User | None, was: str, reason: str = "") -> None:
    audit.record(
        f"plan.{verb}",
        plan,
        by=by,
        cadre_id=plan.cadre_id,
        unit_id=plan.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": plan.state, "version": plan.version},
    )


def post_of(cadre: Cadre) -> Appointment:
    """Today's main post, with unit and position."""
    post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
    if post is None:
        raise NoPost
    return post


@transaction.atomic
def start(cadre: Cadre, period: Period, quarter: int, *, by: User) -> VisitPlan:
    """The person's plan of the quarter: the one that is there, or a new draft."""
    if cadre.user_id != by.pk:
        raise PermissionDenied
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này không còn nhận bảng đăng ký.")
    post = post_of(cadre)
    plan, is_new = VisitPlan.objects.get_or_create(
        cadre=cadre, period=period, quarter=quarter, defaults={"appointment": post, "unit": post.unit}
    )
    if is_new:
        _record("started", plan, by=by, was="")
    return plan


def _locked_for_writing(plan: VisitPlan, *, by: User, version: int) -> VisitPlan:
    plan = _locked(plan, version)
    if not rules.may_write(by, plan):
        raise PermissionDenied
    if not rules.can_edit_plan(plan):
        raise StaleDocument(plan, "Bảng đăng ký đã nộp nên không sửa được nữa.")
    return plan


@transaction.atomic
def save_items(plan: VisitPlan, items: Iterable[ItemDraft], *, by: User, version: int) -> VisitPlan:
    plan = _locked_for_writing(plan, by=by, version=version)
    plan.items.all().delete()
    VisitPlanItem.objects.bulk_create(VisitPlanItem(plan=plan, **asdict(item)) for item in items)
    _save(plan)
    return plan


@transaction.atomic
def submit(plan: VisitPlan, *, by: User, version: int) -> VisitPlan:
    """Send to whoever decides; the first sending settles "on time". The plan takes today's post along."""
    plan = _locked_for_writing(plan, by=by, version=version)
    if lack := rules.plan_lack(plan, plan.items.all()):
        raise PlanIncomplete(lack)
    was, plan.state = plan.state, VisitPlan.State.SUBMITTED
    plan.appointment = post_of(plan.cadre)
    plan.unit = plan.appointment.unit
    plan.deciding_unit, plan.is_by_minutes = route_of(plan.appointment)
    plan.submitted_at = timezone.now()
    plan.first_submitted_at = plan.first_submitted_at or plan.submitted_at
    plan.decided_at = plan.decided_by = None
    plan.return_reason = ""
    _save(plan, "state", "appointment", "unit", "submitted_at", "first_submitted_at", *_DECISION)
    notices.plan_sent(plan)
    _record("submitted", plan, by=by, was=was)
    return plan


def _locked_for_decision(plan: VisitPlan, *, by: User, version: int) -> VisitPlan:
    """The row, after both questions. Who decides is looked up anew: posts may have changed since it was sent."""
    plan = _locked(plan, version)
    unit, by_minutes = route_of_plan(plan)
    if not rules.may_decide(by, plan, unit.path, by_minutes=by_minutes):
        raise PermissionDenied
    if not rules.can_decide_plan(plan):
        raise StaleDocument(plan, "Bảng đăng ký này không còn chờ duyệt.")
    plan.deciding_unit, plan.is_by_minutes = unit, by_minutes
    return plan


def _decide(plan: VisitPlan, state: str, *, by: User, reason: str = "") -> VisitPlan:
    was, plan.state = plan.state, state
    plan.decided_at, plan.decided_by, plan.return_reason = timezone.now(), by, reason
    _save(plan, "state", *_DECISION)
    notices.plan_decided(plan)
    _record(state, plan, by=by, was=was, reason=reason)
    return plan


@transaction.atomic
def approve(
    plan: VisitPlan, *, by: User, version: int, minutes_no: str = "", minutes_on: date | None = None
) -> VisitPlan:
    """Approve; a head of department of the province passes it on to the Thường trực instead."""
    plan = _locked_for_decision(plan, by=by, version=version)
    if plan.state == VisitPlan.State.SUBMITTED and rules.looks_first(plan.deciding_unit):
        return _pass_on(plan, by=by)
    if plan.is_by_minutes:
        if not (minutes_no and minutes_on):
            raise MinutesMissing
        plan.minutes_no, plan.minutes_on = minutes_no, minutes_on
    return _decide(plan, VisitPlan.State.APPROVED, by=by)


def _pass_on(plan: VisitPlan, *, by: User) -> VisitPlan:
    was, plan.state = plan.state, VisitPlan.State.DEPT_OK
    plan.deciding_unit, plan.is_by_minutes = route_of_plan(plan)
    _save(plan, "state", *_DECISION)
    notices.plan_sent(plan)
    _record("dept_ok", plan, by=by, was=was)
    return plan


@transaction.atomic
def return_for_edit(plan: VisitPlan, *, by: User, version: int, reason: str) -> VisitPlan:
    plan = _locked_for_decision(plan, by=by, version=version)
    return _decide(plan, VisitPlan.State.RETURNED, by=by, reason=reason)


@transaction.atomic
def undo(plan: VisitPlan, *, by: User) -> VisitPlan:
    """Take a decision back within ten minutes: notice and mail are withdrawn, and it waits where it waited."""
    plan = _locked(plan)
    if plan.decided_by_id != by.pk:
        raise PermissionDenied
    if not rules.can_undo_plan(plan, timezone.now()):
        raise StaleDocument(plan, "Chỉ hoàn tác được trong 10 phút sau khi quyết định, khi chưa đi chuyến nào.")
    notices.plan_undone(plan)
    first, _ = route_of(plan.appointment)
    has_passed = rules.looks_first(first) and plan.deciding_unit_id != first.pk
    was, plan.state = plan.state, VisitPlan.State.DEPT_OK if has_passed else VisitPlan.State.SUBMITTED
    plan.decided_at = plan.decided_by = plan.minutes_on = None
    plan.return_reason = plan.minutes_no = ""
    plan.save(update_fields=["state", *_DECISION])
    _record("undone", plan, by=by, was=was)
    return plan


@transaction.atomic
def drop_item(item: VisitPlanItem, state: str, *, by: User, reason: str) -> VisitPlanItem:
    """Put off or call off an approved visit, with the reason."""
    plan = _locked(item.plan)
    item = plan.items.select_related("plan__period").select_for_update(of=("self",)).get(pk=item.pk)
    if not rules.may_write(by, plan):
        raise PermissionDenied
    if not rules.can_drop_item(item):
        raise StaleDocument(plan, "Chuyến này đã đi hoặc đã hủy.")
    was, item.state, item.cancel_reason = item.state, state, reason
    item.save(update_fields=["state", "cancel_reason"])
    audit.record(
        "plan.item_dropped",
        plan,
        by=by,
        cadre_id=plan.cadre_id,
        unit_id=plan.unit_id,
        reason=reason,
        before={"item": item.pk, "state": was},
        after={"item": item.pk, "state": state},
    )
    return item


@transaction.atomic
def expire_over(today: date) -> int:
    """Plans whose quarter is over and that were never approved expire; how many."""
    waiting = VisitPlan.objects.select_for_update(of=("self",)).select_related("period")
    waiting = waiting.filter(state__in=[*VisitPlan.EDITABLE, *VisitPlan.WAITING], period__opens_on__lt=today)
    over = [plan for plan in waiting if rules.quarter_span(plan.period, plan.quarter)[1] < today]
    for plan in over:
        was, plan.state = plan.state, VisitPlan.State.EXPIRED
        _save(plan, "state")
        _record("expired", plan, by=None, was=was)
    return len(over)
