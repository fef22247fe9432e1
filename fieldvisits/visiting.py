"""What happens to a visit: logged, reported, confirmed or questioned; and its photos."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import attachments, audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from cadres.models import Cadre
from criteria.models import Period
from fieldvisits import notices, rules
from fieldvisits.models import FollowUp, HostLevel, Visit, VisitForm, VisitPhoto, VisitPlanItem
from fieldvisits.planning import post_of
from fieldvisits.quotas import set_defaults
from fieldvisits.routing import route_of

_DAYS_FIELD = {HostLevel.DISTRICT: "days_district", HostLevel.BASE: "days_base", HostLevel.BRANCH: "days_branch"}
_REPORT = ("present", "work_done", "situation", "findings", "support", "youth_group", "members_met")


class ReportIncomplete(Exception):
    """The report lacks something; the message says what to do."""


@dataclass(frozen=True)
class Trip:
    """Where somebody went and for how long, as the form gives it."""

    starts_on: date
    ends_on: date
    days: Decimal
    host_name: str
    host_level: str = HostLevel.BASE
    host_unit_id: int | None = None
    form: str = VisitForm.SURVEY


@dataclass(frozen=True)
class Report:
    """What a visit brought (Mẫu 3)."""

    present: str = ""
    work_done: str = ""
    situation: str = ""
    findings: str = ""
    support: str = ""
    youth_group: str = ""
    members_met: int | None = None


@dataclass(frozen=True)
class Request:
    """What somebody else is asked to do ("kiến nghị")."""

    text: str
    resolver_name: str
    resolver_unit_id: int | None = None
    due_on: date | None = None


def _locked(visit: Visit, version: int | None = None) -> Visit:
    row = Visit.objects.select_for_update(of=("self",)).with_people().get(pk=visit.pk)
    if version is not None:
        check_version(row, version)
    return row


def _save(visit: Visit, *fields: str) -> None:
    visit.version += 1
    visit.save(update_fields=["version", *fields])


def _record(verb: str, visit: Visit, *, by: User, was: str, reason: str = "") -> None:
    audit.record(
        f"visit.{verb}",
        visit,
        by=by,
        cadre_id=visit.cadre_id,
        unit_id=visit.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": visit.state, "version": visit.version},
    )


@transaction.atomic
def log(cadre: Cadre, period: Period, trip: Trip, *, by: User, plan_item: VisitPlanItem | None = None) -> Visit:
    """Write down that somebody went, against an approved item of the plan or as an unplanned visit."""
    if cadre.user_id != by.pk:
        raise PermissionDenied
    if not period.is_open:
        raise StaleDocument(period, "Kỳ rèn luyện này không còn nhận chuyến đi.")
    if plan_item is not None:
        _take(plan_item, cadre)
    post = post_of(cadre)
    visit = Visit(
        cadre=cadre,
        period=period,
        appointment=post,
        unit=post.unit,
        plan_item=plan_item,
        is_unplanned=plan_item is None,
        starts_on=trip.starts_on,
        ends_on=trip.ends_on,
        host_name=trip.host_name,
        host_unit_id=trip.host_unit_id,
        form=trip.form,
        report_due_on=trip.ends_on + timedelta(days=set_defaults(period).report_days),
    )
    setattr(visit, _DAYS_FIELD[HostLevel(trip.host_level)], trip.days)
    visit.save(force_insert=True)
    _record("logged", visit, by=by, was="")
    return visit


def _take(item: VisitPlanItem, cadre: Cadre) -> None:
    """Mark the item as gone to; a second visit against it finds it taken."""
    row = VisitPlanItem.objects.select_for_update(of=("self",)).select_related("plan__period").get(pk=item.pk)
    if row.plan.cadre_id != cadre.pk:
        raise PermissionDenied
    if not rules.can_log_item(row):
        raise StaleDocument(row.plan, "Chuyến này đã được ghi, đã hủy, hoặc bảng đăng ký chưa được duyệt.")
    row.state = VisitPlanItem.State.DONE
    row.save(update_fields=["state"])


def _locked_for_report(visit: Visit, *, by: User, version: int) -> Visit:
    visit = _locked(visit, version)
    if not rules.may_write(by, visit):
        raise PermissionDenied
    if not rules.can_report(visit):
        raise StaleDocument(visit, "Báo cáo đã gửi nên không sửa được nữa.")
    return visit


def _write(visit: Visit, report: Report, requests: Iterable[Request]) -> list[FollowUp]:
    """Put the words in; requests that somebody already works on stay as they are."""
    for field, value in asdict(report).items():
        setattr(visit, field, value)
    visit.follow_ups.filter(state=FollowUp.State.OPEN).delete()
    return FollowUp.objects.bulk_create(FollowUp(visit=visit, **asdict(request)) for request in requests)


@transaction.atomic
def save_draft(visit: Visit, report: Report, requests: Iterable[Request], *, by: User, version: int) -> Visit:
    visit = _locked_for_report(visit, by=by, version=version)
    _write(visit, report, requests)
    _save(visit, *_REPORT)
    return visit


@transaction.atomic
def report(visit: Visit, report: Report, requests: Iterable[Request], *, by: User, version: int) -> Visit:
    """Send the report; an answer to a question keeps the time of the first one."""
    visit = _locked_for_report(visit, by=by, version=version)
    raised = _write(visit, report, requests)
    written = sum(len(str(value)) for value in (*vars(report).values(), *(r.text for r in raised)) if value)
    if lack := rules.report_lack(findings=report.findings, support=report.support, follow_ups=len(raised)):
        raise ReportIncomplete(lack)
    if written > (most := set_defaults(visit.period).max_chars):
        raise ReportIncomplete(f"Báo cáo dài {written} ký tự. Rút còn {most} ký tự trở xuống.")
    was, visit.state = visit.state, Visit.State.REPORTED
    visit.reported_at = visit.reported_at or timezone.now()
    visit.deciding_unit, _ = route_of(visit.appointment)
    visit.decided_at = visit.decided_by = None
    _save(visit, "state", "reported_at", "deciding_unit", "decided_at", "decided_by", *_REPORT)
    notices.visit_reported(visit)
    for follow_up in raised:
        notices.follow_up_raised(follow_up)
    _record("reported", visit, by=by, was=was)
    return visit


def _decide(visit: Visit, state: str, *, by: User, version: int, question: str = "") -> Visit:
    visit = _locked(visit, version)
    unit, _ = route_of(visit.appointment)
    if not rules.may_decide(by, visit, unit.path):
        raise PermissionDenied
    if not rules.can_confirm(visit):
        raise StaleDocument(visit, "Chuyến đi này không còn chờ xác nhận.")
    was, visit.state = visit.state, state
    visit.decided_at, visit.decided_by, visit.question = timezone.now(), by, question
    _save(visit, "state", "decided_at", "decided_by", "question")
    notices.visit_decided(visit)
    _record(state, visit, by=by, was=was, reason=question)
    return visit


@transaction.atomic
def confirm(visit: Visit, *, by: User, version: int) -> Visit:
    return _decide(visit, Visit.State.CONFIRMED, by=by, version=version)


@transaction.atomic
def question(visit: Visit, *, by: User, version: int, text: str) -> Visit:
    """Ask the person to make something clear; the report opens again."""
    return _decide(visit, Visit.State.QUESTIONED, by=by, version=version, question=text)


@transaction.atomic
def add_photo(visit: Visit, upload: UploadedFile, *, by: User) -> VisitPhoto:
    """Keep one photo, redrawn without its metadata. The version stays: it belongs to the words."""
    visit = _locked(visit)
    if not rules.may_write(by, visit):
        raise PermissionDenied
    if not rules.can_report(visit):
        raise StaleDocument(visit, "Báo cáo đã gửi nên không thêm ảnh được nữa.")
    most = set_defaults(visit.period).max_photos
    if visit.photos.count() >= most:
        raise ValidationError(f"Đã đủ {most} ảnh. Bỏ một ảnh rồi thêm ảnh khác.")
    photo = VisitPhoto.objects.create(visit=visit, attachment=attachments.store_photo(upload, by=by))
    _record("photo_added", visit, by=by, was=visit.state)
    return photo


@transaction.atomic
def remove_photo(photo: VisitPhoto, *, by: User) -> Visit:
    visit = _locked(photo.visit)
    if not rules.may_write(by, visit):
        raise PermissionDenied
    if not rules.can_report(visit):
        raise StaleDocument(visit, "Báo cáo đã gửi nên không bỏ ảnh được nữa.")
    kept = visit.photos.select_related("attachment").filter(pk=photo.pk).first()
    if kept is None:
        raise StaleDocument(visit, "Ảnh này đã được bỏ rồi.")
    kept.delete()
    attachments.forget(kept.attachment)
    _record("photo_removed", visit, by=by, was=visit.state)
    return visit
