"""Pledges of the demo, in every state they can be in, with their items, revisions and numbers."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from criteria.models import NumberSeries, Pledge, PledgeItem, PledgeRevision, Progress
from criteria.rules import usual_due_on
from demo import entries, routes, words
from demo.accounts import BASE, DISTRICT
from demo.following import HOW_IT_WENT, how_it_went
from demo.loading import load
from demo.pledge_links import write_links
from demo.promised import Item, Promised
from demo.world import Post, World, Year, cycle

State = Pledge.State
CRITERIA = ("GM", "ST", "TN", "SS")
_PLEDGE = (
    "id cadre_id period_id appointment_id unit_id deciding_unit_id is_by_minutes state version number due_on"
    " commitments created_at first_submitted_at submitted_at decided_at decided_by_id return_reason minutes_no"
    " minutes_on entered_by_id passed_on_at passed_on_by_id"
) + routes.COLUMNS
_ITEM = f"pledge_id criterion order text target due_on evidence statement_id progress {HOW_IT_WENT}"


def write_pledges(world: World) -> dict[tuple[int, int], Promised]:
    """All pledges by (post, year): evaluations look at them."""
    pledges: dict[tuple[int, int], Promised] = {}
    numbers: Counter[tuple[int, int]] = Counter()
    for year in world.years:
        made = [_promise(world, year, post, state, numbers) for post, state in _states(world, year)]
        _write(world, made)
        pledges |= {(pledge.post.number, year.year): pledge for pledge in made}
    series = sorted(numbers.items())
    load(NumberSeries, "id unit_id kind year last", ((k, u, "pledge", y, n) for k, ((u, y), n) in enumerate(series, 1)))
    return pledges


def _states(world: World, year: Year) -> Iterator[tuple[Post, str]]:
    """Whose pledge there is and in what state; at the district of the named accounts many are waiting."""
    if year.is_over:
        cycled = cycle((State.CLOSED, 47), (State.CANCELLED, 1), (State.DRAFT, 1), ("", 1))
    elif world.scale.has_story:
        cycled = cycle((State.APPROVED, 11), (State.SUBMITTED, 4), (State.RETURNED, 1), (State.DRAFT, 2), ("", 2))
    else:
        cycled = cycle((State.APPROVED, 82), (State.SUBMITTED, 6), (State.RETURNED, 2), (State.DRAFT, 2), ("", 8))
    waiting = cycle((State.SUBMITTED, 6), (State.APPROVED, 4), (State.RETURNED, 1), (State.DRAFT, 1))
    for post in world.posts:
        state = next(cycled)
        if post.deciding.code in {DISTRICT, BASE} and not year.is_over:
            state = next(waiting)
        state = _of_named(post, year, state)
        if year.is_over and (post.valid_from > usual_due_on(year.of(post), post.position) or post.username):
            state = State.CLOSED if post.username else ""
        if state and not (post.is_exempt and not year.is_over):
            yield post, state


def _of_named(post: Post, year: Year, state: str) -> str:
    """Those who play the year find their own things in order; canbo has begun to write, chidoan has yet to."""
    own = {"canbo": State.DRAFT, "chidoan": ""}.get(post.username, State.APPROVED)
    return own if post.username and not year.is_over else state


def _promise(world: World, year: Year, post: Post, state: str, numbers: Counter[tuple[int, int]]) -> Promised:
    key, period = world.next_id("pledge"), year.of(post)
    due_on = max(usual_due_on(period, post.position), post.valid_from + dt.timedelta(days=30))
    is_sent, is_decided = state in Pledge.SENT, state in Pledge.DECIDED
    first_at = world.moment(world.day_between(*_days_of_sending(world, year, post, state, due_on))) if is_sent else None
    is_second = first_at is not None and key % 9 == 4
    sent_at = world.moment(first_at.date() + dt.timedelta(days=3)) if first_at and is_second else first_at
    return Promised(
        id=key,
        post=post,
        year=year,
        state=state,
        number=_number(post, year, numbers) if is_sent else "",
        due_on=due_on,
        first_at=first_at,
        sent_at=sent_at,
        decided_at=world.moment(sent_at.date() + dt.timedelta(days=1 + key % 4)) if sent_at and is_decided else None,
        return_reason=words.RETURN_REASONS[key % 3] if state == State.RETURNED else "",
        items=tuple(_items(world, year, post, key, state)),
    )


def _days_of_sending(world: World, year: Year, post: Post, state: str, due_on: dt.date) -> tuple[dt.date, dt.date]:
    """Between which days it was first sent: some late in a year that is over; what still waits, lately."""
    begun = max(year.of(post).opens_on, post.valid_from) + dt.timedelta(days=1)
    if year.is_over:
        return begun, due_on + dt.timedelta(days=18 if post.number % 13 == 5 else 0)
    last = world.today - dt.timedelta(days=1)
    above = post.deciding.parent
    if state == State.SUBMITTED and above and above.code == DISTRICT and post.deciding.code != BASE:
        return max(begun, last - dt.timedelta(days=26)), max(begun, last - dt.timedelta(days=6))
    return (max(begun, last - dt.timedelta(days=8)), last) if state == State.SUBMITTED else (begun, last)


def _number(post: Post, year: Year, numbers: Counter[tuple[int, int]]) -> str:
    owner = next(rung for rung in post.node.ladder() if rung.abbreviation)
    numbers[owner.id, year.year] += 1
    return f"{owner.abbreviation}-{numbers[owner.id, year.year]:04}/{year.year}"


def _items(world: World, year: Year, post: Post, key: int, state: str) -> Iterator[Item]:
    period, choices = year.of(post), world.scale.item_choices
    criteria = CRITERIA[:1] if state == State.DRAFT else CRITERIA
    kept = State.APPROVED if not year.is_over else State.CLOSED
    for place, criterion in enumerate(criteria):
        for n in range(choices[(key + place) % len(choices)]):
            yield Item(
                criterion=criterion,
                order=(place + 1) * 10 + n,
                promise=words.promised(criterion, key, n, alike=post.deciding.code == BASE and not year.is_over),
                due_on=period.self_opens_on
                + dt.timedelta(days=(0 if year.is_over else 10) + (key + place * 5 + n) % 20),
                progress=_progress(year, key, place, n) if state == kept else Progress.NOT_STARTED,
            )


def _progress(year: Year, key: int, place: int, n: int) -> str:
    if year.is_over:
        unfinished = key % 8 == 3 and place == 2
        return (Progress.DROPPED if n else Progress.IN_PROGRESS) if unfinished else Progress.DONE
    if key % 4 == 0:
        return Progress.DONE
    return (Progress.IN_PROGRESS, Progress.DONE, Progress.NOT_STARTED)[(key + place + n) % 3]


def _write(world: World, made: list[Promised]) -> None:
    donts = sorted(s.code for s in world.statements if s.kind == "dont")
    load(Pledge, _PLEDGE, (_row(world, pledge, donts) for pledge in made))
    write_links((pledge.id, pledge.post) for pledge in made if pledge.state != State.DRAFT)
    keys = {statement.code: statement.pk for statement in world.statements}
    load(
        PledgeItem,
        f"{_ITEM} prepared",
        (
            (
                *(pledge.id, item.criterion, item.order, item.promise.text, item.promise.target, item.due_on),
                *(item.promise.evidence, keys[item.promise.statement], item.progress),
                *how_it_went(pledge.id + item.order, item.progress, pledge.decided_at, pledge.year.is_over),
                entries.prepared(world, pledge, item, keys[item.promise.statement]),
            )
            for pledge in made
            for item in pledge.items
        ),
    )
    entries.write_entries(world, made)
    if world.scale.provinces == 1:
        columns = "pledge_id no items commitments submitted_at decided_at decided_by_id decision reason"
        load(PledgeRevision, columns, (row for pledge in made for row in _revisions(world, pledge, donts)))


def _row(world: World, pledge: Promised, donts: list[str]) -> tuple[Any, ...]:
    post, is_sent = pledge.post, pledge.first_at is not None
    agreed_at = _agreed_at(pledge)
    at = routes.decided_at(post, is_passed_on=agreed_at is not None)
    period = pledge.year.of(post)
    met_on = pledge.decided_at.date() if post.by_minutes and pledge.decided_at else None
    created = pledge.first_at or world.moment(max(period.opens_on, post.valid_from) + dt.timedelta(days=1))
    return (
        *(pledge.id, post.number, period.pk, post.number, post.node.id, at.id if is_sent else None),
        *(post.by_minutes and is_sent, pledge.state, 1 + is_sent + pledge.is_decided, pledge.number, pledge.due_on),
        *(donts if is_sent else [], created, pledge.first_at, pledge.sent_at, pledge.decided_at),
        *(world.decider(post, at) if pledge.is_decided else None, pledge.return_reason),
        *((words.MINUTES, met_on) if met_on else ("", None)),
        routes.entered_by(world, post) if is_sent else None,
        *((agreed_at, world.secretaries.get(post.deciding.id)) if agreed_at else (None, None)),
        *routes.columns(world, post.route, pledge.sent_at, is_decided=pledge.is_decided),
    )


def _agreed_at(pledge: Promised) -> dt.datetime | None:
    """A department agrees first; the Thường trực decides."""
    is_approved = pledge.state in {State.APPROVED, State.CLOSED}
    return pledge.sent_at if is_approved and routes.looks_first(pledge.post.deciding) else None


def _revisions(world: World, pledge: Promised, donts: list[str]) -> Iterator[tuple[Any, ...]]:
    """One per sending: a first one that came back, where there are two, and the last with its decision."""
    if pledge.first_at is None or pledge.sent_at is None:
        return
    at = routes.decided_at(pledge.post, is_passed_on=_agreed_at(pledge) is not None)
    items, decider, no = _frozen(pledge.items), world.decider(pledge.post, at), 1
    if pledge.sent_at != pledge.first_at:
        earlier = _frozen(tuple(replace(i, promise=replace(i.promise, target="")) for i in pledge.items))
        between = pledge.first_at + (pledge.sent_at - pledge.first_at) / 2
        reason = words.RETURN_REASONS[pledge.id % 3]
        yield (pledge.id, no, earlier, donts, pledge.first_at, between, decider, State.RETURNED, reason)
        no += 1
    decision = "" if not pledge.is_decided else State.RETURNED if pledge.state == State.RETURNED else State.APPROVED
    by = decider if decision else None
    yield (pledge.id, no, items, donts, pledge.sent_at, pledge.decided_at, by, decision, pledge.return_reason)


def _frozen(items: tuple[Item, ...]) -> list[dict[str, str]]:
    return [
        {
            "criterion": item.criterion,
            "code": item.promise.statement,
            "text": item.promise.text,
            "target": item.promise.target,
            "due_on": item.due_on.isoformat(),
            "evidence": item.promise.evidence,
        }
        for item in items
    ]
