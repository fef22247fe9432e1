"""What proves an item of a pledge or a solution of a programme: attached, and taken down at once when it must go."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.attachments import forget, store_file
from accounts.documents import StaleDocument, lock
from accounts.models import Attachment, User
from criteria import pledging, rules
from criteria.models import ItemEvidence, Pledge, PledgeItem, Programme, Solution, SolutionEvidence

AnyEvidence = ItemEvidence | SolutionEvidence


def attach_file(owner: PledgeItem | Solution, upload: UploadedFile, *, by: User, caption: str = "") -> AnyEvidence:
    """Check and keep one photo or PDF, before the document is locked. ValidationError says what to do."""
    _check(owner, by=by)
    attachment = store_file(upload, by=by)
    try:
        return _attach(owner, by=by, attachment=attachment, caption=caption)
    except (ValidationError, StaleDocument, PermissionDenied):
        forget(attachment)
        raise


def attach_link(owner: PledgeItem | Solution, link: str, *, by: User, caption: str = "") -> AnyEvidence:
    """An address where the proof is kept; the portal does not fetch it."""
    return _attach(owner, by=by, link=link, caption=caption)


def _check(owner: PledgeItem | Solution, *, by: User) -> None:
    if not rules.may_prove(by, owner):
        raise PermissionDenied
    document = owner.pledge if isinstance(owner, PledgeItem) else owner.programme
    if not rules.can_prove(owner):
        raise StaleDocument(document, "Chỉ thêm minh chứng khi đã duyệt, kỳ còn mở và việc còn thực hiện.")
    shown = owner.evidences.filter(taken_down_at=None).count()
    if shown >= rules.MOST_EVIDENCE:
        raise ValidationError(f"Mỗi việc có nhiều nhất {rules.MOST_EVIDENCE} minh chứng. Gỡ bớt rồi thêm.")


@transaction.atomic
def _attach(
    owner: PledgeItem | Solution, *, by: User, caption: str, attachment: Attachment | None = None, link: str = ""
) -> AnyEvidence:
    owner = _locked(owner)
    _check(owner, by=by)
    given: dict[str, Any] = {"attachment": attachment, "link": link, "caption": caption, "added_by": by}
    if isinstance(owner, PledgeItem):
        evidence: AnyEvidence = ItemEvidence.objects.create(item=owner, **given)
    else:
        evidence = SolutionEvidence.objects.create(solution=owner, **given)
    _tell_item(evidence)
    kind = attachment.kind if attachment else "link"
    _record("attached", evidence, by=by, after={"evidence": evidence.pk, "kind": kind})
    return evidence


def _locked(owner: PledgeItem | Solution) -> PledgeItem | Solution:
    """The owner read anew behind the lock of its document."""
    if isinstance(owner, PledgeItem):
        lock(Pledge(pk=owner.pledge_id))
        return PledgeItem.objects.select_related("pledge__cadre", "pledge__period", "pledge__unit").get(pk=owner.pk)
    lock(Programme(pk=owner.programme_id))
    return Solution.objects.select_related("programme__unit", "programme__period").get(pk=owner.pk)


@transaction.atomic
def take_down(evidence: AnyEvidence, *, by: User, reason: str) -> AnyEvidence:
    """The file is deleted, the address forgotten; that it was there, who took it down and why stays."""
    lock(evidence)
    evidence = type(evidence).objects.select_related("attachment", *_DOCUMENT[type(evidence)]).get(pk=evidence.pk)
    if not rules.may_take_down(by, evidence):
        raise PermissionDenied
    if not evidence.is_shown:
        raise StaleDocument(_document(evidence), "Minh chứng này đã được gỡ.")
    attachment = evidence.attachment
    evidence.attachment, evidence.link = None, ""
    evidence.taken_down_at, evidence.taken_down_by, evidence.taken_down_reason = timezone.now(), by, reason
    evidence.save(update_fields=["attachment", "link", "taken_down_at", "taken_down_by", "taken_down_reason"])
    _tell_item(evidence)
    before = {"evidence": evidence.pk, "sha256": attachment.sha256 if attachment else ""}
    if attachment:
        forget(attachment)
    _record("taken_down", evidence, by=by, before=before, reason=reason)
    return evidence


_DOCUMENT = {
    ItemEvidence: ("item__pledge__unit", "item__pledge__deciding_unit", "item__pledge__cadre"),
    SolutionEvidence: ("solution__programme__unit", "solution__programme__deciding_unit"),
}


def _tell_item(evidence: AnyEvidence) -> None:
    """What the approver had found of an item holds no longer."""
    if isinstance(evidence, ItemEvidence):
        pledging.evidence_changed(evidence.item)


def _document(evidence: AnyEvidence) -> Pledge | Programme:
    return evidence.item.pledge if isinstance(evidence, ItemEvidence) else evidence.solution.programme


def _record(verb: str, evidence: AnyEvidence, *, by: User, reason: str = "", **values: Any) -> None:
    document = _document(evidence)
    cadre_id = document.cadre_id if isinstance(document, Pledge) else None
    audit.record(
        f"evidence.{verb}", document, by=by, cadre_id=cadre_id, unit_id=document.unit_id, reason=reason, **values
    )
