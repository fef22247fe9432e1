"""One row of a visit, locked, saved and recorded."""

from accounts import audit
from accounts.documents import check_version
from accounts.models import User
from cadres import standing_in
from cadres.standing_in import Acting
from fieldvisits.models import Visit

DECISION = ("decided_at", "decided_by", "question", "in_place_reason")
ROUTE = tuple(name for name in standing_in.ROUTE if name != "is_by_minutes")


def locked(visit: Visit, version: int | None = None) -> Visit:
    row = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("cadre__user", "period", "unit", "appointment__position", "appointment__unit")
        .get(pk=visit.pk)
    )
    if version is not None:
        check_version(row, version)
    return row


def save(visit: Visit, *fields: str) -> Visit:
    visit.version += 1
    visit.save(update_fields=["version", *fields])
    return visit


def record(verb: str, visit: Visit, *, by: User, was: str, reason: str = "", acting: Acting | None = None) -> None:
    acting = acting or Acting()
    audit.record(
        f"visit.{verb}",
        visit,
        by=by,
        cadre_id=visit.cadre_id,
        unit_id=visit.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": visit.state, "version": visit.version},
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )
