"""Where a pledge goes for its decision, and keeping it with the person's post."""

from django.db import transaction
from django.utils import timezone

from cadres import open_documents
from cadres.deciding import deciding_unit, deciding_units
from cadres.models import Appointment
from cadres.rules import DecidingUnit
from criteria.models import Pledge

OPEN = (Pledge.State.DRAFT, Pledge.State.SUBMITTED, Pledge.State.RETURNED)
open_documents.register(
    open_documents.Kind("pledge", "Bản đăng ký rèn luyện", lambda: Pledge.objects.filter(state__in=OPEN), follows=True)
)


def route_of(pledge: Pledge) -> DecidingUnit:
    """Who decides on this pledge today. Needs the appointment with its unit and position."""
    return deciding_unit(pledge.appointment)


@transaction.atomic
def follow_posts() -> int:
    """Open pledges take the person's new post; waiting ones go where it is decided today. How many moved."""
    return _take_new_posts() + _reroute()


def _take_new_posts() -> int:
    today = timezone.localdate()
    ended = Pledge.objects.filter(state__in=OPEN, appointment__valid_to__lt=today).select_for_update(of=("self",))
    pledges = {pledge.cadre_id: pledge for pledge in ended}
    posts = Appointment.objects.valid_on(today).main().filter(cadre__in=pledges)
    for post in posts:
        pledge = pledges[post.cadre_id]
        pledge.appointment_id, pledge.unit_id = post.pk, post.unit_id
        pledge.save(update_fields=["appointment", "unit"])
    return len(posts)


def _reroute() -> int:
    waiting = list(
        Pledge.objects.filter(state=Pledge.State.SUBMITTED)
        .select_related("appointment__unit", "appointment__position")
        .select_for_update(of=("self",))
    )
    routes = deciding_units(pledge.appointment for pledge in waiting)
    moved = 0
    for pledge in waiting:
        route = routes[pledge.appointment_id]
        if (pledge.deciding_unit_id, pledge.is_by_minutes) != (route.unit_id, route.by_minutes):
            pledge.deciding_unit_id, pledge.is_by_minutes = route.unit_id, route.by_minutes
            pledge.save(update_fields=["deciding_unit", "is_by_minutes"])
            moved += 1
    return moved
