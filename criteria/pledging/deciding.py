"""What happens to a pledge that was sent: passed on, approved, returned, undone; and cancelling one."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import DecisionLacks, StaleDocument
from accounts.models import User
from cadres.models import Appointment, Right
from cadres.standing_in import Acting, settle
from criteria import pledge_notices, rules
from criteria.models import Pledge, PledgeRevision
from criteria.pledging import rows
from criteria.routing import take_route


class MinutesMissing(DecisionLacks):
    """A body decides here: number and date of its minutes are needed."""

    def __init__(self) -> None:
        super().__init__("Bản này do Ban Thường vụ quyết định: điền số và ngày biên bản.")


def _locked_for_decision(pledge: Pledge, *, by: User, version: int, in_place_reason: str) -> tuple[Pledge, Acting]:
    """The row, after both questions. Who decides is looked up anew: posts may have changed since it was sent."""
    pledge = rows.locked(pledge, version)
    take_route(pledge)
    acts = rules.acts_as(by, pledge, timezone.localdate())
    if acts is None:
        raise PermissionDenied("Bản đăng ký này do đơn vị khác quyết định, và không ai tự duyệt cho mình.")
    if not rules.can_decide(pledge):
        raise StaleDocument(pledge, "Bản đăng ký này không còn chờ duyệt.")
    return pledge, settle(pledge, acts, Right.PLEDGE_DECIDE, by=by, reason=in_place_reason)


def _decide(pledge: Pledge, state: str, *, by: User, acting: Acting, reason: str = "") -> Pledge:
    was = pledge.state
    pledge.state, pledge.decided_at, pledge.decided_by, pledge.return_reason = state, timezone.now(), by, reason
    rows.save(pledge, "state", *rows.ROUTE, "in_place_reason", "minutes_no", "minutes_on", *rows.DECISION)
    pledge.revisions.sendings().filter(decision="").update(
        decision=state, reason=reason, decided_by=by, decided_at=pledge.decided_at
    )
    rows.record(state, pledge, by=by, was=was, reason=reason or pledge.in_place_reason, acting=acting)
    pledge_notices.decided(pledge)
    pledge_notices.passed_over(pledge, by=by)
    return pledge


@transaction.atomic
def pass_on(pledge: Pledge, *, by: User, version: int, in_place_reason: str = "") -> Pledge:
    """The head of a department agrees; the Thường trực decides (domain §16). It stays "submitted" meanwhile."""
    pledge, acting = _locked_for_decision(pledge, by=by, version=version, in_place_reason=in_place_reason)
    if not rules.is_first_look(pledge):
        raise StaleDocument(pledge, "Bản này không qua Ban chuyên môn. Tải lại trang để duyệt.")
    pledge.passed_on_at, pledge.passed_on_by = timezone.now(), by
    take_route(pledge)
    rows.save(pledge, "passed_on_at", "passed_on_by", *rows.ROUTE)
    rows.record("passed_on", pledge, by=by, was=pledge.state, acting=acting)
    pledge_notices.submitted(pledge)
    return pledge


@transaction.atomic
def approve(
    pledge: Pledge,
    *,
    by: User,
    version: int,
    minutes_no: str = "",
    minutes_on: date | None = None,
    in_place_reason: str = "",
) -> Pledge:
    pledge, acting = _locked_for_decision(pledge, by=by, version=version, in_place_reason=in_place_reason)
    if rules.is_first_look(pledge):
        raise StaleDocument(pledge, "Ban chuyên môn xem trước, Thường trực duyệt sau. Tải lại trang.")
    if pledge.is_by_minutes and not (minutes_no and minutes_on):
        raise MinutesMissing
    if pledge.is_by_minutes:
        pledge.minutes_no, pledge.minutes_on = minutes_no, minutes_on
    return _decide(pledge, Pledge.State.APPROVED, by=by, acting=acting)


@transaction.atomic
def return_for_edit(pledge: Pledge, *, by: User, version: int, reason: str, in_place_reason: str = "") -> Pledge:
    pledge, acting = _locked_for_decision(pledge, by=by, version=version, in_place_reason=in_place_reason)
    return _decide(pledge, Pledge.State.RETURNED, by=by, acting=acting, reason=reason)


@transaction.atomic
def undo(pledge: Pledge, *, by: User) -> Pledge:
    """Take a decision back within ten minutes: the version stays, the notice and its mail are withdrawn."""
    pledge = rows.locked(pledge)
    if pledge.decided_by_id not in {None, by.pk}:
        raise PermissionDenied("Chỉ người vừa quyết định mới hoàn tác được.")
    if not rules.can_undo(pledge, timezone.now()):
        raise StaleDocument(pledge, "Chỉ hoàn tác được trong 10 phút sau khi quyết định.")
    was = pledge.state
    if was == Pledge.State.RETURNED and rows.is_rewritten(pledge):
        raise StaleDocument(pledge, "Cán bộ đã bắt đầu sửa bản được trả lại nên không hoàn tác được nữa.")
    if pledge.revisions.amendments().exclude(state=PledgeRevision.State.WITHDRAWN).exists():
        raise StaleDocument(pledge, "Cán bộ đã đề nghị sửa bản đã duyệt nên không hoàn tác được nữa.")
    if was == Pledge.State.APPROVED and rows.is_worked_on(pledge):
        raise StaleDocument(pledge, "Cán bộ đã ghi tiến độ theo bản đã duyệt nên không hoàn tác được nữa.")
    pledge_notices.undone(pledge)
    pledge.revisions.filter(decided_at=pledge.decided_at).update(
        decision="", reason="", decided_by=None, decided_at=None
    )
    pledge.state, pledge.return_reason, pledge.minutes_no = Pledge.State.SUBMITTED, "", ""
    pledge.decided_at = pledge.decided_by = pledge.minutes_on = None
    pledge.in_place_reason = ""
    take_route(pledge)
    pledge.save(update_fields=["state", "minutes_no", "minutes_on", "in_place_reason", *rows.ROUTE, *rows.DECISION])
    rows.record("undone", pledge, by=by, was=was)
    return pledge


@transaction.atomic
def cancel(pledge: Pledge, *, by: User, version: int, reason: str) -> Pledge:
    """The person holds no post any more."""
    pledge = rows.locked(pledge, version)
    if not rules.may_cancel(by, pledge):
        raise PermissionDenied
    posts = Appointment.objects.valid_on(timezone.localdate()).filter(cadre=pledge.cadre)
    if not rules.can_cancel(pledge, has_post=posts.exists()):
        raise StaleDocument(pledge, "Chỉ hủy khi cán bộ không còn giữ chức vụ nào.")
    was, pledge.state = pledge.state, Pledge.State.CANCELLED
    rows.save(pledge, "state")
    rows.record("cancelled", pledge, by=by, was=was, reason=reason)
    return pledge


@transaction.atomic
def cancel_of_leaver(pledge: Pledge) -> Pledge:
    """By rule, not by anybody: the person left every post that owes a pledge in this period."""
    pledge = rows.locked(pledge)
    was, pledge.state = pledge.state, Pledge.State.CANCELLED
    rows.save(pledge, "state")
    rows.record("cancelled", pledge, by=None, was=was, reason="Cán bộ không còn giữ chức vụ nào thuộc diện đăng ký.")
    return pledge
