"""Where a plan or a visit goes for its decision, and keeping it with the person's post."""

from django.db import transaction
from django.utils import timezone

from cadres.deciding import deciding_unit, deciding_units
from cadres.models import Appointment, Unit
from cadres.rules import DecidingUnit
from fieldvisits import rules
from fieldvisits.models import Visit, VisitPlan

OPEN = (VisitPlan.State.DRAFT, VisitPlan.State.RETURNED, *VisitPlan.WAITING)


def route_of(document: VisitPlan | Visit) -> DecidingUnit:
    """Who decides today. Needs the appointment with its unit and position."""
    return _after_department(document, deciding_unit(document.appointment))


def _after_department(document: VisitPlan | Visit, route: DecidingUnit) -> DecidingUnit:
    """What a department has looked at goes on to the province."""
    if document.state != VisitPlan.State.DEPT_OK:
        return route
    unit = Unit.objects.get(pk=route.unit_id)
    return DecidingUnit(unit.get_root().pk) if rules.looks_first(unit) else route


@transaction.atomic
def follow_posts() -> int:
    """Open plans take the person's new post; what waits goes where it is decided today. How many moved."""
    return _take_new_posts() + _reroute()


def _take_new_posts() -> int:
    today = timezone.localdate()
    ended = VisitPlan.objects.filter(state__in=OPEN, appointment__valid_to__lt=today).select_for_update(of=("self",))
    plans = list(ended)
    posts = Appointment.objects.valid_on(today).main().filter(cadre__in=[plan.cadre_id for plan in plans])
    by_cadre = {post.cadre_id: post for post in posts}
    moved = [plan for plan in plans if plan.cadre_id in by_cadre]
    for plan in moved:
        post = by_cadre[plan.cadre_id]
        plan.appointment_id, plan.unit_id = post.pk, post.unit_id
        plan.save(update_fields=["appointment", "unit"])
    return len(moved)


def _reroute() -> int:
    posts = ("appointment__unit", "appointment__position")
    plans = VisitPlan.objects.filter(state__in=VisitPlan.WAITING).select_related(*posts)
    visits = Visit.objects.filter(state=Visit.State.REPORTED).select_related(*posts)
    waiting: list[VisitPlan | Visit] = [
        *plans.select_for_update(of=("self",)),
        *visits.select_for_update(of=("self",)),
    ]
    routes = deciding_units(document.appointment for document in waiting)
    moved = 0
    for document in waiting:
        route = _after_department(document, routes[document.appointment_id])
        if document.deciding_unit_id != route.unit_id:
            document.deciding_unit_id = route.unit_id
            document.save(update_fields=["deciding_unit"])
            moved += 1
    return moved
