"""What happens to a pledge that was sent: approve, return, undo; and cancelling one."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Appointment, Unit
from criteria import pledge_notices, rules
from criteria.models import Pledge
from criteria.pledging import rows
from criteria.routing import route_of


class MinutesMissing(Exception):
    """A body decides here: number and date of its minutes are needed."""


def _locked_for_decision(pledge: Pledge, *, by: User, version: int) -> Pledge:
    """The row, after both questions. Who decides is looked up anew: posts may have changed since it was sent."""
    pledge = rows.locked(pledge, version)
    route = route_of(pledge)
    path = Unit.objects.get(pk=route.unit_id).path
    if not rules.may_decide(by, pledge, path, by_minutes=route.by_minutes):
        raise PermissionDenied
    if not rules.can_decide(pledge):
        raise StaleDocument(pledge, "Bản đăng ký này không còn chờ duyệt.")
    pledge.deciding_unit_id, pledge.is_by_minutes = route.unit_id, route.by_minutes
    return pledge


def _decide(pledge: Pledge, state: str, *, by: User, reason: str = "") -> Pledge:
    was = pledge.state
    pledge.state, pledge.decided_at, pledge.decided_by, pledge.return_reason = state, timezone.now(), by, reason
    rows.save(pledge, "state", "deciding_unit", "is_by_minutes", "minutes_no", "minutes_on", *rows.DECISION)
    pledge.revisions.filter(decision="").update(
        decision=state, reason=reason, decided_by=by, decided_at=pledge.decided_at
    )
    rows.record(state, pledge, by=by, was=was, reason=reason)
    pledge_notices.decided(pledge)
    return pledge


@transaction.atomic
def approve(pledge: Pledge, *, by: User, version: int, minutes_no: str = "", minutes_on: date | None = None) -> Pledge:
    pledge = _locked_for_decision(pledge, by=by, version=version)
    if pledge.is_by_minutes and not (minutes_no and minutes_on):
        raise MinutesMissing
    if pledge.is_by_minutes:
        pledge.minutes_no, pledge.minutes_on = minutes_no, minutes_on
    return _decide(pledge, Pledge.State.APPROVED, by=by)


@transaction.atomic
def return_for_edit(pledge: Pledge, *, by: User, version: int, reason: str) -> Pledge:
    pledge = _locked_for_decision(pledge, by=by, version=version)
    return _decide(pledge, Pledge.State.RETURNED, by=by, reason=reason)


@transaction.atomic
def undo(pledge: Pledge, *, by: User) -> Pledge:
    """Take a decision back within ten minutes: the version stays, the notice and its mail are withdrawn."""
    pledge = rows.locked(pledge)
    if pledge.decided_by_id != by.pk:
        raise PermissionDenied
    if not rules.can_undo(pledge, timezone.now()):
        raise StaleDocument(pledge, "Chỉ hoàn tác được trong 10 phút sau khi quyết định.")
    was = pledge.state
    if was == Pledge.State.RETURNED and rows.is_rewritten(pledge):
        raise StaleDocument(pledge, "Cán bộ đã bắt đầu sửa bản được trả lại nên không hoàn tác được nữa.")
    pledge_notices.undone(pledge)
    pledge.revisions.filter(decided_at=pledge.decided_at).update(
        decision="", reason="", decided_by=None, decided_at=None
    )
    pledge.state, pledge.return_reason, pledge.minutes_no = Pledge.State.SUBMITTED, "", ""
    pledge.decided_at = pledge.decided_by = pledge.minutes_on = None
    pledge.save(update_fields=["state", "minutes_no", "minutes_on", *rows.DECISION])
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
