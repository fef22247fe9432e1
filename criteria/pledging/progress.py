"""How far the items of an approved pledge have come, said by the person himself."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from criteria import following_notices, rules
from criteria.models import ItemUpdate, Outcome, Pledge, PledgeItem, Progress
from criteria.pledging import rows

FIELDS = ("progress", "progress_note", "progressed_at")


class NoteMissing(Exception):
    """An item that is dropped says why."""


@transaction.atomic
def record_progress(item: PledgeItem, *, by: User, progress: str, note: str = "") -> PledgeItem:
    """One more line in the item's log. What the approver had found holds no longer; what he asked is answered."""
    pledge = rows.locked(item.pledge)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if not rules.can_progress(pledge):
        raise StaleDocument(pledge, "Chỉ cập nhật tiến độ khi bản đăng ký đã duyệt và kỳ còn mở.")
    item = locked_item(item, pledge)
    note = note.strip()
    if progress == Progress.DROPPED and not note:
        raise NoteMissing
    if item.is_dropped and progress != Progress.DROPPED:
        _check_return(item, pledge)
    before, now = item.progress, timezone.now()
    question = item.checks.filter(replaced_at=None, outcome=Outcome.UNCLEAR).select_related("by").first()
    write(item, Progress(progress), note, by=by, at=now)
    reopen(item, at=now)
    _audit("progressed", pledge, item, before, by=by)
    if question:
        following_notices.answered(question, item, pledge, note)
    if pledge.cadre.user_id != by.pk:
        following_notices.progress_entered(item, pledge, by=by, at=now)
    return item


def locked_item(item: PledgeItem, pledge: Pledge) -> PledgeItem:
    """The item's row, held; one that an undone amendment took out again is gone."""
    found = PledgeItem.objects.select_for_update(of=("self",)).filter(pk=item.pk, pledge=pledge).first()
    if found is None:
        raise StaleDocument(pledge, "Nội dung này không còn trong bản đăng ký.")
    return found


def write(item: PledgeItem, progress: str, note: str, *, by: User, at: datetime) -> None:
    item.progress, item.progress_note, item.progressed_at = progress, note, at
    item.save(update_fields=FIELDS)
    ItemUpdate.objects.create(item=item, at=at, by=by, progress=progress, note=note)


def reopen(item: PledgeItem, *, at: datetime) -> None:
    """Progress or evidence changed: the item has to be looked at again."""
    if item.checks.filter(replaced_at=None).update(replaced_at=at):
        item.outcome = ""
        item.save(update_fields=["outcome"])


@transaction.atomic
def evidence_changed(item: PledgeItem) -> None:
    """A piece of evidence came or went."""
    pledge = rows.locked(item.pledge)
    reopen(locked_item(item, pledge), at=timezone.now())


def _check_return(item: PledgeItem, pledge: Pledge) -> None:
    """What was dropped comes back only where there is room, and never past a decision."""
    if pledge.revisions.filter(state="accepted", applied__dropped__has_key=str(item.pk)).exists():
        raise StaleDocument(pledge, "Nội dung này đã bỏ theo sửa đổi được duyệt. Đề nghị sửa bản đăng ký để thêm lại.")
    kept = pledge.items.filter(criterion=item.criterion).exclude(progress=Progress.DROPPED).count()
    most = pledge.period.pledge_policy.max_items
    if kept >= most:
        raise StaleDocument(pledge, f"Tiêu chí này đã đủ {most} nội dung đang thực hiện.")


def _audit(verb: str, pledge: Pledge, item: PledgeItem, before: str, *, by: User) -> None:
    audit.record(
        f"pledge.{verb}",
        pledge,
        by=by,
        cadre_id=pledge.cadre_id,
        unit_id=pledge.unit_id,
        before={"item": item.pk, "progress": before},
        after={"item": item.pk, "progress": item.progress},
    )
