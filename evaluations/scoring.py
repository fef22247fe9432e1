"""How a result is computed (domain §9): exact inside, rounded once per criterion, every line kept to be printed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from evaluations.models.sheets import Condition, CriterionLine, Deduction, Part, ScoreSheet, SourceLine
from evaluations.models.terms import (
    EXCELLENT,
    GOOD,
    PARTY,
    REMINDER,
    SATISFACTORY,
    SELF,
    SERIOUS,
    UNION,
    UNSATISFACTORY,
    YOUTH,
    Rating,
    Source,
)

CRITERIA = ("GM", "ST", "TN", "SS")
VISITS_CODE = "SS-1"
HINTS = ((Fraction(1), 4), (Fraction(4, 5), 3), (Fraction(1, 2), 2))


class Unscorable(Exception):
    """There is nothing to compute a figure from; the message says for which criterion or why."""


@dataclass(frozen=True)
class StatementKey:
    """What scoring must know of a NÊN LÀM statement."""

    code: str
    criterion: str
    public_servants_only: bool = False
    applies_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """The figures of one period; the defaults are those of domain §9."""

    weights: Mapping[str, int] = field(default_factory=lambda: {SELF: 0, UNION: 50, PARTY: 30, YOUTH: 20})
    criterion_points: int = 25
    top_score: int = 4
    deductions: Mapping[str, Decimal] = field(default_factory=lambda: {REMINDER: Decimal(3), SERIOUS: Decimal(8)})
    overall: Mapping[str, int] = field(default_factory=lambda: dict(zip(Rating.values, (95, 80, 60, 40), strict=True)))
    thresholds: Mapping[str, int] = field(default_factory=lambda: {EXCELLENT: 90, GOOD: 70, SATISFACTORY: 50})
    source_floor: int = 70
    capping_codes: tuple[str, ...] = ("GM-K1", "GM-K2", "GM-K4")


@dataclass(frozen=True)
class Given:
    """What one source gave: scores by statement, or by criterion (short form), or one overall level."""

    source: str
    scores: Mapping[str, Decimal | int | None] = field(default_factory=dict)
    overall_level: str = ""


@dataclass(frozen=True)
class ConfirmedBreach:
    code: str
    severity: str
    is_disciplined: bool = False

    @property
    def criterion(self) -> str:
        return self.code.split("-")[0]


@dataclass(frozen=True)
class Facts:
    """What the year itself shows; `required_days` is 0 when the person has no duty to visit."""

    pledge_on_time: bool
    items_done: int
    items_total: int
    counted_days: Decimal = Decimal(0)
    required_days: Decimal = Decimal(0)


def compute(
    *,
    policy: Policy,
    statements: Iterable[StatementKey],
    is_public_servant: bool,
    category: str = "",
    given: Sequence[Given],
    facts: Facts,
    breaches: Sequence[ConfirmedBreach] = (),
    missing: Mapping[str, str] | None = None,
) -> ScoreSheet:
    """The sheet of one person. `missing` says why a weighted source gave nothing."""
    asked = applicable(statements, is_public_servant=is_public_servant, category=category)
    weights = normalised(policy, [g.source for g in given])
    shares = {g.source: {c: share(policy, g, c, asked) for c in CRITERIA} for g in given}
    lines = tuple(_line(policy, c, weights, shares, breaches) for c in CRITERIA)
    sources = tuple(_source_line(g, weights.get(g.source, Fraction(0)), shares[g.source]) for g in given)
    total = sum((line.score for line in lines), Decimal(0))
    conditions = _conditions(policy, facts, breaches, sources)
    by_points = level(policy, total)
    caps = tuple(sorted({b.code for b in breaches if _caps(policy, b)}))
    return ScoreSheet(
        criteria=lines,
        sources=sources,
        missing={s: (missing or {}).get(s, "") for s, w in policy.weights.items() if w and s not in weights},
        total=total,
        level_by_points=by_points,
        rating=_rating(by_points, caps, conditions),
        caps=caps,
        conditions=conditions,
        thresholds=dict(policy.thresholds),
    )


def applicable(
    statements: Iterable[StatementKey], *, is_public_servant: bool, category: str = ""
) -> list[StatementKey]:
    """ST-3 asks only public servants; for others its points move to the rest of the criterion.

    So do those of what binds some categories only.
    """
    bound = (s for s in statements if not s.applies_to or category in s.applies_to)
    return [s for s in bound if is_public_servant or not s.public_servants_only]


def normalised(policy: Policy, present: Iterable[str]) -> dict[str, Fraction]:
    """The weights of the sources that count, shared out again so that they sum to 1."""
    counted = {s: policy.weights.get(s, 0) for s in present if policy.weights.get(s, 0)}
    if not counted:
        raise Unscorable("Chưa có nguồn nào được tính điểm.")
    return {s: Fraction(w, sum(counted.values())) for s, w in counted.items()}


def share(policy: Policy, given: Given, criterion: str, asked: Iterable[StatementKey]) -> Fraction:
    """What a source gives a criterion, 0 to 25. An overall level gives the same share to each."""
    if given.overall_level and not given.scores:
        return Fraction(policy.criterion_points * policy.overall[given.overall_level], 100)
    codes = [criterion] if criterion in given.scores else [s.code for s in asked if s.criterion == criterion]
    scores = [Fraction(score) for code in codes if (score := given.scores.get(code)) is not None]
    if not scores:
        raise Unscorable(f"{Source(given.source).label} chưa chấm nội dung nào của tiêu chí {criterion}.")
    return policy.criterion_points * sum(scores, Fraction(0)) / (policy.top_score * len(scores))


def visit_hint(counted: Decimal, required: Decimal) -> int | None:
    """The score that the visits themselves suggest for SS-1; none without a duty."""
    if not required:
        return None
    ratio = Fraction(counted) / Fraction(required)
    return next((score for least, score in HINTS if ratio >= least), 1 if ratio else 0)


def level(policy: Policy, total: Decimal) -> str:
    reached = (rating for rating, least in policy.thresholds.items() if total >= least)
    return str(next(reached, UNSATISFACTORY))


def tenths(value: Fraction) -> int:
    """Rounded half up to 0.1, counted in tenths."""
    return math.floor(value * 10 + Fraction(1, 2))


def _line(
    policy: Policy,
    criterion: str,
    weights: Mapping[str, Fraction],
    shares: Mapping[str, Mapping[str, Fraction]],
    breaches: Iterable[ConfirmedBreach],
) -> CriterionLine:
    exact = {s: weight * shares[s][criterion] for s, weight in weights.items()}
    mean = tenths(sum(exact.values(), Fraction(0)))
    printed = _parts_of(mean, exact)
    deductions = tuple(
        Deduction(b.code, b.severity, policy.deductions[b.severity]) for b in breaches if b.criterion == criterion
    )
    taken = sum((d.points for d in deductions), Decimal(0))
    return CriterionLine(
        criterion=criterion,
        parts=tuple(Part(s, weights[s], shares[s][criterion], _tenth(printed[s])) for s in weights),
        mean=_tenth(mean),
        deductions=deductions,
        score=max(_tenth(mean) - taken, Decimal("0.0")),
    )


def _parts_of(mean: int, exact: Mapping[str, Fraction]) -> dict[str, int]:
    """Tenths for each source that add up to the rounded mean: the largest remainders are rounded up."""
    floors = {s: math.floor(points * 10) for s, points in exact.items()}
    by_remainder = sorted(exact, key=lambda s: exact[s] * 10 - floors[s], reverse=True)
    raised = by_remainder[: mean - sum(floors.values())]
    return {s: floor + (s in raised) for s, floor in floors.items()}


def _source_line(given: Given, weight: Fraction, shares: Mapping[str, Fraction]) -> SourceLine:
    rounded = {criterion: _tenth(tenths(value)) for criterion, value in shares.items()}
    total = sum(rounded.values(), Decimal(0))
    return SourceLine(given.source, weight, rounded, total, "" if given.scores else given.overall_level)


def _conditions(
    policy: Policy, facts: Facts, breaches: Sequence[ConfirmedBreach], sources: Iterable[SourceLine]
) -> tuple[Condition, ...]:
    lowest = min(line.total for line in sources if line.weight)
    done, total = Decimal(facts.items_done), Decimal(facts.items_total)
    visits = Condition("visits", facts.counted_days >= facts.required_days, facts.counted_days, facts.required_days)
    return (
        Condition("pledge_on_time", facts.pledge_on_time),
        Condition("items_done", 0 < total <= done, done, total),
        *((visits,) if facts.required_days else ()),
        Condition("no_breach", not breaches, Decimal(len(breaches)), Decimal(0)),
        Condition("no_low_source", lowest >= policy.source_floor, lowest, Decimal(policy.source_floor)),
    )


def _caps(policy: Policy, breach: ConfirmedBreach) -> bool:
    return breach.is_disciplined or (breach.severity == SERIOUS and breach.code in policy.capping_codes)


def _rating(by_points: str, caps: Sequence[str], conditions: Iterable[Condition]) -> str:
    if caps:
        return str(UNSATISFACTORY)
    if by_points == EXCELLENT and not all(condition.is_met for condition in conditions):
        return str(GOOD)
    return by_points


def _tenth(count: int) -> Decimal:
    return Decimal(count).scaleb(-1)
