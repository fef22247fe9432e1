"""A few KHÔNG that were reported: some confirmed, some not, some still looked into."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from demo import words
from demo.loading import load
from demo.world import Post, World, Year, cycle
from evaluations.models import Breach, Severity
from evaluations.scoring import ConfirmedBreach

State = Breach.State
_BREACH = (
    "id cadre_id period_id appointment_id unit_id statement_id occurred_on severity evidence state version"
    " reported_by_id reported_at decided_by_id decided_at conclusion"
)


def write_breaches(world: World, year: Year) -> dict[int, tuple[ConfirmedBreach, ...]]:
    """The confirmed ones by post: they deduct."""
    found = list(_found(world, year))
    keys = {statement.code: statement.pk for statement in world.statements}
    load(Breach, _BREACH, (_row(world, year, post, state, keys) for post, state in found))
    return {
        post.number: (ConfirmedBreach(_what(post)[0], _severity(post), False),)
        for post, state in found
        if state == State.CONFIRMED
    }


def _found(world: World, year: Year) -> Iterator[tuple[Post, str]]:
    """About one person in seventy; never the named accounts."""
    states = cycle((State.CONFIRMED, 3), (State.DISMISSED, 1))
    if not year.is_over:
        states = cycle((State.REPORTED, 2), (State.VERIFYING, 1), (State.CONFIRMED, 2), (State.DISMISSED, 1))
    for post in world.posts:
        if post.number % 71 == (9 if year.is_over else 40) and not post.username and _was_there(post, year):
            yield post, next(states)


def _was_there(post: Post, year: Year) -> bool:
    return post.valid_from < year.of(post).opens_on


def _what(post: Post) -> tuple[str, str]:
    return words.BREACHES[post.number % len(words.BREACHES)]


def _severity(post: Post) -> Severity:
    return Severity.SERIOUS if post.number % 4 == 0 else Severity.REMINDER


def _row(world: World, year: Year, post: Post, state: str, keys: dict[str, int]) -> tuple[Any, ...]:
    period, (code, evidence) = year.of(post), _what(post)
    occurred_on = period.opens_on + dt.timedelta(days=7 + post.number % 20)
    is_decided = state in {State.CONFIRMED, State.DISMISSED}
    conclusion = "Có vi phạm, đã nhắc nhở tại đơn vị." if state == State.CONFIRMED else "Không đủ căn cứ."
    return (
        *(world.next_id("breach"), post.number, period.pk, post.number, post.node.id, keys[code], occurred_on),
        *(_severity(post), evidence, state, 1 + is_decided, world.named["ubkt"]),
        world.moment(occurred_on + dt.timedelta(days=2)),
        *((world.named["ubkt"], world.moment(occurred_on + dt.timedelta(days=9))) if is_decided else (None, None)),
        conclusion if is_decided else "",
    )
