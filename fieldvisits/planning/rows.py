"""One row of a plan, locked, saved and recorded."""

from accounts import audit
from accounts.documents import check_version
from accounts.models import User
from cadres import standing_in
from cadres.rules import looks_first
from cadres.standing_in import Acting
from fieldvisits.models import VisitPlan

DECISION = ("decided_at", "decided_by", "return_reason", "minutes_no", "minutes_on", "in_place_reason")
ROUTE = standing_in.ROUTE


def locked(plan: VisitPlan, version: int | None = None) -> VisitPlan:
    row = (
        VisitPlan.objects.select_for_update(of=("self",))
        .select_related("cadre__user", "period", "unit", "appointment__position", "appointment__unit")
        .get(pk=plan.pk)
    )
    if version is not None:
        check_version(row, version, lambda: [f"{item}: {item.content}" for item in row.items.all()])
    return row


def save(plan: VisitPlan, *fields: str) -> VisitPlan:
    plan.version += 1
    plan.save(update_fields=["version", *fields])
    return plan


def record(
    verb: str, plan: VisitPlan, *, by: User | None, was: str, reason: str = "", acting: Acting | None = None
) -> None:
    acting = acting or Acting()
    audit.record(
        f"plan.{verb}",
        plan,
        by=by,
        cadre_id=plan.cadre_id,
        unit_id=plan.unit_id,
        reason=reason,
        before={"state": was},
        after={"state": plan.state, "version": plan.version},
        acting_role=acting.role,
        on_behalf_of=acting.on_behalf_of,
    )


def is_rewritten(plan: VisitPlan) -> bool:
    """Was the plan saved again after it was returned?"""
    returned = audit.trail(plan).filter(verb="plan.returned").first()
    return returned is not None and (returned.after or {}).get("version") != plan.version


def came_from_department(plan: VisitPlan) -> bool:
    """Had the department agreed before the decision that is undone? Its unit above may also have stood in for it."""
    agreed = looks_first(plan.unit) and plan.deciding_unit is not None and not looks_first(plan.deciding_unit)
    return agreed and (plan.in_place_of is None or not looks_first(plan.in_place_of))
