"""From complete sources to a locked result: appraise, decide, tell, lock."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from accounts.notifying import notify
from cadres.models import Right
from cadres.rules import Acts
from cadres.standing_in import ROUTE, Acting, ReasonMissing, acting_of, settle, tell_passed_over
from evaluations import rules
from evaluations.assessing import locked
from evaluations.gathering import policy_row, reconsider_until, sheet_of, statuses
from evaluations.models import Evaluation, Rating, ScoreSheet
from evaluations.scoring import Unscorable

State = Evaluation.State


@transaction.atomic
def appraise(evaluation: Evaluation, *, by: User, version: int, in_place_reason: str = "") -> Evaluation:
    """Compute the sheet once every required source is in or waived. May be done again until the decision."""
    evaluation = locked(evaluation)
    acts = rules.appraises_as(by, evaluation)
    if acts is None:
        raise PermissionDenied("Đơn vị quyết định kết quả mới được thẩm định, và không thẩm định cho chính mình.")
    check_version(evaluation, version)
    if why_not := rules.why_not_appraise(evaluation):
        raise StaleDocument(evaluation, why_not)
    acting = acting_of(evaluation, acts, Right.EVALUATION_APPRAISE, by=by)
    if acts == Acts.STAND_IN and not in_place_reason.strip():
        raise ReasonMissing
    evaluation.state = State.APPRAISED
    evaluation.appraised_at, evaluation.appraised_by = timezone.now(), by
    _keep(evaluation, computed(evaluation))
    evaluation.save(update_fields=["state", "version", "result", "total", "rating", "appraised_at", "appraised_by"])
    reason = in_place_reason if acts == Acts.STAND_IN else ""
    record("evaluation.appraised", evaluation, by=by, after=outcome(evaluation), acting=acting, reason=reason)
    return evaluation


@transaction.atomic
def decide(
    evaluation: Evaluation,
    *,
    by: User,
    version: int,
    minutes_no: str = "",
    minutes_on: date | None = None,
    in_place_reason: str = "",
) -> Evaluation:
    """Fix the result as appraised. When the facts have changed since, it has to be appraised again."""
    evaluation = locked(evaluation)
    acts = rules.decides_as(by, evaluation)
    if acts is None:
        raise PermissionDenied("Bí thư của đơn vị quyết định, và không quyết định cho chính mình.")
    check_version(evaluation, version)
    if why_not := rules.why_not_decide(evaluation):
        raise StaleDocument(evaluation, why_not)
    if computed(evaluation) != evaluation.sheet:
        raise StaleDocument(
            evaluation, "Số liệu đã đổi từ khi thẩm định (vi phạm, chuyến đi hoặc bản đăng ký). Thẩm định lại."
        )
    acting = settle(evaluation, acts, Right.EVALUATION_UNION, by=by, reason=in_place_reason)
    ask_minutes(evaluation, minutes_no, minutes_on)
    fix(evaluation, by=by, minutes_no=minutes_no, minutes_on=minutes_on)
    reason = evaluation.in_place_reason
    record("evaluation.decided", evaluation, by=by, after=outcome(evaluation), acting=acting, reason=reason)
    tell_passed_over(
        evaluation,
        Right.EVALUATION_UNION,
        what=f"kết quả rèn luyện năm {evaluation.period.year} của {evaluation.cadre}",
        by=by,
        key=f"evaluation-in-place:{evaluation.pk}:{evaluation.version}",
    )
    return evaluation


@transaction.atomic
def notify_result(evaluation: Evaluation, *, by: User, version: int) -> Evaluation:
    """Tell the cadre; from here on everybody who may read the evaluation sees all of it."""
    evaluation = locked(evaluation)
    if not rules.may_appraise(by, evaluation):
        raise PermissionDenied("Đơn vị quyết định kết quả mới được thông báo.")
    check_version(evaluation, version)
    if why_not := rules.why_not_notify(evaluation):
        raise StaleDocument(evaluation, why_not)
    evaluation.state, evaluation.notified_at = State.NOTIFIED, timezone.now()
    evaluation.version += 1
    evaluation.save(update_fields=["state", "notified_at", "version"])
    record("evaluation.notified", evaluation, by=by)
    if evaluation.cadre.user:
        until = reconsider_until(evaluation, policy_row(evaluation.period).reconsider_days)
        notify(
            [evaluation.cadre.user],
            kind="evaluation.notified",
            subject=f"Kết quả rèn luyện năm {evaluation.period.year}: {evaluation.get_rating_display()}",
            body="Đồng chí xem cách tính từng điểm trên cổng. "
            f"Nếu thấy chưa đúng, gửi đề nghị xem xét lại đến hết {until:%d/%m/%Y}.",
            url=evaluation.get_absolute_url(),
            key=f"evaluation.notified:{evaluation.pk}:{evaluation.version}",
        )
    return evaluation


@transaction.atomic
def lock(evaluation: Evaluation, *, by: User, version: int) -> Evaluation:
    """Close the file once the time to ask is over."""
    evaluation = locked(evaluation)
    if not rules.may_appraise(by, evaluation):
        raise PermissionDenied("Đơn vị quyết định kết quả mới được khóa.")
    check_version(evaluation, version)
    if why_not := rules.why_not_lock(evaluation, is_in_time=is_in_time(evaluation)):
        raise StaleDocument(evaluation, why_not)
    evaluation.state = State.LOCKED
    evaluation.version += 1
    evaluation.save(update_fields=["state", "version"])
    record("evaluation.locked", evaluation, by=by)
    return evaluation


def is_in_time(evaluation: Evaluation) -> bool:
    """May the cadre still ask today?"""
    until = reconsider_until(evaluation, policy_row(evaluation.period).reconsider_days)
    return until is not None and timezone.localdate() <= until


def computed(evaluation: Evaluation) -> ScoreSheet:
    found = statuses(evaluation)
    lacking = [status.label for status in found if status.is_lacking]
    if lacking:
        raise StaleDocument(
            evaluation, f"Còn thiếu phiếu của: {', '.join(lacking)}. Chờ gửi, hoặc miễn nguồn kèm lý do."
        )
    try:
        return sheet_of(evaluation, found)
    except Unscorable as error:
        raise StaleDocument(evaluation, str(error)) from error


def _keep(evaluation: Evaluation, sheet: ScoreSheet) -> None:
    evaluation.result, evaluation.total, evaluation.rating = sheet.to_json(), sheet.total, sheet.rating
    evaluation.version += 1


def ask_minutes(evaluation: Evaluation, minutes_no: str, minutes_on: date | None) -> None:
    if evaluation.is_by_minutes and not (minutes_no and minutes_on):
        raise PermissionDenied("Tập thể quyết định: ghi số và ngày biên bản họp Ban Thường vụ.")


def fix(evaluation: Evaluation, *, by: User, minutes_no: str, minutes_on: date | None) -> None:
    evaluation.state = State.DECIDED
    evaluation.decided_at, evaluation.decided_by = timezone.now(), by
    evaluation.minutes_no, evaluation.minutes_on = minutes_no, minutes_on
    evaluation.version += 1
    evaluation.save(
        update_fields=[
            *("state", "version", "result", "total", "rating"),
            *("decided_at", "decided_by", "minutes_no", "minutes_on"),
            *(*ROUTE, "in_place_reason"),
        ]
    )


def outcome(evaluation: Evaluation) -> dict[str, str]:
    return {"total": str(evaluation.total), "rating": str(Rating(evaluation.rating))}


def record(
    verb: str,
    evaluation: Evaluation,
    *,
    by: User,
    after: dict[str, str] | None = None,
    acting: Acting | None = None,
    reason: str = "",
) -> None:
    acting = acting or Acting()
    audit.record(
        verb,
        evaluation,
        by=by,
        cadre_id=evaluation.cadre_id,
        unit_id=evaluation.unit_id,
        reason=reason,
        after=after,
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )
