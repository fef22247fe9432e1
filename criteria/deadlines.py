"""By when each holder of a post has to send a pledge, and each unit its programme, for many in few queries."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cadres.models import Appointment, returned_on
from criteria import rules
from criteria.models import Period


@dataclass(frozen=True)
class Due:
    """A deadline, and whether an extension moved it."""

    on: date
    is_extended: bool = False


def programme_dues(unit_ids: Collection[int], period: Period) -> dict[int, Due]:
    """By when each unit has to send its programme, by unit id."""
    return {unit_id: Due(period.focus_due_on) for unit_id in unit_ids}


def pledge_dues(posts: Collection[Appointment], period: Period) -> dict[int, Due]:
    """The deadline of each post's holder, by appointment id. Posts come with their position."""
    back = returned_on({post.cadre_id for post in posts}, timezone.localdate())
    policy = period.pledge_policy
    return {post.pk: Due(rules.due_on(period, post.valid_from, policy, back.get(post.cadre_id))) for post in posts}
