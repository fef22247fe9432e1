"""Where a plan or a visit goes for its decision, and keeping it with the person's post."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from cadres.deciding import deciding_unit, deciding_units
from cadres.models import Appointment, Unit
from cadres.rules import DecidingUnit
from criteria.models import Period
from fieldvisits import rules
from fieldvisits.models import Visit, VisitPlan
from fieldvisits.models.plans import VisitPlanQuerySet

OPEN = (VisitPlan.State.DRAFT, VisitPlan.State.RETURNED, *VisitPlan.WAITING)


def route_of(document: VisitPlan | Visit) -> DecidingUnit:
    """Who decides today. Needs the appointment with its unit and position.

    What a department of the province has looked at goes on to the unit above it.
    """
    route = deciding_unit(document.appointment)
    if document.state != VisitPlan.State.DEPT_OK:
        return route
    unit = Unit.objects.get(pk=route.unit_id)
    return DecidingUnit(Unit.objects.get(path=unit.parent_path).pk) if rules.looks_first(unit) else route


@transaction.atomic
def follow_posts() -> int:
    """Open plans take the person's new post; what waits goes where it is decided today. How many moved."""
    return take_new_posts() + _reroute()


def open_plans(cadre_ids: Collection[int] | None = None) -> VisitPlanQuerySet:
    """Drafts and what waits, in years that are open."""
    plans = VisitPlan.objects.filter(state__in=OPEN, period__state=Period.State.OPEN)
    return plans if cadre_ids is None else plans.filter(cadre__in=cadre_ids)


def take_new_posts(cadre_ids: Collection[int] | None = None) -> int:
    """Of everybody, or of these people: open plans whose post ended, or is no longer the main one, move on."""
    today = timezone.localdate()
    left = open_plans(cadre_ids).filter(Q(appointment__valid_to__lt=today) | Q(appointment__is_main=False))
    plans = list(left.select_for_update(of=("self",)))
    posts = Appointment.objects.valid_on(today).main().filter(cadre__in=[plan.cadre_id for plan in plans])
    by_cadre = {post.cadre_id: post for post in posts}
    moved = [plan for plan in plans if plan.cadre_id in by_cadre]
    for plan in moved:
        _move(plan, by_cadre[plan.cadre_id])
    return len(moved)


def _move(plan: VisitPlan, post: Appointment) -> None:
    before = {"appointment": plan.appointment_id, "unit": plan.unit_id}
    plan.appointment_id, plan.unit_id = post.pk, post.unit_id
    plan.save(update_fields=["appointment", "unit"])
    after = {"appointment": post.pk, "unit": post.unit_id}
    audit.record("plan.moved", plan, by=None, cadre_id=plan.cadre_id, unit_id=post.unit_id, before=before, after=after)


def _reroute() -> int:
    """What a department has passed on stays where it is."""
    plans = VisitPlan.objects.filter(state=VisitPlan.State.SUBMITTED).with_people().select_for_update(of=("self",))
    visits = Visit.objects.filter(state=Visit.State.REPORTED).with_people().select_for_update(of=("self",))
    waiting: list[VisitPlan | Visit] = [*plans, *visits]
    routes = deciding_units(document.appointment for document in waiting)
    moved = [document for document in waiting if document.deciding_unit_id != routes[document.appointment_id].unit_id]
    for document in moved:
        route = routes[document.appointment_id]
        document.deciding_unit_id = route.unit_id
        if isinstance(document, VisitPlan):
            document.is_by_minutes = route.by_minutes
            document.save(update_fields=["deciding_unit", "is_by_minutes"])
        else:
            document.save(update_fields=["deciding_unit"])
    return len(moved)
