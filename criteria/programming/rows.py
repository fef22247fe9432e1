"""One row of a programme, locked, saved and recorded."""

from typing import Any

from accounts import audit
from accounts.documents import check_version, lock
from accounts.models import User
from cadres import standing_in
from cadres.standing_in import Acting
from criteria.models import Programme

ROUTE = tuple(name for name in standing_in.ROUTE if name != "is_by_minutes")
DECISION = ("decided_at", "decided_by", "return_reason", "in_place_reason")


def locked(programme: Programme, version: int | None = None) -> Programme:
    lock(programme)
    row = Programme.objects.select_related("unit", "period", "submitted_by").get(pk=programme.pk)
    if version is not None:
        check_version(row, version, lambda: [str(solution) for solution in row.solutions.all()])
    return row


def save(programme: Programme, *fields: str) -> Programme:
    programme.version += 1
    programme.save(update_fields=["version", *fields])
    return programme


def record(
    verb: str, programme: Programme, *, by: User, was: str, reason: str = "", acting: Acting | None = None
) -> None:
    acting = acting or Acting()
    audit.record(
        f"programme.{verb}",
        programme,
        by=by,
        unit_id=programme.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": programme.state, "version": programme.version},
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )


def record_work(verb: str, programme: Programme, *, by: User, after: dict[str, Any], before: Any = None) -> None:
    """What a unit does for an approved programme; its version stays."""
    audit.record(f"programme.{verb}", programme, by=by, unit_id=programme.unit_id, before=before or {}, after=after)
