"""A cadre asks for his result to be looked at again; the unit above the deciding one answers."""

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
from evaluations.appraisal import ask_minutes, computed, fix, is_in_time, outcome, record
from evaluations.assessing import locked
from evaluations.models import Evaluation, Reconsideration


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
    evaluation.state = Evaluation.State.RECONSIDERING
    evaluation.version += 1
    evaluation.save(update_fields=["state", "version"])
    record("evaluation.reconsideration_asked", evaluation, by=by)
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
    ask_minutes(evaluation, minutes_no, minutes_on)
    check_version(evaluation, version)
    if why_not := rules.why_not_answer(evaluation):
        raise StaleDocument(evaluation, why_not)
    before = outcome(evaluation)
    now = timezone.now()
    evaluation.reconsiderations.filter(answered_at=None).update(answer=text, answered_by=by, answered_at=now)
    sheet = computed(evaluation)
    evaluation.result, evaluation.total, evaluation.rating = sheet.to_json(), sheet.total, sheet.rating
    fix(evaluation, by=by, minutes_no=minutes_no, minutes_on=minutes_on)
    audit.record(
        "evaluation.reconsidered",
        evaluation,
        by=by,
        cadre_id=evaluation.cadre_id,
        unit_id=evaluation.unit_id,
        before=before,
        after=outcome(evaluation),
    )
    return evaluation


def _answerers(evaluation: Evaluation) -> list[User]:
    """The nearest unit above the deciding one where somebody can answer; else the deciding unit itself."""
    for unit in Unit.objects.above(evaluation.deciding_unit):
        if users := deciders(unit, Right.EVALUATION_UNION, exclude=evaluation.cadre):
            return users
    return deciders(evaluation.deciding_unit, Right.EVALUATION_UNION, exclude=evaluation.cadre)
