"""Changes to an approved pledge: proposed by the person, decided on like the pledge, which stays approved meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument, check_version, lock
from accounts.models import User
from cadres.models import Right
from cadres.standing_in import ROUTE, Acting, settle
from criteria import following_notices, rules
from criteria.amendment_routes import take_route
from criteria.models import ItemEvidence, ItemUpdate, Pledge, PledgeItem, PledgeRevision, Progress, RevisionState
from criteria.pledging import applying, rows
from criteria.pledging.deciding import MinutesMissing
from criteria.pledging.writing import PledgeIncomplete

DECIDED = ("state", "version", "decided_at", "decided_by", "reason", "minutes_no", "minutes_on", "in_place_reason")


class NothingChanged(Exception):
    """The proposal says the same as the pledge."""


@dataclass(frozen=True)
class ItemChange:
    """One item as it shall be; `item_id` when it is there already."""

    criterion: str
    text: str
    target: str = ""
    due_on: date | None = None
    evidence: str = ""
    item_id: int | None = None


@transaction.atomic
def propose(pledge: Pledge, changes: Iterable[ItemChange], *, by: User, version: int, reason: str) -> PledgeRevision:
    """Ask for these items instead of those that stand there; what is left out shall be dropped."""
    pledge = rows.locked(pledge, version)
    if not rules.is_own(by, pledge):
        raise PermissionDenied
    if not rules.can_amend(pledge):
        raise StaleDocument(pledge, "Chỉ đề nghị sửa khi bản đăng ký đã duyệt và kỳ còn mở.")
    if pledge.revisions.filter(state=RevisionState.PROPOSED).exists():
        raise StaleDocument(pledge, "Đang có một đề nghị sửa chờ duyệt. Rút đề nghị đó trước khi gửi đề nghị khác.")
    standing = {item.pk: item for item in pledge.items.exclude(progress=Progress.DROPPED).select_related("statement")}
    base = [frozen(item) for item in standing.values()]
    items = [wanted for change in changes if (wanted := _wanted(change, standing, pledge))]
    amendment = PledgeRevision(
        pledge=pledge,
        no=pledge.revisions.count() + 1,
        items=[frozen(item) for item in items],
        base=base,
        commitments=pledge.commitments,
        submitted_at=timezone.now(),
        state=RevisionState.PROPOSED,
        change_reason=reason,
    )
    _check(amendment, items, standing)
    take_route(amendment)
    amendment.save()
    rows.record("amendment_proposed", pledge, by=by, was=pledge.state, reason=reason, about={"revision": amendment.no})
    following_notices.proposed(amendment)
    return amendment


def frozen(item: PledgeItem) -> dict[str, object]:
    """As a revision keeps it, with the key by which it is found again; None for one that is yet to come."""
    [kept] = rows.frozen([item])
    return kept | {"id": item.pk}


def _wanted(change: ItemChange, standing: dict[int, PledgeItem], pledge: Pledge) -> PledgeItem:
    """The item as it shall be, not saved; a criterion never changes."""
    old = standing.get(change.item_id) if change.item_id else None
    if change.item_id and old is None:
        raise StaleDocument(pledge, "Một nội dung vừa thôi thực hiện. Mở lại trang để đề nghị trên bản mới.")
    return PledgeItem(
        pk=old.pk if old else None,
        pledge=pledge,
        criterion=old.criterion if old else change.criterion,
        order=old.order if old else 0,
        statement=old.statement if old else None,
        text=change.text,
        target=change.target,
        due_on=change.due_on,
        evidence=change.evidence,
    )


def _check(amendment: PledgeRevision, items: list[PledgeItem], standing: dict[int, PledgeItem]) -> None:
    if amendment.items == amendment.base:
        raise NothingChanged
    old = {row["id"]: row for row in amendment.base}
    changed = [item for item, row in zip(items, amendment.items, strict=True) if old.get(item.pk) != row]
    touched = {item.pk for item in changed} | (standing.keys() - {item.pk for item in items})
    if any(pk in touched for pk, item in standing.items() if item.is_done):
        raise StaleDocument(amendment.pledge, "Nội dung đã báo hoàn thành thì giữ nguyên. Mở lại trang rồi đề nghị.")
    policy, period = amendment.pledge.period.pledge_policy, amendment.pledge.period
    gaps = rules.amendment_gaps(items, changed, policy, period)
    if gaps:
        raise PledgeIncomplete(gaps)


@transaction.atomic
def withdraw(amendment: PledgeRevision, *, by: User, version: int) -> PledgeRevision:
    """The person thinks better of it."""
    amendment = _locked(amendment, version)
    if not rules.is_own(by, amendment.pledge):
        raise PermissionDenied
    if not amendment.is_proposed:
        raise StaleDocument(amendment.pledge, "Đề nghị này đã có quyết định nên không rút được nữa.")
    amendment.state = RevisionState.WITHDRAWN
    amendment.version += 1
    amendment.save(update_fields=["state", "version"])
    _record("withdrawn", amendment, by=by)
    return amendment


@transaction.atomic
def accept(
    amendment: PledgeRevision,
    *,
    by: User,
    version: int,
    minutes_no: str = "",
    minutes_on: date | None = None,
    in_place_reason: str = "",
) -> PledgeRevision:
    """The pledge takes the new items by their ids; what was dropped stays, with the reason."""
    amendment, acting = _locked_for_decision(amendment, by=by, version=version, in_place_reason=in_place_reason)
    if amendment.is_by_minutes and not (minutes_no and minutes_on):
        raise MinutesMissing
    if amendment.is_by_minutes:
        amendment.minutes_no, amendment.minutes_on = minutes_no, minutes_on
    amendment.decided_at = timezone.now()
    amendment.applied = applying.apply(amendment, by=by)
    rows.save(amendment.pledge)
    return _decide(amendment, RevisionState.ACCEPTED, by=by, acting=acting)


@transaction.atomic
def refuse(
    amendment: PledgeRevision, *, by: User, version: int, reason: str, in_place_reason: str = ""
) -> PledgeRevision:
    amendment, acting = _locked_for_decision(amendment, by=by, version=version, in_place_reason=in_place_reason)
    amendment.decided_at, amendment.reason = timezone.now(), reason
    return _decide(amendment, RevisionState.REFUSED, by=by, acting=acting)


@transaction.atomic
def undo(amendment: PledgeRevision, *, by: User) -> PledgeRevision:
    """Take the decision back within ten minutes, unless somebody has built on it; the version stays."""
    amendment = _locked(amendment)
    pledge = amendment.pledge
    if amendment.decided_by_id not in {None, by.pk}:
        raise PermissionDenied("Chỉ người vừa quyết định mới hoàn tác được.")
    if not rules.can_undo_amendment(amendment, timezone.now()):
        raise StaleDocument(pledge, "Chỉ hoàn tác được trong 10 phút sau khi quyết định.")
    if _is_built_on(amendment):
        raise StaleDocument(pledge, "Cán bộ đã làm tiếp trên bản mới nên không hoàn tác được nữa.")
    following_notices.amendment_undone(amendment)
    was = amendment.state
    if was == RevisionState.ACCEPTED:
        applying.revert(amendment, by=by)
        rows.save(pledge)
    amendment.state, amendment.applied = RevisionState.PROPOSED, None
    amendment.decided_at = amendment.decided_by = amendment.minutes_on = None
    amendment.reason = amendment.minutes_no = amendment.in_place_reason = ""
    take_route(amendment)
    amendment.save(update_fields=["applied", *DECIDED, *ROUTE])
    _record("undone", amendment, by=by, was=was)
    return amendment


def _locked(amendment: PledgeRevision, version: int | None = None) -> PledgeRevision:
    """The pledge's row first, as every verb about a pledge does, then the amendment's."""
    pledge = rows.locked(amendment.pledge)
    lock(amendment)
    row = PledgeRevision.objects.select_related("decided_by", "in_place_of").get(pk=amendment.pk)
    row.pledge = pledge
    if version is not None:
        check_version(row, version)
    return row


def _locked_for_decision(
    amendment: PledgeRevision, *, by: User, version: int, in_place_reason: str
) -> tuple[PledgeRevision, Acting]:
    """The row, after both questions; who decides is looked up anew."""
    amendment = _locked(amendment, version)
    take_route(amendment)
    acts = rules.amendment_acts_as(by, amendment, timezone.localdate())
    if acts is None:
        raise PermissionDenied("Đề nghị này do đơn vị khác quyết định, và không ai tự duyệt cho mình.")
    if not rules.can_decide_amendment(amendment):
        raise StaleDocument(amendment.pledge, "Đề nghị này không còn chờ duyệt.")
    return amendment, settle(amendment, acts, Right.PLEDGE_DECIDE, by=by, reason=in_place_reason)


def _decide(amendment: PledgeRevision, state: str, *, by: User, acting: Acting) -> PledgeRevision:
    was, amendment.state, amendment.decided_by = amendment.state, state, by
    amendment.version += 1
    amendment.save(update_fields=["applied", *DECIDED, *ROUTE])
    _record(state, amendment, by=by, was=was, reason=amendment.reason or amendment.in_place_reason, acting=acting)
    following_notices.amendment_decided(amendment, by=by)
    return amendment


def _record(
    verb: str, amendment: PledgeRevision, *, by: User, was: str = "", reason: str = "", acting: Acting | None = None
) -> None:
    about = {"revision": amendment.no, "was": was or RevisionState.PROPOSED.value, "is": str(amendment.state)}
    pledge = amendment.pledge
    rows.record(f"amendment_{verb}", pledge, by=by, was=pledge.state, reason=reason, acting=acting, about=about)


def _is_built_on(amendment: PledgeRevision) -> bool:
    """Was another change proposed since, or, after a yes, progress or evidence added?"""
    if PledgeRevision.objects.filter(pledge=amendment.pledge_id, no__gt=amendment.no).exists():
        return True
    since, of_pledge = amendment.decided_at, {"item__pledge": amendment.pledge_id}
    is_worked_on = ItemUpdate.objects.filter(at__gt=since, **of_pledge).exists()
    is_proved = ItemEvidence.objects.filter(added_at__gt=since, **of_pledge).exists()
    return amendment.state == RevisionState.ACCEPTED and (is_worked_on or is_proved)
