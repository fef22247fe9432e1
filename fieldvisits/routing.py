"""Where a plan or a visit goes for its decision, and keeping it with the person's post."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import audit
from cadres import standing_in
from cadres.deciding import deciding_units
from cadres.models import Appointment, Right
from cadres.rules import DecidingUnit, looks_first
from criteria.models import Period
from criteria.patience import Patience
from fieldvisits.models import Visit, VisitPlan
from fieldvisits.models.plans import VisitPlanQuerySet

OPEN = (VisitPlan.State.DRAFT, VisitPlan.State.RETURNED, *VisitPlan.WAITING)
CHUNK = 1000
Document = VisitPlan | Visit


def take_route(document: Document, *, is_sent_now: bool = False) -> None:
    """Put who decides today into the locked row. Needs the appointment with its unit and position."""
    route = _routes([document])[document.appointment_id, _is_passed_on(document)]
    if is_sent_now:
        document.stand_in_from = None
    standing_in.take_route(document, route, _ends_on(document, Patience()))


def _ends_on(document: Document, patience: Patience) -> date | None:
    """A visit that was questioned is sent again, so its day is kept from the last sending on."""
    if isinstance(document, VisitPlan):
        return patience.ends_on(document.period_id, document.submitted_at)
    since = timezone.now() if document.decided_at else document.reported_at
    return document.stand_in_from or patience.ends_on(document.period_id, since)


def _is_passed_on(document: Document) -> bool:
    """What a department of the province has looked at goes on to the unit above it."""
    return document.state == VisitPlan.State.DEPT_OK and looks_first(document.appointment.unit)


def _routes(documents: Iterable[Document]) -> dict[tuple[int, bool], DecidingUnit]:
    """By appointment, and by whether its department has agreed."""
    documents = list(documents)
    found: dict[tuple[int, bool], DecidingUnit] = {}
    for is_passed_on in (False, True):
        posts = {d.appointment_id: d.appointment for d in documents if _is_passed_on(d) == is_passed_on}
        passed_on = posts if is_passed_on else ()
        if posts:
            routes = deciding_units(posts.values(), Right.VISIT_DECIDE, passed_on=passed_on)
            found |= {(pk, is_passed_on): route for pk, route in routes.items()}
    return found


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
    """Waiting plans and visits, part by part: which of them lie elsewhere than who decides today says."""
    plans = VisitPlan.objects.filter(state__in=VisitPlan.WAITING)
    visits = Visit.objects.filter(state=Visit.State.REPORTED)
    return _reroute_all(plans) + _reroute_all(visits)


def _reroute_all(waiting: QuerySet[Any]) -> int:
    patience, moved, last = Patience(), 0, 0
    rows = waiting.select_related("appointment__unit", "appointment__position").order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        routes = _routes(chunk)
        moved += standing_in.reroute(
            waiting, [(d, routes[d.appointment_id, _is_passed_on(d)], _ends_on(d, patience)) for d in chunk]
        )
    return moved
