"""By when each holder of a post has to send a pledge, and each unit its programme, for many in a few queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cadres.models import Appointment, Unit, returned_on
from criteria import rules
from criteria.models import Extension, Period


@dataclass(frozen=True)
class Due:
    """A deadline; when an extension moved it, from which day."""

    on: date
    extended_from: date | None = None

    @property
    def is_extended(self) -> bool:
        return self.extended_from is not None


def put_off(usual: date, extensions: Iterable[Extension]) -> Due:
    """The usual day, or the latest that an extension gives beyond it."""
    latest = max((extension.due_on for extension in extensions), default=usual)
    return Due(latest, usual) if latest > usual else Due(usual)


def pledge_dues(posts: Collection[Appointment], period: Period) -> dict[int, Due]:
    """The deadline of each post's holder, by appointment id. Posts come with their position."""
    posts = list(posts)
    cadre_ids = {post.cadre_id for post in posts}
    back = returned_on(cadre_ids, timezone.localdate())
    given = Extension.objects.in_force().of_pledges().filter(period=period).select_related("unit")
    extensions = list(given.filter(Q(cadre__in=cadre_ids) | Q(unit__isnull=False)))
    paths = _paths({post.unit_id for post in posts}) if any(one.unit_id for one in extensions) else {}

    def due(post: Appointment) -> Due:
        usual = rules.usual_due_on(period, post.position)
        usual = rules.due_on(usual, post.valid_from, period.pledge_policy, back.get(post.cadre_id))
        return put_off(usual, (one for one in extensions if one.covers(post.cadre_id, paths.get(post.unit_id, ""))))

    return {post.pk: due(post) for post in posts}


def _paths(unit_ids: Collection[int]) -> dict[int, str]:
    return dict(Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "path"))


def programme_dues(unit_ids: Collection[int], period: Period) -> dict[int, Due]:
    """By when each unit has to send its programme, by unit id."""
    given = Extension.objects.in_force().of_programmes().filter(period=period, unit__in=unit_ids)
    extensions = {one.unit_id: one for one in given}
    return {
        unit_id: put_off(period.focus_due_on, [extensions[unit_id]] if unit_id in extensions else [])
        for unit_id in unit_ids
    }
