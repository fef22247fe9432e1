"""Where a plan or a visit goes for its decision, and keeping it with the person's post."""

from django.db import transaction
from django.utils import timezone

from cadres import open_documents
from cadres.deciding import deciding_unit, deciding_units
from cadres.models import Appointment, Unit
from cadres.rules import DecidingUnit
from fieldvisits import rules
from fieldvisits.models import Visit, VisitPlan

OPEN = (VisitPlan.State.DRAFT, VisitPlan.State.RETURNED, *VisitPlan.WAITING)
open_documents.register(
    open_documents.Kind("plan", "Bảng đăng ký đi cơ sở", lambda: VisitPlan.objects.filter(state__in=OPEN), follows=True)
)
open_documents.register(
    open_documents.Kind(
        "visit",
        "Chuyến đi chưa xác nhận",
        lambda: Visit.objects.exclude(state=Visit.State.CONFIRMED),
        follows=False,
    )
)


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
