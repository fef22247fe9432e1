"""Who may do what to an evaluation (else 403), and what its state allows (else 409). Two questions, never mixed."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from cadres.models import Category, Level, Right, Unit, holds_at
from cadres.rules import Acts, acts_as
from evaluations.models import Breach, Evaluation, Source, SourceRequirement
from evaluations.models.terms import PARTY, SELF, UNION

_UNION, _PARTY, _APPRAISE, _RECORD = map(
    Right, ("evaluation.union", "evaluation.party", "evaluation.appraise", "breach.record")
)
_PARTY_IS_OPTIONAL = {Level("branch"), Category("BRANCH_SEC")}
Need = SourceRequirement.Need
State = Evaluation.State
UNDECIDED = (State.OPEN, State.APPRAISED)
SIX_MONTHS = 181  # days from January to June


def is_own(user: User, evaluation: Evaluation) -> bool:
    return bool(evaluation.cadre.user_id == user.pk)


def may_assess(user: User, evaluation: Evaluation, source: str) -> bool:
    """May this person write for the source? Nobody scores himself but as himself."""
    if source == SELF:
        return is_own(user, evaluation)
    if is_own(user, evaluation):
        return False
    if source == PARTY:
        return holds_at(user, _PARTY, evaluation.unit.path)
    if source == UNION:
        reviewing = evaluation.state == State.RECONSIDERING
        return may_answer(user, evaluation) if reviewing else bool(decides_as(user, evaluation))
    return False


def decides_as(user: User, evaluation: Evaluation) -> Acts | None:
    """In what capacity the user may decide: who leads the deciding unit, staff that record a body's minutes, or,

    before the decision and when the time has run out twice, who leads the unit above.
    """
    acts = acts_as(
        user, evaluation, _UNION, today=timezone.localdate(), owners=(evaluation.cadre.user_id,), record=_APPRAISE
    )
    return acts if acts != Acts.STAND_IN or evaluation.state in UNDECIDED else None


def appraises_as(user: User, evaluation: Evaluation) -> Acts | None:
    """Likewise for computing the result."""
    acts = acts_as(user, evaluation, _APPRAISE, today=timezone.localdate(), owners=(evaluation.cadre.user_id,))
    return acts if acts != Acts.STAND_IN or evaluation.state in UNDECIDED else None


def may_appraise(user: User, evaluation: Evaluation) -> bool:
    """Appraise, tell, waive a source and lock: whoever has the right at the deciding unit."""
    return appraises_as(user, evaluation) == Acts.DECIDER


def may_answer(user: User, evaluation: Evaluation) -> bool:
    """A request to reconsider goes to a unit above the one that decided; at the root it stays there."""
    path = evaluation.deciding_unit.path
    above = [path[:end] for end in range(Unit.steplen, len(path), Unit.steplen)]
    if not above:
        return bool(decides_as(user, evaluation))
    return not is_own(user, evaluation) and any(holds_at(user, _UNION, place) for place in above)


def may_see_result(user: User, evaluation: Evaluation) -> bool:
    """Figures are open to all who may read once they are told; before, to those who work on the decision."""
    if evaluation.is_released:
        return True
    works_on_it = appraises_as(user, evaluation) or decides_as(user, evaluation)
    return evaluation.state in Evaluation.COMPUTED and bool(works_on_it)


def readable_sources(user: User, evaluation: Evaluation) -> set[str]:
    """Sources do not see each other before the result is told; whoever appraises sees them once all are fixed."""
    if may_see_result(user, evaluation):
        return set(Source.values)
    return {source for source in Source.values if may_assess(user, evaluation, source)}


def may_handle_breach(user: User, breach: Breach) -> bool:
    return holds_at(user, _RECORD, breach.unit.path) and breach.cadre.user_id != user.pk


def why_not_assess(evaluation: Evaluation, source: str) -> str:
    """Empty when the evaluation takes assessments now; else the sentence that says why not."""
    if evaluation.period.state != "open":
        return "Kỳ đánh giá đã đóng, không nhận thêm phiếu."
    if evaluation.state == State.OPEN or (evaluation.state == State.RECONSIDERING and source == UNION):
        return ""
    return "Kết quả đã được thẩm định, phiếu không sửa được nữa."


def why_not_appraise(evaluation: Evaluation) -> str:
    if evaluation.state in {State.OPEN, State.APPRAISED}:
        return ""
    return f"Kết quả đang ở bước “{evaluation.get_state_display()}”, không thẩm định lại được."


def why_not_decide(evaluation: Evaluation) -> str:
    return "" if evaluation.state == State.APPRAISED else "Chỉ quyết định được kết quả đã thẩm định."


def why_not_notify(evaluation: Evaluation) -> str:
    return "" if evaluation.state == State.DECIDED else "Chỉ thông báo được kết quả đã quyết định."


def why_not_reconsider(evaluation: Evaluation, *, is_in_time: bool) -> str:
    if evaluation.state != State.NOTIFIED:
        return "Kết quả không ở bước nhận đề nghị xem xét lại."
    return "" if is_in_time else "Đã hết hạn đề nghị xem xét lại."


def why_not_answer(evaluation: Evaluation) -> str:
    return "" if evaluation.state == State.RECONSIDERING else "Không có đề nghị xem xét lại nào đang chờ."


def why_not_lock(evaluation: Evaluation, *, is_in_time: bool) -> str:
    """Locked only when nobody can ask any more."""
    if evaluation.state != State.NOTIFIED:
        return "Chỉ khóa được kết quả đã thông báo."
    return "Cán bộ còn thời hạn đề nghị xem xét lại." if is_in_time else ""


def why_not_handle(breach: Breach) -> str:
    return "" if breach.is_pending else "Vi phạm này đã có kết luận."


def default_need(level: str, category: str, source: str) -> str:
    """Domain §16: the Union always, the Party committee for base level and above; youth is not collected yet."""
    if source == UNION:
        return str(Need.REQUIRED)
    if source == PARTY:
        return str(Need.OPTIONAL if _PARTY_IS_OPTIONAL & {level, category} else Need.REQUIRED)
    return str(Need.OPTIONAL if source == SELF else Need.NONE)


def days_in_post(posts: Iterable[tuple[date, date | None]], first: date, last: date) -> int:
    """Days of the year on which the person held any post; days of two posts count once."""
    spans = sorted((max(start, first), min(end or last, last)) for start, end in posts)
    counted, reached = 0, first
    for start, end in spans:
        begin = max(start, reached)
        if end >= begin:
            counted += (end - begin).days + 1
            reached = end + timedelta(days=1)
    return counted


def has_enough_time(days: int) -> bool:
    """Six months in post, or there is no rating (domain §9)."""
    return days >= SIX_MONTHS
