"""Where a pledge goes for its decision, and keeping it with the person's post."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from cadres.deciding import deciding_unit, deciding_units
from cadres.models import Appointment, Cadre, returned_on
from cadres.rules import DecidingUnit
from criteria import rules
from criteria.models import Duty, Owed, Period, Pledge, profile_of
from criteria.models.pledges import PledgeQuerySet

OPEN = (Pledge.State.DRAFT, Pledge.State.SUBMITTED, Pledge.State.RETURNED)


def route_of(pledge: Pledge) -> DecidingUnit:
    """Who decides on this pledge today. Needs the appointment with its unit and position."""
    return deciding_unit(pledge.appointment)


@transaction.atomic
def follow_posts() -> int:
    """Open pledges take the person's new post; waiting ones go where it is decided today. How many moved."""
    return take_new_posts() + _reroute()


def take_new_posts(cadre_ids: Collection[int] | None = None) -> int:
    """Of everybody, or of these people: open pledges whose post ended, or is no longer the main one, move on."""
    today = timezone.localdate()
    left = open_pledges(cadre_ids).filter(Q(appointment__valid_to__lt=today) | Q(appointment__is_main=False))
    pledges = list(left.select_for_update(of=("self",)))
    posts = posts_in_scope(pledges)
    moved = 0
    for pledge in pledges:
        post = next((post for post in posts[pledge.pk] if post.valid_from <= today), None)
        if post and post.pk != pledge.appointment_id:
            _move(pledge, post)
            moved += 1
    _give_time(cadre_ids)
    return moved


def open_pledges(cadre_ids: Collection[int] | None = None) -> PledgeQuerySet:
    """Drafts and what waits, in years that are open."""
    pledges = Pledge.objects.filter(state__in=OPEN, period__state=Period.State.OPEN)
    pledges = pledges if cadre_ids is None else pledges.filter(cadre__in=cadre_ids)
    return pledges.select_related("period__pledge_policy", "appointment", "cadre")


def without_post(cadre_ids: Collection[int] | None = None) -> PledgeQuerySet:
    """Open pledges whose own post is over."""
    over = open_pledges(cadre_ids).filter(appointment__valid_to__lt=timezone.localdate())
    return over.select_for_update(of=("self",))


def posts_in_scope(pledges: list[Pledge]) -> dict[int, list[Appointment]]:
    """By pledge: the person's posts of today and to come that owe a pledge in its period, the main one first."""
    owing = set(
        Duty.objects.filter(period__in={pledge.period_id for pledge in pledges})
        .exclude(pledge=Owed.NONE)
        .values_list("period", "level", "category")
    )
    posts = Appointment.objects.to_come(timezone.localdate()).filter(cadre__in={p.cadre_id for p in pledges})
    posts = list(posts.select_related("position", "unit").order_by("-is_main", "position__rank", "valid_from"))
    return {
        pledge.pk: [
            post
            for post in posts
            if post.cadre_id == pledge.cadre_id
            and (pledge.period_id, post.position.level, post.position.category) in owing
            and profile_of(post.position.category) == pledge.period.profile
        ]
        for pledge in pledges
    }


def _move(pledge: Pledge, post: Appointment) -> None:
    before = {"appointment": pledge.appointment_id, "unit": pledge.unit_id}
    pledge.appointment, pledge.unit_id = post, post.unit_id
    pledge.save(update_fields=["appointment", "unit"])
    extend(pledge, {})
    after = {"appointment": post.pk, "unit": post.unit_id}
    audit.record(
        "pledge.moved", pledge, by=None, cadre_id=pledge.cadre_id, unit_id=post.unit_id, before=before, after=after
    )


def _give_time(cadre_ids: Collection[int] | None) -> None:
    """Who came back from leave, or took a new post, has as long as anybody new for what was never sent."""
    today = timezone.localdate()
    pledges = open_pledges(cadre_ids).filter(first_submitted_at=None)
    if cadre_ids is None:
        pledges = pledges.filter(cadre__exemptions__valid_to__lt=today).distinct()
    locked = Pledge.objects.filter(pk__in=pledges.values("pk")).select_for_update(of=("self",))
    rows = list(locked.select_related("period__pledge_policy", "appointment"))
    back = returned_on({pledge.cadre_id for pledge in rows}, today)
    for pledge in rows:
        extend(pledge, back)


def extend(pledge: Pledge, back: dict[int, date]) -> None:
    """Put a deadline off, never forward, and not once the pledge was sent."""
    if pledge.first_submitted_at:
        return
    policy = pledge.period.pledge_policy
    due_on = rules.due_on(pledge.period, pledge.appointment.valid_from, policy, back.get(pledge.cadre_id))
    if due_on > pledge.due_on:
        pledge.due_on = due_on
        pledge.save(update_fields=["due_on"])


def due_on_of(cadre: Cadre, period: Period, post: Appointment) -> date:
    """The day by which the holder of the post has to send the pledge of the period."""
    back = returned_on([cadre.pk], timezone.localdate()).get(cadre.pk)
    return rules.due_on(period, post.valid_from, period.pledge_policy, back)


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
