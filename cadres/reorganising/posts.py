"""Takes people along: posts at units that end go on at the successor, grants and supervisions with them."""

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import F, Model, Q, Value
from django.db.models.functions import Greatest

from cadres import open_documents
from cadres.models import Appointment, Delegation, HandDecision, Role, RoleGrant, Supervision
from cadres.reorganising.changes import Ref
from cadres.reorganising.settling import Settled

DAY = timedelta(days=1)
LEADING = (Role.UNIT_SECRETARY, Role.DEPUTY_SECRETARY)


def take_along(settled: Settled, ids: dict[Ref, int]) -> None:
    """Posts carried, posts ended; what is valid at a unit that ends follows to a sole successor or ends."""
    on = settled.change.on
    to = {one.post.id: ids[one.to] for one in settled.carried}
    ended = [one.post.id for one in settled.people_by_hand if one.post] + [post.id for post in settled.doubles]
    posts = Appointment.objects.in_bulk([*to, *ended])
    _carry(on, [posts[pk] for pk in to], to)
    _end(on, [posts[pk] for pk in ended])
    for ending in settled.change.endings:
        successor = ids[ending.successors[0]] if len(ending.successors) == 1 else None
        _take_grants_along(on, ending.unit, successor)


def _carry(on: date, posts: list[Appointment], to: dict[int, int]) -> None:
    """A post taken up after the day is only set right; so are the open documents that were made for it."""
    late = [post for post in posts if post.valid_from >= on]
    for post in late:
        post.unit_id = to[post.pk]
        post.version += 1
        for kind in filter(attrgetter("follows"), open_documents.KINDS.values()):
            kind.rows().filter(appointment=post.pk).update(unit=to[post.pk])
    Appointment.objects.bulk_update(late, ["unit", "version"], batch_size=500)
    old = [post for post in posts if post.valid_from < on]
    new = [_following(post, unit_id=to[post.pk], valid_from=on) for post in old]
    _end(on, old)
    Appointment.objects.bulk_create(new, batch_size=1000)


def _end(on: date, posts: list[Appointment]) -> None:
    """On the day before; a post taken up later, on its first day."""
    for post in posts:
        post.valid_to = max(on - DAY, post.valid_from)
        post.end_reason = Appointment.EndReason.MOVED
        post.version += 1
    Appointment.objects.bulk_update(posts, ["valid_to", "end_reason", "version"], batch_size=500)


def _following(row: Model, **changes: Any) -> Any:
    """A copy that goes on where the row ends, with all that it says otherwise."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**fields | changes)


def _take_grants_along(on: date, unit_id: int, successor: int | None) -> None:
    """Roles and supervision go on at a sole successor. Leading roles and delegations end: who leads is decided anew."""
    for model in (RoleGrant, Supervision, Delegation):
        rows = model.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), unit=unit_id)
        for row in list(rows):
            _follow_or_end(on, row, successor)
    under = Supervision.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), department=unit_id)
    under.update(valid_to=_last_day(on))


def _follow_or_end(on: date, row: RoleGrant | Supervision | Delegation, successor: int | None) -> None:
    goes_on = successor is not None and not isinstance(row, Delegation) and getattr(row, "role", "") not in LEADING
    last = max(on - DAY, row.valid_from)
    type(row).objects.filter(pk=row.pk).update(valid_to=last)
    if goes_on and not _same_there(row, successor, last + DAY):
        _following(row, unit_id=successor, valid_from=last + DAY).save()


def _same_there(row: Any, successor: int | None, since: date) -> bool:
    """Does the person, or the department, hold the same at the successor already?"""
    keys = ("user_id", "role", "supervisor_id", "department_id")
    same = {key: getattr(row, key) for key in keys if hasattr(row, key)}
    there = type(row).objects.filter(Q(valid_to=None) | Q(valid_to__gte=since), unit=successor, **same)
    return there.exists()


def _last_day(on: date) -> Any:
    """The day before, for rows that began by then; for others their first."""
    return Greatest(F("valid_from"), Value(on - DAY))


def list_for_decision(settled: Settled, ids: dict[Ref, int], reorganisation: Any) -> int:
    """What nobody may guess: kept until somebody decides."""
    rows = [
        HandDecision(
            reorganisation=reorganisation,
            appointment_id=one.post.id if one.post else None,
            unit_id=one.unit,
            old_unit_id=one.old_unit,
            why=one.why,
            candidates=[ids[ref] for ref in one.candidates],
        )
        for one in settled.by_hand
    ]
    return len(HandDecision.objects.bulk_create(rows, batch_size=1000))
