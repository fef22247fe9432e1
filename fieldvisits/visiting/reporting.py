"""What the person does with his own visit: log it and report it, in one go or one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Appointment, Cadre
from criteria.models import Period
from fieldvisits import notices, rules
from fieldvisits.models import FollowUp, HostLevel, Visit, VisitForm, VisitPlanItem
from fieldvisits.quotas import policy_of
from fieldvisits.routing import take_route
from fieldvisits.visiting import rows

TEXTS = ("present", "work_done", "situation", "findings", "support")


class NotInPost(Exception):
    """The person holds no post."""


class VisitImpossible(Exception):
    """The days of the visit do not fit; the words say what to do."""


class ReportIncomplete(Exception):
    """The report lacks something, or is too long; the words say what to do."""


@dataclass(frozen=True)
class TripDraft:
    """When and where, as the form gives it."""

    starts_on: date
    ends_on: date
    days: Decimal
    host_name: str
    host_unit_id: int | None = None
    host_level: str = HostLevel.BASE
    form: str = VisitForm.SURVEY


@dataclass(frozen=True)
class FollowUpDraft:
    text: str
    resolver_name: str
    resolver_unit_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class ReportDraft:
    """What was done and found, as the form gives it."""

    present: str = ""
    work_done: str = ""
    situation: str = ""
    findings: str = ""
    support: str = ""
    youth_group: str = ""
    members_met: int | None = None
    follow_ups: Sequence[FollowUpDraft] = field(default_factory=list)


@transaction.atomic
def log(
    cadre: Cadre,
    period: Period,
    trip: TripDraft,
    *,
    by: User,
    item: VisitPlanItem | None = None,
    written: ReportDraft | None = None,
    is_final: bool = False,
) -> Visit:
    """A visit that took place, against an item of an approved plan or unplanned; with its report if there is one."""
    if cadre.user_id != by.pk:
        raise PermissionDenied
    post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
    if post is None:
        raise NotInPost
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này không còn nhận chuyến đi.")
    lack = rules.visit_lack(period, trip.starts_on, trip.ends_on, trip.days, timezone.localdate())
    if lack:
        raise VisitImpossible(lack)
    if item:
        _take(item, cadre, period)
    visit = Visit.objects.create(
        cadre=cadre,
        period=period,
        appointment=post,
        unit=post.unit,
        plan_item=item,
        is_unplanned=item is None,
        starts_on=trip.starts_on,
        ends_on=trip.ends_on,
        host_name=trip.host_name,
        host_unit_id=trip.host_unit_id,
        form=trip.form,
        report_due_on=trip.ends_on + timedelta(days=policy_of(period).report_days),
        **{f"days_{trip.host_level}": trip.days},
    )
    rows.record("logged", visit, by=by, was="")
    if written and is_final:
        return report(visit, written, by=by, version=visit.version)
    return save_draft(visit, written, by=by, version=visit.version) if written else visit


def _take(item: VisitPlanItem, cadre: Cadre, period: Period) -> None:
    """Mark the planned visit as done; the locks let only one visit have it, and no decision be undone meanwhile."""
    row = VisitPlanItem.objects.select_for_update(of=("self", "plan")).select_related("plan__period").get(pk=item.pk)
    if row.plan.cadre_id != cadre.pk:
        raise PermissionDenied
    if row.plan.period_id != period.pk:
        raise StaleDocument(row.plan, "Chuyến này thuộc bảng đăng ký của kỳ khác. Ghi như chuyến đột xuất.")
    if not rules.can_log_item(row):
        raise StaleDocument(row.plan, "Chuyến này đã được ghi, đã hủy, hoặc bảng đăng ký chưa được duyệt.")
    row.state = VisitPlanItem.State.DONE
    row.save(update_fields=["state"])


def _writable(visit: Visit, *, by: User, version: int) -> Visit:
    visit = rows.locked(visit, version)
    if not rules.may_write(by, visit):
        raise PermissionDenied
    if not rules.can_report(visit):
        raise StaleDocument(visit, "Báo cáo này đã gửi rồi.")
    return visit


def _write(visit: Visit, written: ReportDraft) -> tuple[str, ...]:
    """Put the words into the row; follow-ups that somebody already works on stay. Gives the fields to save."""
    for name in (*TEXTS, "youth_group", "members_met"):
        setattr(visit, name, getattr(written, name))
    visit.follow_ups.filter(state=FollowUp.State.OPEN).delete()
    FollowUp.objects.bulk_create(FollowUp(visit=visit, **vars(draft)) for draft in written.follow_ups)
    return (*TEXTS, "youth_group", "members_met")


@transaction.atomic
def save_draft(visit: Visit, written: ReportDraft, *, by: User, version: int) -> Visit:
    """Keep what is written so far; nobody else is told."""
    visit = _writable(visit, by=by, version=version)
    return rows.save(visit, *_write(visit, written))


@transaction.atomic
def report(visit: Visit, written: ReportDraft, *, by: User, version: int) -> Visit:
    """Send the report. The first sending settles "on time"; a questioned one is sent again."""
    visit = _writable(visit, by=by, version=version)
    fields = _write(visit, written)
    lack = rules.report_lack(
        texts=[*(getattr(written, name) for name in TEXTS), *(draft.text for draft in written.follow_ups)],
        findings=written.findings,
        follow_ups=visit.follow_ups.count(),
        most=policy_of(visit.period).max_chars,
    )
    if lack:
        raise ReportIncomplete(lack)
    was, visit.state = visit.state, Visit.State.REPORTED
    visit.reported_at = visit.reported_at or timezone.now()
    take_route(visit, is_sent_now=True)
    visit.decided_at = visit.decided_by = None
    visit.question = visit.in_place_reason = ""
    rows.save(visit, *fields, "state", "reported_at", *rows.ROUTE, *rows.DECISION)
    rows.record("reported", visit, by=by, was=was)
    notices.visit_reported(visit)
    return visit
