"""Evaluations of the demo: a year that is locked with its results, and one in which every step can be taken."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cadres.models import Category, Level
from demo import routes, words
from demo.accounts import BASE, DISTRICT
from demo.breaches import write_breaches
from demo.loading import Encoded, load
from demo.promised import Promised
from demo.scores import QUALITIES, Judged, Scorer
from demo.visits import GOERS
from demo.world import Post, World, Year, cycle
from evaluations.gathering import NOT_COLLECTED, NOT_SENT, policy_of, policy_row, statement_keys
from evaluations.models import (
    Evaluation,
    Reconsideration,
    ScoreSheet,
    Source,
    SourceAssessment,
    SourceRequirement,
    SourceWaiver,
)
from evaluations.opening import TOO_SHORT, year_of
from evaluations.rules import days_in_post, default_need, has_enough_time
from evaluations.scoring import ConfirmedBreach, Facts
from fieldvisits.standing import VisitStanding, visit_standings

State = Evaluation.State
NO_PARTY = "Doanh nghiệp chưa có tổ chức Đảng"
_EVALUATION = (
    "id cadre_id period_id appointment_id unit_id deciding_unit_id is_by_minutes state version result total rating"
    " opened_at appraised_at appraised_by_id decided_at decided_by_id minutes_no minutes_on notified_at"
    " not_rated_reason"
) + routes.COLUMNS
_SOURCE = (
    "evaluation_id source state scores overall_level strengths weaknesses remedy signed_as minutes_no minutes_on"
    " by_id at"
)
_SELF, _UNION, _PARTY = Source.SELF, Source.UNION, Source.PARTY
ALL = (_SELF, _UNION, _PARTY)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One evaluation before it is copied in; `draft` is the source that is still being written."""

    id: int
    post: Post
    year: Year
    state: str
    sources: tuple[str, ...]
    draft: str
    sheet: ScoreSheet | None
    result: Encoded | None


def write_evaluations(world: World, pledges: dict[tuple[int, int], Promised]) -> None:
    for year in world.years:
        breaches = write_breaches(world, year)
        _write_waivers(world, year)
        scorers = {
            period.pk: Scorer(policy_of(policy_row(period)), statement_keys(period)) for period in year.periods.values()
        }
        made = list(_judgements(world, year, pledges, breaches, scorers))
        load(Evaluation, _EVALUATION, (_row(world, judgement) for judgement in made))
        load(SourceAssessment, _SOURCE, (row for judgement in made for row in _sources(world, judgement, scorers)))
        load(
            Reconsideration,
            "evaluation_id reason requested_by_id requested_at old_total old_rating",
            (
                (j.id, words.RECONSIDERATION, j.post.user_id or j.post.number, world.now, j.sheet.total, j.sheet.rating)
                for j in made
                if j.state == State.RECONSIDERING and j.sheet
            ),
        )


def _has_no_party(post: Post) -> bool:
    return post.node.level == Level.BASE and "-CT" in post.node.code


def _write_waivers(world: World, year: Year) -> None:
    if world.scale.provinces > 1:
        return
    units = sorted({post.node.id for post in world.posts if _has_no_party(post)})
    period, by = year.periods["calendar"], world.named["tckt"]
    rows = ((unit, period.pk, _PARTY, NO_PARTY, by, world.moment(period.self_opens_on)) for unit in units)
    load(SourceWaiver, "unit_id period_id source reason by_id at", rows)


def _judgements(
    world: World,
    year: Year,
    pledges: dict[tuple[int, int], Promised],
    breaches: dict[int, tuple[ConfirmedBreach, ...]],
    scorers: dict[int, Scorer],
) -> Iterator[Judgement]:
    standings = _visit_standings(world, year)
    for post, state, sources, draft in _states(world, year):
        seed, sheet, result = post.number % 105, None, None
        if state in Evaluation.COMPUTED:
            judged = Judged(
                seed=seed,
                sources=sources,
                is_short=post.category == Category.BRANCH_SEC,
                is_public_servant=post.is_public_servant,
                facts=_facts(pledges.get((post.number, year.year)), standings.get(post.number)),
                breaches=breaches.get(post.number, ()),
                missing=tuple((source, _why_missing(post, source)) for source in Source.values),
            )
            sheet, result = scorers[year.of(post).pk].sheet(judged)
        yield Judgement(world.next_id("evaluation"), post, year, state, sources, draft, sheet, result)


def _visit_standings(world: World, year: Year) -> dict[int, VisitStanding]:
    goers = [post.number for post in world.posts if post.category in GOERS]
    period = year.periods["calendar"]
    return visit_standings(goers, period, min(world.today, period.closes_on))


def _facts(pledge: Promised | None, visits: VisitStanding | None) -> Facts:
    is_approved = pledge is not None and pledge.state in {"approved", "closed"}
    is_current = pledge is not None and pledge.state != "cancelled"
    is_required = visits is not None and visits.is_required
    return Facts(
        pledge_on_time=is_current and pledge.on_time,
        items_done=pledge.done if is_approved else 0,
        items_total=len(pledge.counted) if is_current else 0,
        counted_days=visits.counted_days if visits else Decimal(0),
        required_days=visits.required_days if visits and is_required else Decimal(0),
    )


def _why_missing(post: Post, source: str) -> str:
    if source == _PARTY and _has_no_party(post):
        return NO_PARTY
    need = default_need(post.position.level, post.category, source)
    return NOT_COLLECTED if need == SourceRequirement.Need.NONE else NOT_SENT


def _states(world: World, year: Year) -> Iterator[tuple[Post, str, tuple[str, ...], str]]:
    """Whose evaluation stands where: state, sources that are in, and the source that has a draft."""
    cycled = cycle(
        *((State.OPEN, 14), (State.APPRAISED, 2), (State.DECIDED, 2), (State.NOTIFIED, 3), (State.RECONSIDERING, 1))
    )
    first_steps = cycle(("", 6), ("self", 3), ("self party", 2), ("self union", 2), ("all", 2), ("draft", 2))
    for post in world.posts:
        period = year.of(post)
        first, last = year_of(period)
        if year.is_over and post.valid_from > last:
            continue
        state = State.LOCKED if year.is_over else next(cycled)
        is_waiting = (post.evaluating or post.deciding).code in {DISTRICT, BASE} and not year.is_over
        if is_waiting or post.by_minutes or post.username or (state == State.RECONSIDERING and not post.user_id):
            state = State.LOCKED if year.is_over else State.OPEN
        if not has_enough_time(days_in_post([(post.valid_from, None)], first, last)):
            state = State.NOT_RATED
        if state == State.NOT_RATED:
            yield post, state, (), ""
        elif state == State.OPEN:
            step = next(first_steps)
            yield (post, state, *_so_far(post, "" if post.username == "canbo" else step))
        else:
            yield post, state, _due(post), ""


def _due(post: Post) -> tuple[str, ...]:
    """The sources that score the person: the Party committee only from the bases upward."""
    is_without = post.category == Category.BRANCH_SEC or _has_no_party(post)
    return (_SELF, _UNION) if is_without else ALL


def _so_far(post: Post, step: str) -> tuple[tuple[str, ...], str]:
    wanted = {"self": {_SELF}, "self party": {_SELF, _PARTY}, "self union": {_SELF, _UNION}, "all": set(ALL)}
    sources = tuple(source for source in _due(post) if source in wanted.get(step, set()))
    return sources, str(_SELF) if step == "draft" else ""


def _row(world: World, j: Judgement) -> tuple[Any, ...]:
    post, period = j.post, j.year.of(j.post)
    is_computed, is_decided = j.state in Evaluation.COMPUTED, j.state in Evaluation.DECIDED
    evaluating = post.evaluating or post.deciding
    decider = world.decider(post, evaluating)
    days = [world.moment(day) for day in _steps(world, j)]
    return (
        *(
            j.id,
            post.number,
            period.pk,
            post.number,
            post.node.id,
            evaluating.id,
            post.evaluation_route.by_minutes,
            j.state,
        ),
        *(1 + is_computed + is_decided, j.result, j.sheet.total if j.sheet else None),
        *(j.sheet.rating if j.sheet else "", days[0], *((days[1], decider) if is_computed else (None, None))),
        *((days[2], decider) if is_decided else (None, None)),
        *((words.MINUTES, days[2].date()) if is_decided and post.by_minutes else ("", None)),
        days[3] if j.state in Evaluation.RELEASED else None,
        TOO_SHORT if j.state == State.NOT_RATED else "",
        *routes.columns(world, post.evaluation_route, period.appraise_due_on, is_decided=is_decided),
    )


def _steps(world: World, j: Judgement) -> tuple[dt.date, dt.date, dt.date, dt.date]:
    """Opened, appraised, decided, told."""
    period = j.year.of(j.post)
    if j.year.is_over:
        return period.self_opens_on, period.party_due_on, period.appraise_due_on, period.notify_due_on
    day = world.today - dt.timedelta(days=1)
    return period.self_opens_on, day, day, day


def _sources(world: World, j: Judgement, scorers: dict[int, Scorer]) -> Iterator[tuple[Any, ...]]:
    post, period = j.post, j.year.of(j.post)
    scorer = scorers[period.pk]
    for n, source in enumerate((*j.sources, j.draft) if j.draft else j.sources):
        seed, is_party = post.number % 105, source == _PARTY
        due_on = {_SELF: period.self_due_on, _UNION: period.union_due_on, _PARTY: period.party_due_on}[Source(source)]
        by_minutes = source == _UNION and post.by_minutes
        yield (
            *(j.id, source, "draft" if source == j.draft else "submitted"),
            {}
            if is_party
            else scorer.encoded_scores(
                source, seed, is_short=post.category == Category.BRANCH_SEC, is_public_servant=post.is_public_servant
            ),
            QUALITIES[seed % len(QUALITIES)][1] if is_party else "",
            *(words.STRENGTHS[(seed + n) % 3], words.WEAKNESSES[(seed + n) % 3], words.REMEDY),
            "Phó Bí thư Đảng ủy" if is_party else "",
            *((words.MINUTES, period.opens_on) if by_minutes else ("", None)),
            _author(world, post, source),
            world.moment(due_on if j.year.is_over else world.today - dt.timedelta(days=1)),
        )


def _author(world: World, post: Post, source: str) -> int:
    """Who wrote it: the person, the Party committee's account, who decides; else staff, from paper."""
    if source == _SELF and post.user_id:
        return post.user_id
    if source == _PARTY and DISTRICT in {rung.code for rung in post.node.ladder()}:
        return world.named["capuy"]
    return world.decider(post, post.evaluating)
