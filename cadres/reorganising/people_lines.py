"""The people of a change, by name, for the page that shows it before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from cadres.models import Appointment, HandDecision, Unit
from cadres.reorganising.settling import Settled
from cadres.reorganising.telling import name_of

SHOWN = 100


@dataclass(frozen=True)
class PersonLine:
    """A post and where it goes on; or a unit below, when there is no post."""

    post: Appointment | None
    unit: Unit | None
    to: list[str]
    why: str = ""


def carried_lines(settled: Settled) -> list[PersonLine]:
    chosen = settled.carried[:SHOWN]
    posts = _posts(one.post.id for one in chosen)
    return [PersonLine(posts[one.post.id], None, [name_of(settled, one.to)]) for one in chosen]


def by_hand_lines(settled: Settled) -> list[PersonLine]:
    chosen = settled.by_hand[:SHOWN]
    posts = _posts(one.post.id for one in chosen if one.post)
    units = Unit.objects.in_bulk([one.unit for one in chosen if one.unit])
    return [
        PersonLine(
            posts[one.post.id] if one.post else None,
            units[one.unit] if one.unit else None,
            [name_of(settled, ref) for ref in one.candidates],
            HandDecision.Why(one.why).label,
        )
        for one in chosen
    ]


def _posts(ids: Iterable[int]) -> dict[int, Appointment]:
    return Appointment.objects.in_posts().in_bulk(list(ids))
