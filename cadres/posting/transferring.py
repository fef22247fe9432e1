"""From one union to another: at once where both are in reach, else as a proposal that the other one decides on."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from cadres import following, post_rules
from cadres.models import Appointment, Transfer, Unit
from cadres.posting import notices, posts
from cadres.posting.posts import DAY, PostDraft, PostRefused

DECIDED = "Đề nghị điều chuyển này đã được xử lý."
CHANGED = "Chức vụ của đồng chí này đã thay đổi sau khi đề nghị. Nơi đề nghị cần rút và đề nghị lại."


@transaction.atomic
def transfer(post: Appointment, unit: Unit, draft: PostDraft, *, by: User, version: int) -> Appointment:
    """End the post the day before and begin the new one. Both units must be in reach; else `propose`."""
    post = posts.locked_post(post, version)
    posts.check_right(by, post.cadre, post.position, post.unit)
    posts.check_right(by, post.cadre, draft.position, unit)
    new = _move(post, unit, draft)
    _record("appointment.transferred", post, new, by=by)
    notices.transferred(post, new, by=by)
    return new


def _move(post: Appointment, unit: Unit, draft: PostDraft) -> Appointment:
    check_move(post, unit, draft)
    posts.close(post, draft.valid_from - DAY, Appointment.EndReason.MOVED)
    new = posts.write(post.cadre, unit, draft)
    following.posts_changed([post.cadre_id])
    return new


def check_move(post: Appointment, unit: Unit, draft: PostDraft) -> None:
    """Raise PostRefused when the one post cannot follow on the other."""
    if draft.valid_from <= post.valid_from:
        raise PostRefused(f"Ngày nhận chức vụ mới phải sau ngày nhận chức vụ đang giữ, {post.valid_from:%d/%m/%Y}.")
    if post.valid_to and post.valid_to < draft.valid_from - DAY:
        raise PostRefused(f"Chức vụ này đã kết thúc ngày {post.valid_to:%d/%m/%Y}. Dùng Bổ nhiệm để ghi chức vụ mới.")
    if post.unit_id == unit.pk and post.position_id == draft.position.pk:
        raise PostRefused("Chức vụ mới giống chức vụ đang giữ. Chọn đơn vị hoặc chức vụ khác.")
    posts.check_fits(post.cadre, unit, draft, besides=(post.pk,))


def _record(verb: str, old: Appointment, new: Appointment, *, by: User, **more: Any) -> None:
    posts.record(verb, old.cadre, new.unit, by=by, before=posts.told(old), after=posts.told(new) | more)


@transaction.atomic
def propose(post: Appointment, unit: Unit, draft: PostDraft, *, by: User, version: int, message: str = "") -> Transfer:
    """Ask the unit that is to receive; the person stays where he is until it accepts."""
    post = posts.locked_post(post, version)
    posts.check_right(by, post.cadre, post.position, post.unit)
    check_move(post, unit, draft)
    if Transfer.objects.filter(cadre=post.cadre, state=Transfer.State.PROPOSED).exists():
        raise PostRefused("Đồng chí này đang có một đề nghị điều chuyển chờ nơi nhận. Rút đề nghị đó trước.")
    fields = draft.fields
    del fields["valid_to"], fields["is_main"]
    receiving = Unit.objects.get(path=post_rules.keeping_path(draft.position, unit))
    proposal = Transfer.objects.create(
        cadre=post.cadre,
        appointment=post,
        unit=unit,
        receiving_unit=receiving,
        message=message,
        proposed_by=by,
        **fields,
    )
    _record_proposal("proposed", proposal, by=by, after={"appointment": post.pk, "unit": unit.pk})
    notices.proposed(proposal)
    return proposal


@transaction.atomic
def accept(proposal: Transfer, *, by: User, version: int, valid_from: date | None = None) -> Appointment:
    """Take the person in, from the day proposed or a later one."""
    proposal = _locked(proposal, version)
    if not post_rules.may_receive(by, proposal):
        raise PermissionDenied("Đơn vị nhận, hoặc đơn vị cấp trên của nơi nhận, quyết định việc này.")
    post = posts.locked_post(proposal.appointment)
    draft = PostDraft(
        position=proposal.position,
        valid_from=valid_from or proposal.valid_from,
        decision_no=proposal.decision_no,
        decision_on=proposal.decision_on,
        is_full_time=proposal.is_full_time,
        is_public_servant=proposal.is_public_servant,
        is_main=post.is_main,
    )
    if post.valid_to and post.valid_to < draft.valid_from - DAY:
        raise StaleDocument(proposal, CHANGED)
    new = _move(post, proposal.unit, draft)
    _decide(proposal, Transfer.State.ACCEPTED, by=by, after={"appointment": new.pk})
    notices.transferred(post, new, by=by)
    return new


@transaction.atomic
def refuse(proposal: Transfer, *, by: User, version: int, reason: str) -> Transfer:
    proposal = _locked(proposal, version)
    if not post_rules.may_receive(by, proposal):
        raise PermissionDenied("Đơn vị nhận, hoặc đơn vị cấp trên của nơi nhận, quyết định việc này.")
    _decide(proposal, Transfer.State.REFUSED, by=by, reason=reason)
    notices.refused(proposal)
    return proposal


@transaction.atomic
def withdraw(proposal: Transfer, *, by: User, version: int) -> Transfer:
    proposal = _locked(proposal, version)
    if not post_rules.may_withdraw(by, proposal):
        raise PermissionDenied("Chỉ nơi đề nghị rút lại được.")
    _decide(proposal, Transfer.State.WITHDRAWN, by=by)
    notices.withdrawn(proposal)
    return proposal


def _locked(proposal: Transfer, version: int) -> Transfer:
    """The person first, as in every verb, then the proposal."""
    posts.locked(proposal.cadre)
    row = Transfer.objects.for_list().select_for_update(of=("self",)).get(pk=proposal.pk)
    check_version(row, version)
    if row.state != Transfer.State.PROPOSED:
        raise StaleDocument(row, DECIDED)
    return row


def _decide(proposal: Transfer, state: str, *, by: User, reason: str = "", after: Any = None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.reason, proposal.version = reason, proposal.version + 1
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason", "version"])
    _record_proposal(state, proposal, by=by, after=after, reason=reason)


def _record_proposal(verb: str, proposal: Transfer, *, by: User, after: Any, reason: str = "") -> None:
    """On the person's page, like all that happens to his posts."""
    audit.record(
        f"transfer.{verb}",
        proposal.cadre,
        by=by,
        cadre_id=proposal.cadre_id,
        unit_id=proposal.unit_id,
        reason=reason,
        after={"transfer": proposal.pk} | (after or {}),
    )
