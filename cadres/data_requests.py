"""What becomes of a request about one's own data: asked, answered within two working days, done or refused."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import Holiday, User
from accounts.notifying import notify
from accounts.working_days import add_working_days
from cadres.holders import holders_of
from cadres.models import Cadre, DataRequest, Right, holds

State = DataRequest.State
# From which state each answer may come, and what it is called in the trail.
STEPS = {
    State.ANSWERED: ((State.RECEIVED,), "data.answered"),
    State.DONE: (DataRequest.OPEN, "data.done"),
    State.REFUSED: (DataRequest.OPEN, "data.refused"),
}


@transaction.atomic
def ask(*, by: User, kind: str, text: str) -> DataRequest:
    """Take the request in and start its clock; whoever answers for personal data is told."""
    today = timezone.localdate()
    holidays = Holiday.objects.filter(on__gte=today).days_off()
    due_on = add_working_days(today, DataRequest.WORKING_DAYS, holidays)
    request = DataRequest.objects.create(user=by, kind=kind, text=text, answer_due_on=due_on)
    audit.record("data.asked", request, by=by, cadre_id=_cadre_id(by), after={"kind": kind, "due_on": str(due_on)})
    notify(
        holders_of(Right.PRIVACY_ANSWER),
        kind="data.asked",
        subject=f"Yêu cầu {request.get_kind_display().lower()} cá nhân, trả lời trước {due_on:%d/%m/%Y}",
        body="Có người đề nghị sửa hoặc xóa dữ liệu về mình. Luật yêu cầu trả lời trong 2 ngày làm việc.",
        url=request.get_absolute_url(),
        key=f"data.asked:{request.pk}",
    )
    return request


@transaction.atomic
def answer(request: DataRequest, *, by: User, version: int, state: str, text: str) -> DataRequest:
    """Say what will be done, that it is done, or why it cannot be. Nobody answers the own request."""
    request = DataRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.pk)
    if not may_answer(by, request):
        raise PermissionDenied("Yêu cầu này do người phụ trách dữ liệu cá nhân khác trả lời.")
    check_version(request, version)
    allowed_from, verb = STEPS[State(state)]
    if request.state not in allowed_from:
        raise StaleDocument(request, "Yêu cầu này đã được trả lời.")
    before, now = request.state, timezone.now()
    said = "\n\n".join(filter(None, [request.answer, text]))
    request.state, request.answer, request.version = state, said, request.version + 1
    if before == State.RECEIVED:
        request.answered_at, request.answered_by = now, by
    if not request.is_open:
        request.closed_at = now
    request.save(update_fields=["state", "answer", "version", "answered_at", "answered_by", "closed_at"])
    audit.record(
        verb, request, by=by, cadre_id=_cadre_id(request.user), before={"state": before}, after={"state": state}
    )
    notify(
        [request.user],
        kind=verb,
        subject=f"{request.get_state_display()}: yêu cầu {request.get_kind_display().lower()} của đồng chí",
        body=text,
        url=request.get_absolute_url(),
        key=f"{verb}:{request.pk}:{request.version}",
    )
    return request


def may_answer(user: User, request: DataRequest) -> bool:
    return request.user_id != user.pk and holds(user, Right.PRIVACY_ANSWER)


def _cadre_id(user: User) -> int | None:
    return Cadre.objects.filter(user=user).values_list("pk", flat=True).first()
