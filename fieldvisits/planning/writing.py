"""What the person does with his own plan: start, write, send. And what time does: expire."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Appointment, Cadre
from criteria.models import Period
from fieldvisits import notices, rules
from fieldvisits.models import HostLevel, VisitForm, VisitPlan, VisitPlanItem
from fieldvisits.planning import rows
from fieldvisits.routing import take_route


class PlanIncomplete(Exception):
    """The plan lacks something; the words say what to do."""


class NotInPost(Exception):
    """The person holds no post, so there is nobody who would decide."""


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


@transaction.atomic
def start(cadre: Cadre, period: Period, quarter: int, *, by: User) -> VisitPlan:
    """The person's plan of the quarter: the one that is there, or a new draft."""
    if cadre.user_id != by.pk:
        raise PermissionDenied
    post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
    if post is None:
        raise NotInPost
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này không còn nhận bảng đăng ký.")
    plan, is_new = VisitPlan.objects.get_or_create(
        cadre=cadre, period=period, quarter=quarter, defaults={"appointment": post, "unit": post.unit}
    )
    if is_new:
        rows.record("started", plan, by=by, was="")
    return plan


@transaction.atomic
def save_items(plan: VisitPlan, items: Iterable[ItemDraft], *, by: User, version: int) -> VisitPlan:
    """Write all visits of the plan anew."""
    plan = rows.locked(plan, version)
    if not rules.may_write(by, plan):
        raise PermissionDenied
    if not rules.can_edit_plan(plan):
        raise StaleDocument(plan, "Bảng đăng ký đã nộp nên không sửa được nữa.")
    plan.items.all().delete()
    VisitPlanItem.objects.bulk_create(VisitPlanItem(plan=plan, **vars(item)) for item in items)
    return rows.save(plan)


@transaction.atomic
def submit(plan: VisitPlan, *, by: User, version: int) -> VisitPlan:
    """Send to whoever decides. The first sending settles "on time"."""
    plan = rows.locked(plan, version)
    if not rules.may_write(by, plan):
        raise PermissionDenied
    if not rules.can_edit_plan(plan):
        raise StaleDocument(plan, "Bảng đăng ký này đã nộp rồi.")
    lack = rules.plan_lack(plan, plan.items.all())
    if lack:
        raise PlanIncomplete(lack)
    was, now = plan.state, timezone.now()
    plan.state, plan.submitted_at = VisitPlan.State.SUBMITTED, now
    plan.first_submitted_at = plan.first_submitted_at or now
    plan.decided_at = plan.decided_by = plan.minutes_on = None
    plan.return_reason = plan.minutes_no = plan.in_place_reason = ""
    take_route(plan)
    rows.save(plan, "state", "submitted_at", "first_submitted_at", *rows.ROUTE, *rows.DECISION)
    rows.record("submitted", plan, by=by, was=was)
    notices.plan_submitted(plan)
    return plan


def expire_past() -> int:
    """Plans whose quarter went by without a decision, one by one. How many expired."""
    today = timezone.localdate()
    undecided = VisitPlan.objects.exclude(state__in=[VisitPlan.State.APPROVED, VisitPlan.State.EXPIRED])
    past = [p for p in undecided.select_related("period") if rules.quarter_span(p.period, p.quarter)[1] < today]
    return sum(_expire(plan) for plan in past)


def expire_of_leaver(plan: VisitPlan) -> None:
    """By rule, not by anybody: the person left every post."""
    _expire(plan, "Cán bộ không còn giữ chức vụ nào.")


@transaction.atomic
def _expire(plan: VisitPlan, reason: str = "") -> bool:
    plan = rows.locked(plan)
    if plan.state in {VisitPlan.State.APPROVED, VisitPlan.State.EXPIRED}:
        return False
    was, plan.state = plan.state, VisitPlan.State.EXPIRED
    rows.save(plan, "state")
    rows.record("expired", plan, by=None, was=was, reason=reason)
    return True
