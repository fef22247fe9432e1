"""From complete sources to a locked result: appraise, decide, tell, reconsider, lock."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders
from cadres.models import Right, Unit
from evaluations import rules
from evaluations.assessing import locked
from evaluations.gathering import policy_row, reconsider_until, sheet_of, statuses
from evaluations.models import Evaluation, Rating, Reconsideration, ScoreSheet
from evaluations.scoring import Unscorable

State = Evaluation.State


@transaction.atomic
def appraise(evaluation: Evaluation, *, by: User, version: int) -> Evaluation:
    """Compute the sheet once every required source is in or waived. May be done again until the decision."""
    evaluation = locked(evaluation)
    if not rules.may_appraise(by, evaluation):
        raise PermissionDenied("Đơn vị quyết định kết quả mới được thẩm định, và không thẩm định cho chính mình.")
    check_version(evaluation, version)
    if why_not := rules.why_not_appraise(evaluation):
        raise StaleDocument(evaluation, why_not)
    evaluation.state = State.APPRAISED
    evaluation.appraised_at, evaluation.appraised_by = timezone.now(), by
    _keep(evaluation, _computed(evaluation))
    evaluation.save(update_fields=["state", "version", "result", "total", "rating", "appraised_at", "appraised_by"])
    _record("evaluation.appraised", evaluation, by=by, after=_outcome(evaluation))
    return evaluation


@transaction.atomic
def decide(
    evaluation: Evaluation, *, by: User, version: int, minutes_no: str = "", minutes_on: date | None = None
) -> Evaluation:
    """Fix the result as appraised. When the facts have changed since, it has to be appraised again."""
    evaluation = locked(evaluation)
    _may_decide(by, evaluation, minutes_no, minutes_on)
    check_version(evaluation, version)
    if why_not := rules.why_not_decide(evaluation):
        raise StaleDocument(evaluation, why_not)
    if _computed(evaluation) != evaluation.sheet:
        raise StaleDocument(
            evaluation, "Số liệu đã đổi từ khi thẩm định (vi phạm, chuyến đi hoặc bản đăng ký). Thẩm định lại."
        )
    _decided(evaluation, by=by, minutes_no=minutes_no, minutes_on=minutes_on)
    _record("evaluation.decided", evaluation, by=by, after=_outcome(evaluation))
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
    _record("evaluation.notified", evaluation, by=by)
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
def request_reconsideration(evaluation: Evaluation, *, by: User, version: int, reason: str) -> Reconsideration:
    """The cadre says what is not right; the unit above the deciding one answers."""
    evaluation = locked(evaluation)
    if not rules.is_own(by, evaluation):
        raise PermissionDenied("Chỉ người được đánh giá mới đề nghị xem xét lại kết quả của mình.")
    check_version(evaluation, version)
    if why_not := rules.why_not_reconsider(evaluation, is_in_time=is_in_time(evaluation)):
        raise StaleDocument(evaluation, why_not)
    request = Reconsideration.objects.create(
        evaluation=evaluation,
        reason=reason,
        requested_by=by,
        old_total=evaluation.total,
        old_rating=evaluation.rating,
    )
    evaluation.state = State.RECONSIDERING
    evaluation.version += 1
    evaluation.save(update_fields=["state", "version"])
    _record("evaluation.reconsideration_asked", evaluation, by=by)
    notify(
        _answerers(evaluation),
        kind="evaluation.reconsideration",
        subject=f"Đồng chí {evaluation.cadre.full_name} đề nghị xem xét lại kết quả",
        body=reason[:300],
        url=evaluation.get_absolute_url(),
        key=f"reconsideration:{request.pk}",
    )
    return request


@transaction.atomic
def answer(
    evaluation: Evaluation,
    *,
    by: User,
    version: int,
    text: str,
    minutes_no: str = "",
    minutes_on: date | None = None,
) -> Evaluation:
    """Decide again after a request: the sheet is computed anew from what holds now, and the answer is kept."""
    evaluation = locked(evaluation)
    if not rules.may_answer(by, evaluation):
        raise PermissionDenied("Đơn vị cấp trên của nơi quyết định mới trả lời đề nghị xem xét lại.")
    if evaluation.is_by_minutes and not (minutes_no and minutes_on):
        raise PermissionDenied("Tập thể quyết định: ghi số và ngày biên bản họp Ban Thường vụ.")
    check_version(evaluation, version)
    if why_not := rules.why_not_answer(evaluation):
        raise StaleDocument(evaluation, why_not)
    before = _outcome(evaluation)
    now = timezone.now()
    evaluation.reconsiderations.filter(answered_at=None).update(answer=text, answered_by=by, answered_at=now)
    sheet = _computed(evaluation)
    evaluation.result, evaluation.total, evaluation.rating = sheet.to_json(), sheet.total, sheet.rating
    _decided(evaluation, by=by, minutes_no=minutes_no, minutes_on=minutes_on)
    audit.record(
        "evaluation.reconsidered",
        evaluation,
        by=by,
        cadre_id=evaluation.cadre_id,
        unit_id=evaluation.unit_id,
        before=before,
        after=_outcome(evaluation),
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
    _record("evaluation.locked", evaluation, by=by)
    return evaluation


def is_in_time(evaluation: Evaluation) -> bool:
    """May the cadre still ask today?"""
    until = reconsider_until(evaluation, policy_row(evaluation.period).reconsider_days)
    return until is not None and timezone.localdate() <= until


def _computed(evaluation: Evaluation) -> ScoreSheet:
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


def _may_decide(by: User, evaluation: Evaluation, minutes_no: str, minutes_on: date | None) -> None:
    if not rules.may_decide(by, evaluation):
        raise PermissionDenied("Bí thư của đơn vị quyết định, và không quyết định cho chính mình.")
    if evaluation.is_by_minutes and not (minutes_no and minutes_on):
        raise PermissionDenied("Tập thể quyết định: ghi số và ngày biên bản họp Ban Thường vụ.")


def _decided(evaluation: Evaluation, *, by: User, minutes_no: str, minutes_on: date | None) -> None:
    evaluation.state = State.DECIDED
    evaluation.decided_at, evaluation.decided_by = timezone.now(), by
    evaluation.minutes_no, evaluation.minutes_on = minutes_no, minutes_on
    evaluation.version += 1
    evaluation.save(
        update_fields=[
            *("state", "version", "result", "total", "rating"),
            *("decided_at", "decided_by", "minutes_no", "minutes_on"),
        ]
    )


def _answerers(evaluation: Evaluation) -> list[User]:
    """The nearest unit above the deciding one where somebody can answer; else the deciding unit itself."""
    for unit in Unit.objects.above(evaluation.deciding_unit):
        if users := deciders(unit, Right.EVALUATION_UNION, exclude=evaluation.cadre):
            return users
    return deciders(evaluation.deciding_unit, Right.EVALUATION_UNION, exclude=evaluation.cadre)


def _outcome(evaluation: Evaluation) -> dict[str, str]:
    return {"total": str(evaluation.total), "rating": str(Rating(evaluation.rating))}


def _record(verb: str, evaluation: Evaluation, *, by: User, after: dict[str, str] | None = None) -> None:
    audit.record(verb, evaluation, by=by, cadre_id=evaluation.cadre_id, unit_id=evaluation.unit_id, after=after)
