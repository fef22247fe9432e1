"""The superior unit decides on a programme, or on an amendment of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.inbox import UNDO_TIME
from accounts.models import User
from accounts.notifying import notify
from cadres.models import Right
from cadres.standing_in import Acting, settle, tell_passed_over
from criteria import rules
from criteria.models import Programme, ProgrammeRevision
from criteria.programming import rows
from criteria.programming.sending import keep_revision
from criteria.programming.writing import refuse_to_lose_work, write_content
from criteria.routing import take_programme_route
from criteria.rules import Content

Decision = ProgrammeRevision.Decision
_WORDS = {
    Decision.APPROVED: "Chương trình năm {} của {} được duyệt",
    Decision.RETURNED: "Chương trình năm {} của {} được trả lại để sửa",
    Decision.ACCEPTED: "Bản sửa đổi chương trình năm {} của {} được chấp nhận",
    Decision.REFUSED: "Bản sửa đổi chương trình năm {} của {} không được chấp nhận",
}


@transaction.atomic
def approve(programme: Programme, *, by: User, version: int, in_place_reason: str = "") -> Programme:
    return _decide_programme(programme, Decision.APPROVED, by=by, version=version, in_place_reason=in_place_reason)


@transaction.atomic
def return_for_edit(
    programme: Programme, *, by: User, version: int, reason: str, in_place_reason: str = ""
) -> Programme:
    return _decide_programme(
        programme, Decision.RETURNED, by=by, version=version, reason=reason, in_place_reason=in_place_reason
    )


@transaction.atomic
def accept(programme: Programme, *, by: User, version: int, in_place_reason: str = "") -> Programme:
    """The amendment takes the place of what was approved; rows that stay keep their ids and their progress."""
    programme, acting = _to_decide(programme, by=by, version=version, in_place_reason=in_place_reason)
    content = Content.of_json(_amendment(programme))
    refuse_to_lose_work(programme, content)
    write_content(programme, content)
    programme.amendment = programme.amendment_sent_at = None
    rows.save(
        programme,
        *("document_no", "document_on", "amendment", "amendment_sent_at", "in_place_reason"),
        *rows.ROUTE,
    )
    return _close(programme, Decision.ACCEPTED, by=by, was=programme.state, acting=acting)


@transaction.atomic
def refuse(programme: Programme, *, by: User, version: int, reason: str, in_place_reason: str = "") -> Programme:
    """What was approved stays; the unit keeps its amendment to write on."""
    programme, acting = _to_decide(programme, by=by, version=version, in_place_reason=in_place_reason)
    _amendment(programme)
    programme.amendment_sent_at = None
    rows.save(programme, "amendment_sent_at", "in_place_reason", *rows.ROUTE)
    return _close(programme, Decision.REFUSED, by=by, was=programme.state, reason=reason, acting=acting)


def _amendment(programme: Programme) -> dict[str, Any]:
    if programme.amendment is None or not rules.can_decide_programme_amendment(programme):
        raise StaleDocument(programme, "Bản sửa đổi này không còn chờ duyệt.")
    found: dict[str, Any] = programme.amendment
    return found


def _to_decide(programme: Programme, *, by: User, version: int, in_place_reason: str) -> tuple[Programme, Acting]:
    programme = rows.locked(programme, version)
    take_programme_route(programme)
    acts = rules.programme_acts_as(by, programme, timezone.localdate())
    if acts is None:
        raise PermissionDenied("Đơn vị cấp trên duyệt chương trình, và không ai tự duyệt của đơn vị mình.")
    if not (rules.can_decide_programme(programme) or rules.can_decide_programme_amendment(programme)):
        raise StaleDocument(programme, "Chương trình này không còn chờ duyệt.")
    return programme, settle(programme, acts, Right.PROGRAMME_DECIDE, by=by, reason=in_place_reason)


def _decide_programme(
    programme: Programme, decision: Decision, *, by: User, version: int, reason: str = "", in_place_reason: str = ""
) -> Programme:
    programme, acting = _to_decide(programme, by=by, version=version, in_place_reason=in_place_reason)
    if not rules.can_decide_programme(programme):
        raise StaleDocument(programme, "Chương trình này không còn chờ duyệt.")
    was, programme.state = programme.state, Programme.State(decision)
    programme.decided_at, programme.decided_by = timezone.now(), by
    programme.return_reason = reason
    rows.save(programme, "state", *rows.ROUTE, *rows.DECISION)
    return _close(programme, decision, by=by, was=was, reason=reason, acting=acting)


def _close(
    programme: Programme, decision: Decision, *, by: User, was: str, acting: Acting, reason: str = ""
) -> Programme:
    """Write the decision to the revision and the trail, and tell who sent it."""
    open_one = programme.revisions.filter(decision="").order_by("-no").first()
    revision = open_one or keep_revision(
        programme, Content.of(programme), sent_at=programme.waiting_since or timezone.now()
    )
    revision.decision, revision.reason, revision.decided_by = decision, reason, by
    revision.decided_at = timezone.now()
    revision.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    rows.record(decision, programme, by=by, was=was, reason=reason or programme.in_place_reason, acting=acting)
    said = _WORDS[decision].format(programme.period.year, programme.unit)
    notify(
        [programme.submitted_by] if programme.submitted_by else [],
        kind=f"programme.{decision}",
        subject=said,
        body=reason or "Cập nhật tiến độ từng giải pháp trong năm.",
        url=reverse("criteria:programme_detail", args=[programme.pk]),
        key=f"programme-decided:{programme.pk}:{programme.version}",
        mail_delay=UNDO_TIME,
    )
    tell_passed_over(
        programme,
        Right.PROGRAMME_DECIDE,
        what=said[0].lower() + said[1:],
        by=by,
        key=f"programme-in-place:{programme.pk}:{programme.version}",
    )
    return programme
