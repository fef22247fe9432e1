"""The unit sends its programme, or an amendment, to the superior unit."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders
from cadres.models import Right
from criteria import rules
from criteria.models import Programme, ProgrammeRevision
from criteria.programming import rows
from criteria.routing import take_programme_route
from criteria.rules import Content


class ProgrammeIncomplete(Exception):
    """The programme cannot be sent: the message says what it lacks."""


@transaction.atomic
def submit(programme: Programme, *, by: User, version: int) -> Programme:
    programme = _to_send(programme, by=by, version=version)
    if not rules.can_edit_programme(programme):
        raise StaleDocument(programme, "Chương trình này đã gửi rồi.")
    content = _complete(Content.of(programme))
    was, programme.state = programme.state, Programme.State.SUBMITTED
    programme.submitted_at, programme.submitted_by = timezone.now(), by
    programme.decided_at = programme.decided_by = None
    programme.return_reason = programme.in_place_reason = ""
    take_programme_route(programme)
    rows.save(programme, "state", "submitted_at", "submitted_by", *rows.ROUTE, *rows.DECISION)
    keep_revision(programme, content, sent_at=programme.submitted_at)
    rows.record("submitted", programme, by=by, was=was)
    _tell_deciders(programme, by=by, what="chương trình")
    return programme


@transaction.atomic
def propose(programme: Programme, *, by: User, version: int) -> Programme:
    """Send the amendment. The programme stays approved, and what was approved stays in force, until it is accepted."""
    programme = _to_send(programme, by=by, version=version)
    if not rules.can_amend_programme(programme) or programme.amendment is None:
        raise StaleDocument(programme, "Không có bản sửa đổi nào để gửi.")
    content = _complete(Content.of_json(programme.amendment))
    if content == Content.of(programme):
        raise ProgrammeIncomplete("Bản sửa đổi chưa khác bản đã duyệt.")
    programme.amendment_sent_at, programme.submitted_by = timezone.now(), by
    programme.in_place_reason = ""
    take_programme_route(programme)
    rows.save(programme, "amendment_sent_at", "submitted_by", "in_place_reason", *rows.ROUTE)
    keep_revision(programme, content, sent_at=programme.amendment_sent_at, is_amendment=True)
    rows.record("amended", programme, by=by, was=programme.state)
    _tell_deciders(programme, by=by, what="bản sửa đổi chương trình")
    return programme


def _to_send(programme: Programme, *, by: User, version: int) -> Programme:
    programme = rows.locked(programme, version)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    return programme


def _complete(content: Content) -> Content:
    if lack := rules.programme_lack(content):
        raise ProgrammeIncomplete(lack)
    return content


def keep_revision(
    programme: Programme, content: Content, *, sent_at: datetime, is_amendment: bool = False
) -> ProgrammeRevision:
    last = programme.revisions.aggregate(last=Max("no"))["last"] or 0
    return ProgrammeRevision.objects.create(
        programme=programme,
        no=last + 1,
        is_amendment=is_amendment,
        content=content.as_json(),
        sent_at=sent_at,
        sent_by=programme.submitted_by,
    )


def _tell_deciders(programme: Programme, *, by: User, what: str) -> None:
    notify(
        [user for user in deciders(programme.deciding_unit, Right.PROGRAMME_DECIDE) if user != by],
        kind="programme.submitted",
        subject=f"{programme.unit} gửi {what} năm {programme.period.year}",
        body=f"Văn bản số {programme.document_no}, ngày {programme.document_on:%d/%m/%Y}.",
        url=reverse("criteria:programme_detail", args=[programme.pk]),
        key=f"programme-submitted:{programme.pk}:{programme.version}",
    )
