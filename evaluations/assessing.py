"""Sources write their assessments: drafts, sending, and leaving out a source that cannot exist."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders
from cadres.models import Right
from cadres.standing_in import ROUTE, Acting, acting_of
from evaluations import rules
from evaluations.gathering import statuses
from evaluations.models import Evaluation, Source, SourceAssessment, SourceWaiver
from evaluations.routing import take_route


@dataclass(frozen=True)
class Content:
    """What a source writes on its sheet."""

    scores: dict[str, float | int | None] = field(default_factory=dict)
    compliance: dict[str, bool] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    overall_level: str = ""
    hint_reason: str = ""
    strengths: str = ""
    weaknesses: str = ""
    remedy: str = ""
    signed_as: str = ""
    minutes_no: str = ""
    minutes_on: date | None = None


CONTENT_FIELDS = tuple(Content.__dataclass_fields__)


@transaction.atomic
def save_draft(evaluation: Evaluation, *, source: str, by: User, version: int, content: Content) -> SourceAssessment:
    """Keep what is written so far. What was sent already is changed only by sending it again."""
    evaluation = locked(evaluation)
    row = _writable(evaluation, source=source, by=by, version=version)
    if row.is_submitted and not row.is_waived:
        raise StaleDocument(evaluation, "Phiếu đã gửi. Sửa xong thì bấm gửi lại.")
    return _write(row, content, by=by, state=SourceAssessment.State.DRAFT)


@transaction.atomic
def submit(evaluation: Evaluation, *, source: str, by: User, version: int, content: Content) -> SourceAssessment:
    """Send a source's assessment; the others do not see it before the result is told."""
    evaluation = locked(evaluation)
    row = _writable(evaluation, source=source, by=by, version=version)
    if source == Source.UNION and evaluation.is_by_minutes and not content.minutes_no:
        raise PermissionDenied("Tập thể quyết định: ghi số và ngày biên bản họp Ban Thường vụ.")
    acts = rules.decides_as(by, evaluation) if source == Source.UNION else None
    acting = acting_of(evaluation, acts, Right.EVALUATION_UNION, by=by) if acts else Acting()
    is_again = row.is_submitted
    row = _write(row, content, by=by, state=SourceAssessment.State.SUBMITTED)
    audit.record(
        "evaluation.assessed",
        evaluation,
        by=by,
        cadre_id=evaluation.cadre_id,
        unit_id=evaluation.unit_id,
        after={"source": source, "again": is_again},
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )
    _tell_who_is_next(evaluation, source, row.version)
    return row


@transaction.atomic
def waive(
    evaluation: Evaluation, *, source: str, by: User, version: int, reason: str, is_for_unit: bool = False
) -> Evaluation:
    """Do without a required source, for this person or for all of the unit ("không có tổ chức Đảng")."""
    evaluation = locked(evaluation)
    if not rules.may_appraise(by, evaluation):
        raise PermissionDenied("Đơn vị quyết định kết quả mới được miễn một nguồn.")
    check_version(evaluation, version)
    if evaluation.state != Evaluation.State.OPEN:
        raise StaleDocument(evaluation, "Kết quả đã thẩm định, không miễn nguồn được nữa.")
    row = evaluation.source(source)
    if row is not None and row.is_submitted:
        raise StaleDocument(evaluation, f"{row.get_source_display()} vừa gửi phiếu, không cần miễn nữa.")
    if is_for_unit:
        SourceWaiver.objects.get_or_create(
            unit=evaluation.unit, period=evaluation.period, source=source, defaults={"reason": reason, "by": by}
        )
    else:
        row = row or SourceAssessment(evaluation=evaluation, source=source, version=0)
        row.waived_reason = reason
        _write(row, Content(), by=by, state=SourceAssessment.State.SUBMITTED)
    evaluation.version += 1
    evaluation.save(update_fields=["version"])
    audit.record(
        "evaluation.source_waived",
        evaluation,
        by=by,
        cadre_id=evaluation.cadre_id,
        unit_id=evaluation.unit_id,
        reason=reason,
        after={"source": source, "for_unit": is_for_unit},
    )
    return evaluation


def locked(evaluation: Evaluation) -> Evaluation:
    """The row itself, locked, with the unit that decides by today's table of posts."""
    fresh = Evaluation.objects.select_for_update(of=("self",)).for_detail().get(pk=evaluation.pk)
    if fresh.state in rules.UNDECIDED:
        before = {name: getattr(fresh, name) for name in ROUTE}
        take_route(fresh)
        if before != {name: getattr(fresh, name) for name in ROUTE}:
            fresh.save(update_fields=ROUTE)
    return fresh


def _writable(evaluation: Evaluation, *, source: str, by: User, version: int) -> SourceAssessment:
    if not rules.may_assess(by, evaluation, source):
        raise PermissionDenied("Đồng chí không viết phần đánh giá này.")
    if why_not := rules.why_not_assess(evaluation, source):
        raise StaleDocument(evaluation, why_not)
    row = evaluation.source(source) or SourceAssessment(evaluation=evaluation, source=source, version=0)
    if row.version != version:
        raise StaleDocument(evaluation, stored=row)
    return row


def _write(row: SourceAssessment, content: Content, *, by: User, state: str) -> SourceAssessment:
    values: dict[str, Any] = {name: getattr(content, name) for name in CONTENT_FIELDS}
    for name, value in values.items():
        setattr(row, name, value)
    if row.scores or row.overall_level:
        row.waived_reason = ""
    row.state, row.by, row.at = state, by, timezone.now()
    row.version += 1
    row.save()
    return row


def _tell_who_is_next(evaluation: Evaluation, source: str, version: int) -> None:
    """The Union body when the cadre has written; who appraises when the last required source is in."""
    found = statuses(Evaluation.objects.for_detail().get(pk=evaluation.pk))
    if not any(status.is_lacking for status in found):
        kind, right, words = "evaluation.complete", Right.EVALUATION_APPRAISE, "đã đủ phiếu, chờ thẩm định"
    elif source == Source.SELF:
        kind, right, words = "evaluation.self_done", Right.EVALUATION_UNION, "đã tự đánh giá"
    else:
        return
    notify(
        deciders(evaluation.deciding_unit, right, exclude=evaluation.cadre),
        kind=kind,
        subject=f"Đồng chí {evaluation.cadre.full_name} {words}",
        body=f"{evaluation.appointment}. Mở mục Đánh giá để làm bước tiếp theo.",
        url=evaluation.get_absolute_url(),
        key=f"{kind}:{evaluation.pk}:{version}",
    )
