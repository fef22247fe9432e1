"""Where a pledge or a programme goes for its decision, and keeping it with the person's post."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from cadres import open_documents, standing_in
from cadres.deciding import deciding_units, superior_units
from cadres.models import Appointment, Right
from cadres.rules import DecidingUnit, looks_first
from criteria.deadlines import Due, pledge_dues
from criteria.models import Duty, Owed, Period, Pledge, Programme, profile_of
from criteria.models.pledge_queries import PledgeQuerySet
from criteria.patience import Patience

OPEN = (Pledge.State.DRAFT, Pledge.State.SUBMITTED, Pledge.State.RETURNED)
CHUNK = 1000
open_documents.register(
    open_documents.Kind("pledge", "Bản đăng ký rèn luyện", lambda: Pledge.objects.filter(state__in=OPEN), follows=True)
)


def take_route(pledge: Pledge) -> None:
    """Put who decides today into the locked row. Needs the appointment with its unit and position."""
    route = _routes([pledge])[pledge.pk]
    standing_in.take_route(pledge, route, Patience().ends_on(pledge.period_id, waiting_since(pledge)))


def take_programme_route(programme: Programme) -> None:
    route = superior_units([programme.unit], Right.PROGRAMME_DECIDE)[programme.unit_id]
    standing_in.take_route(programme, route, Patience().ends_on(programme.period_id, programme.waiting_since))


def waiting_since(pledge: Pledge) -> Any:
    """Since when it lies with the unit that decides now."""
    return pledge.passed_on_at or pledge.submitted_at


def _routes(pledges: Iterable[Pledge]) -> dict[int, DecidingUnit]:
    """By pledge. What a department has agreed to is decided above it."""
    pledges = list(pledges)
    passed_on = {p.appointment_id for p in pledges if p.passed_on_at and looks_first(p.appointment.unit)}
    posts = {pledge.appointment_id: pledge.appointment for pledge in pledges}
    entered = {pledge.appointment_id: pledge.entered_by_id for pledge in pledges if pledge.entered_by_id}
    routes = deciding_units(posts.values(), Right.PLEDGE_DECIDE, passed_on=passed_on, entered_by=entered)
    return {pledge.pk: routes[pledge.appointment_id] for pledge in pledges}


@transaction.atomic
def follow_posts() -> int:
    """Open pledges take the person's new post; waiting ones go where it is decided today. How many moved."""
    return take_new_posts() + _reroute() + _reroute_programmes()


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
    extend(pledge, pledge_dues([post], pledge.period)[post.pk])
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
    put_off(pledges)


def put_off(pledges: PledgeQuerySet) -> None:
    """Give unsent pledges the day they have by now when it is later; a day never comes forward."""
    unsent = pledges.filter(first_submitted_at=None).order_by()
    locked = Pledge.objects.filter(pk__in=unsent.values("pk")).select_for_update(of=("self",)).order_by("pk")
    rows = list(locked.select_related("period__pledge_policy", "appointment__position"))
    for period in {pledge.period_id: pledge.period for pledge in rows}.values():
        of_period = [pledge for pledge in rows if pledge.period_id == period.pk]
        dues = pledge_dues([pledge.appointment for pledge in of_period], period)
        for pledge in of_period:
            extend(pledge, dues[pledge.appointment_id])


def extend(pledge: Pledge, due: Due) -> None:
    """Put a deadline off, never forward, and not once the pledge was sent."""
    if pledge.first_submitted_at or due.on <= pledge.due_on:
        return
    pledge.due_on, pledge.extended_from = due.on, due.extended_from
    pledge.save(update_fields=["due_on", "extended_from"])


def due_on_of(period: Period, post: Appointment) -> date:
    """The day by which the holder of the post has to send the pledge of the period."""
    return pledge_dues([post], period)[post.pk].on


def _reroute() -> int:
    """Waiting pledges, part by part: which of them lie elsewhere than who decides today says."""
    waiting = Pledge.objects.filter(state=Pledge.State.SUBMITTED)
    patience, moved, last = Patience(), 0, 0
    rows = waiting.select_related("appointment__unit", "appointment__position").order_by("pk")
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        routes = _routes(chunk)
        moved += standing_in.reroute(
            waiting, [(p, routes[p.pk], patience.ends_on(p.period_id, waiting_since(p))) for p in chunk]
        )
    return moved


def _reroute_programmes() -> int:
    waiting = Programme.objects.awaiting().select_related("unit").order_by("pk")
    patience, moved, last = Patience(), 0, 0
    while chunk := list(waiting.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        routes = superior_units({row.unit_id: row.unit for row in chunk}.values(), Right.PROGRAMME_DECIDE)
        moved += standing_in.reroute(
            Programme.objects.awaiting(),
            [(row, routes[row.unit_id], patience.ends_on(row.period_id, row.waiting_since)) for row in chunk],
        )
    return moved
