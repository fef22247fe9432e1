"""Puts the items of an accepted amendment into the pledge by their ids, and takes them out again."""

from datetime import date
from itertools import chain
from typing import Any

from accounts.documents import StaleDocument
from accounts.models import User
from criteria import rules
from criteria.models import Criterion, PledgeItem, PledgeRevision, Progress
from criteria.pledging.progress import write

WORDS = ("text", "target", "due_on", "evidence")
LONGEST_NOTE = 300


def apply(amendment: PledgeRevision, *, by: User) -> dict[str, Any]:
    """What it did, for an undo: ids of new and of reworded items, and how far dropped ones had come."""
    standing = {item.pk: item for item in amendment.pledge.items.select_for_update(of=("self",))}
    old = {row["id"]: row for row in amendment.base or []}
    wanted = {row["id"]: row for row in amendment.items if row["id"]}
    reworded = [pk for pk, row in wanted.items() if row != old.get(pk)]
    gone = [pk for pk in old if pk not in wanted and not standing[pk].is_dropped]
    if any(standing[pk].is_done for pk in (*reworded, *gone)):
        raise StaleDocument(
            amendment.pledge,
            "Một nội dung trong đề nghị đã được báo hoàn thành sau khi gửi. Không duyệt để cán bộ đề nghị lại.",
        )
    for pk in reworded:
        _reword(standing[pk], wanted[pk])
    dropped = {str(pk): _drop(standing[pk], amendment, by) for pk in gone}
    created = [_add(row, amendment, standing) for row in amendment.items if not row["id"]]
    _check_limits(amendment)
    return {"created": created, "reworded": reworded, "dropped": dropped}


def revert(amendment: PledgeRevision, *, by: User) -> None:
    """Nobody has built on it: the new items go, the old ones have their words and progress again."""
    done = amendment.applied or {}
    pledge = amendment.pledge
    standing = {item.pk: item for item in pledge.items.select_for_update(of=("self",))}
    pledge.items.filter(pk__in=done["created"]).delete()
    old = {row["id"]: row for row in amendment.base or []}
    for pk in done["reworded"]:
        _reword(standing[pk], old[pk])
    for pk, was in done["dropped"].items():
        at = amendment.decided_at
        write(standing[int(pk)], was["progress"], was["note"], by=by, at=at)


def _reword(item: PledgeItem, row: dict[str, Any]) -> None:
    item.text, item.target, item.evidence = row["text"], row["target"], row["evidence"]
    item.due_on = date.fromisoformat(row["due_on"]) if row["due_on"] else None
    item.save(update_fields=WORDS)


def _drop(item: PledgeItem, amendment: PledgeRevision, by: User) -> dict[str, str]:
    was = {"progress": item.progress, "note": item.progress_note}
    note = f"Theo đề nghị sửa đổi: {amendment.change_reason}"[:LONGEST_NOTE]
    write(item, Progress.DROPPED, note, by=by, at=amendment.decided_at)
    return was


def _add(row: dict[str, Any], amendment: PledgeRevision, standing: dict[int, PledgeItem]) -> int:
    """At the first free place of its criterion: ten are kept in line, a hundred more behind all."""
    first = (Criterion.values.index(row["criterion"]) + 1) * 10
    taken = {item.order for item in standing.values()}
    order = next(n for n in chain(range(first, first + 10), range(first * 10, first * 10 + 100)) if n not in taken)
    item = PledgeItem(pledge=amendment.pledge, criterion=row["criterion"], order=order)
    item.text, item.target, item.evidence = row["text"], row["target"], row["evidence"]
    item.due_on = date.fromisoformat(row["due_on"])
    item.save(force_insert=True)
    standing[item.pk] = item
    return item.pk


def _check_limits(amendment: PledgeRevision) -> None:
    """The person may have dropped something else meanwhile."""
    kept = amendment.pledge.items.exclude(progress=Progress.DROPPED).values_list("criterion", flat=True)
    gaps = rules.limit_gaps(kept, amendment.pledge.period.pledge_policy)
    if gaps:
        where = Criterion(gaps[0].criterion).label
        raise StaleDocument(
            amendment.pledge,
            f"Tiến độ đã đổi sau khi gửi: {where} không còn đủ nội dung. Không duyệt để cán bộ đề nghị lại.",
        )
