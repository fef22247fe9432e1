"""Filling in a pledge step by step, again and again until it is sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.attachments import forget, store_file
from accounts.documents import StaleDocument
from accounts.models import Attachment, User
from criteria import rules
from criteria.models import Criterion, Pledge, PledgeItem, PledgeLinks, PledgeSaving
from criteria.pledging import rows


@dataclass(frozen=True)
class ItemDraft:
    """One item as the form gives it."""

    text: str
    target: str = ""
    due_on: date | None = None
    evidence: str = ""
    statement_id: int | None = None
    focus_id: int | None = None
    indicator_id: int | None = None
    taken_from_id: int | None = None

    @classmethod
    def of(cls, item: PledgeItem) -> "ItemDraft":
        return cls(**{name: getattr(item, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class LinksDraft:
    """The step of links as the form gives it."""

    has_youth_programme: bool | None = None
    youth_programme_no: str = ""
    work_plan_no: str = ""
    drops_work_plan: bool = False


def _locked_to_write(pledge: Pledge, *, by: User, version: int, tab: str) -> Pledge:
    pledge = rows.locked(pledge)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    if pledge.is_editable and rules.is_over(pledge.period, timezone.localdate()):
        raise rows.PeriodOver(pledge)
    if not rules.can_edit(pledge):
        raise StaleDocument(pledge, "Bản đăng ký đã nộp nên không sửa được nữa.")
    if not (tab and PledgeSaving.objects.filter(pledge=pledge, tab=tab, version=pledge.version).exists()):
        rows.check(pledge, version)
    return pledge


def _saved(pledge: Pledge, *fields: str, tab: str) -> Pledge:
    rows.save(pledge, *fields)
    given = {"version": pledge.version, "tab": tab, "saved_at": timezone.now()}
    PledgeSaving.objects.update_or_create(pledge=pledge, defaults=given)
    return pledge


@transaction.atomic
def save_step(
    pledge: Pledge,
    criterion: str,
    items: Iterable[ItemDraft],
    commitments: Collection[str],
    *,
    by: User,
    version: int,
    tab: str = "",
) -> Pledge:
    """Write the items of one criterion and the KHÔNG confirmed there; the other steps stay as they are.

    What is there already is not written again: a form that saves itself would fill the history with the same.
    """
    pledge = _locked_to_write(pledge, by=by, version=version, tab=tab)
    drafts = list(items)
    others = [code for code in pledge.commitments if not code.startswith(f"{criterion}-")]
    commitments = sorted({*others, *commitments})
    if drafts == [ItemDraft.of(item) for item in pledge.items.filter(criterion=criterion)]:
        if commitments == sorted(pledge.commitments):
            return pledge
    else:
        _write_items(pledge, criterion, drafts)
    pledge.commitments = commitments
    return _saved(pledge, "commitments", tab=tab)


def _write_items(pledge: Pledge, criterion: str, drafts: list[ItemDraft]) -> None:
    first = (Criterion.values.index(criterion) + 1) * 10
    pledge.items.filter(criterion=criterion).delete()
    PledgeItem.objects.bulk_create(
        PledgeItem(pledge=pledge, criterion=criterion, order=first + n, **vars(item)) for n, item in enumerate(drafts)
    )


@transaction.atomic
def confirm_donts(
    pledge: Pledge, shown: Collection[str], confirmed: Collection[str], *, by: User, version: int, tab: str = ""
) -> Pledge:
    """Of the KHÔNG that one screen showed, those that were confirmed there."""
    pledge = _locked_to_write(pledge, by=by, version=version, tab=tab)
    others = [code for code in pledge.commitments if code not in shown]
    pledge.commitments = sorted({*others, *(code for code in confirmed if code in shown)})
    return _saved(pledge, "commitments", tab=tab)


def save_links(
    pledge: Pledge, draft: LinksDraft, *, by: User, version: int, tab: str = "", upload: UploadedFile | None = None
) -> Pledge:
    """Write the step of links. A file is checked and stored before the row is locked; ValidationError says why not."""
    if upload is None:
        return _write_links(pledge, draft, None, by=by, version=version, tab=tab)
    if not rules.may_write(by, pledge):
        raise PermissionDenied
    attachment = store_file(upload, by=by)
    try:
        return _write_links(pledge, draft, attachment, by=by, version=version, tab=tab)
    except (StaleDocument, PermissionDenied):
        forget(attachment)
        raise


@transaction.atomic
def _write_links(
    pledge: Pledge, draft: LinksDraft, attachment: Attachment | None, *, by: User, version: int, tab: str
) -> Pledge:
    """A file that was replaced or dropped is deleted; what is there already is not written again."""
    pledge = _locked_to_write(pledge, by=by, version=version, tab=tab)
    links = PledgeLinks.objects.filter(pledge=pledge).select_related("work_plan").first() or PledgeLinks(pledge=pledge)
    before, was = links.work_plan, _words(links)
    links.has_youth_programme = draft.has_youth_programme
    links.youth_programme_no = draft.youth_programme_no if draft.has_youth_programme else ""
    links.work_plan_no = draft.work_plan_no
    if attachment or draft.drops_work_plan:
        links.work_plan = attachment
    if _words(links) == was:
        return pledge
    links.save()
    if before and before.pk != links.work_plan_id:
        forget(before)
    return _saved(pledge, tab=tab)


@transaction.atomic
def drop_work_plan(links: PledgeLinks) -> None:
    """Of a draft that is forgotten."""
    plan, links.work_plan = links.work_plan, None
    links.save(update_fields=["work_plan"])
    if plan:
        forget(plan)


def _words(links: PledgeLinks) -> tuple[object, ...]:
    return (links.has_youth_programme, links.youth_programme_no, links.work_plan_no, links.work_plan_id)
