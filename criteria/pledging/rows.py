"""One row of a pledge, locked, saved and recorded."""

from collections.abc import Iterable
from typing import Any

from accounts import audit
from accounts.documents import StaleDocument, check_version, lock
from accounts.models import User
from cadres import standing_in
from cadres.standing_in import Acting
from criteria.models import Pledge, PledgeItem
from criteria.period_turns import write_in

ROUTE = standing_in.ROUTE
DECISION = ("decided_at", "decided_by", "return_reason")


class PeriodOver(StaleDocument):
    """The period was closed while the pledge lay open: nothing more is written into it (decisions, 8)."""

    def __init__(self, pledge: Pledge) -> None:
        super().__init__(pledge, "Kỳ rèn luyện đã đóng nên không ghi thêm được.")


def locked(pledge: Pledge, version: int | None = None) -> Pledge:
    write_in(pledge.period_id)
    lock(pledge)
    row = (
        Pledge.objects.select_related("cadre__user", "period__pledge_policy", "unit", "appointment__position")
        .select_related("appointment__unit")
        .get(pk=pledge.pk)
    )
    if version is not None:
        check(row, version)
    return row


def check(pledge: Pledge, version: int) -> None:
    check_version(pledge, version, lambda: [f"{item}. {item.target}" for item in pledge.items.all()])


def save(pledge: Pledge, *fields: str) -> Pledge:
    pledge.version += 1
    pledge.save(update_fields=["version", *fields])
    return pledge


def record(
    verb: str,
    pledge: Pledge,
    *,
    by: User | None,
    was: str,
    reason: str = "",
    acting: Acting | None = None,
    about: dict[str, Any] | None = None,
) -> None:
    """One row of the trail; `about` says which part of the pledge it was, and what became of that."""
    acting = acting or Acting()
    audit.record(
        f"pledge.{verb}",
        pledge,
        by=by,
        cadre_id=pledge.cadre_id,
        unit_id=pledge.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": pledge.state, "version": pledge.version} | (about or {}),
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )


def frozen(items: Iterable[PledgeItem]) -> list[dict[str, str]]:
    """What a revision keeps of the items."""
    return [
        {
            "criterion": item.criterion,
            "code": item.statement.code if item.statement else "",
            "text": item.text,
            "target": item.target,
            "due_on": item.due_on.isoformat() if item.due_on else "",
            "evidence": item.evidence,
        }
        for item in items
    ]


def is_rewritten(pledge: Pledge) -> bool:
    """Has the working copy changed since it was last sent?"""
    sent = pledge.revisions.sendings().latest("no")
    return (frozen(pledge.items.select_related("statement")), pledge.commitments) != (sent.items, sent.commitments)


def is_worked_on(pledge: Pledge) -> bool:
    """Has anybody reported on it since it was decided?"""
    since = audit.trail(pledge).filter(at__gte=pledge.decided_at)
    return since.filter(verb__in=["pledge.progressed", "evidence.attached"]).exists()
