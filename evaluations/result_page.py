"""What the result page shows, put together: bars of the sum, the ruler, who acts next, what may be done."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from accounts.models import User
from cadres.models import Right, holds_at
from cadres.rules import Acts
from criteria.models import Criterion, Period, Pledge
from evaluations import rules
from evaluations.appraisal import is_in_time
from evaluations.gathering import SourceStatus, policy_row, reconsider_until, statuses
from evaluations.models import Breach, Evaluation, ScoreSheet, ScoringPolicy, Severity, Source
from evaluations.models.sheets import CriterionLine, Part

SHADES = {Source.UNION: "s1", Source.PARTY: "s2", Source.YOUTH: "s3"}
FULL = Decimal(25)


@dataclass(frozen=True)
class Bar:
    """A source's part of a criterion: where it begins and how wide it is, in percent of 25 points."""

    part: Part
    label: str
    shade: str
    x: Decimal
    width: Decimal


@dataclass(frozen=True)
class Trace:
    line: CriterionLine
    label: str
    bars: list[Bar]
    deductions: list[tuple[str, str, Decimal]]


@dataclass(frozen=True)
class Permissions:
    """Which buttons stand on the page: the person may, and the document can, now."""

    assess: list[SourceStatus] = field(default_factory=list)
    appraise: bool = False
    decide: bool = False
    notify: bool = False
    answer: bool = False
    lock: bool = False
    reconsider: bool = False
    waive: list[SourceStatus] = field(default_factory=list)

    @property
    def any_decision(self) -> bool:
        return self.appraise or self.decide or self.notify or self.answer or self.lock or bool(self.waive)


def traces(sheet: ScoreSheet) -> list[Trace]:
    return [
        Trace(
            line,
            Criterion(line.criterion).label,
            _bars(line),
            [(d.code, Severity(d.severity).label, d.points) for d in line.deductions],
        )
        for line in sheet.criteria
    ]


def _bars(line: CriterionLine) -> list[Bar]:
    bars, x = [], Decimal(0)
    for part in line.parts:
        width = round(part.points / FULL * 100, 1)
        bars.append(Bar(part, Source(part.source).label, SHADES[Source(part.source)], x, width))
        x += width
    return bars


def legend(sheet: ScoreSheet) -> list[tuple[str, str, Decimal]]:
    """Shade, name and share in percent of each source that counts."""
    return [
        (SHADES[Source(line.source)], Source(line.source).label, round(Decimal(float(line.weight) * 100), 1))
        for line in sheet.sources
        if line.weight
    ]


def source_table(sheet: ScoreSheet) -> list[tuple[CriterionLine, str, list[Decimal | None]]]:
    """Rows of the table: a criterion with the share of each of the four sources, or None."""
    by_source = {line.source: line for line in sheet.sources}
    return [
        (
            line,
            Criterion(line.criterion).label,
            [by_source[s].shares[line.criterion] if s in by_source else None for s in Source.values],
        )
        for line in sheet.criteria
    ]


def source_totals(sheet: ScoreSheet) -> list[Decimal | None]:
    by_source = {line.source: line.total for line in sheet.sources}
    return [by_source.get(source) for source in Source.values]


def ruler(sheet: ScoreSheet) -> list[tuple[Decimal, Decimal, bool]]:
    """The stretches of the scale as x, width and whether the rating lies there; half a point stays free between."""
    edges = [0, *sorted(sheet.thresholds.values()), 100]
    ratings = ["unsatisfactory", *sorted(sheet.thresholds, key=lambda rating: sheet.thresholds[rating])]
    return [
        (Decimal(start), Decimal(end - start) - Decimal("0.5"), rating == sheet.rating)
        for (start, end), rating in zip(pairwise(edges), ratings, strict=True)
    ]


def next_step(evaluation: Evaluation, found: list[SourceStatus]) -> tuple[str, date | None]:
    """Who must act next, in words, with the date."""
    period, State = evaluation.period, Evaluation.State
    lacking = [status for status in found if status.is_lacking]
    if evaluation.state == State.OPEN and lacking:
        who = " và ".join(_who(status.source, evaluation) for status in lacking)
        return f"Chờ {who} gửi phiếu.", max(due_of(period, status.source) for status in lacking)
    steps = {
        State.OPEN: (f"Đã đủ phiếu bắt buộc, chờ {evaluation.deciding_unit} thẩm định.", period.appraise_due_on),
        State.APPRAISED: (f"Chờ {evaluation.deciding_unit} quyết định.", period.notify_due_on),
        State.DECIDED: (f"Chờ {evaluation.deciding_unit} thông báo kết quả.", period.notify_due_on),
        State.NOTIFIED: ("Kết quả đã thông báo. Cán bộ có thể đề nghị xem xét lại.", None),
        State.RECONSIDERING: ("Chờ đơn vị cấp trên trả lời đề nghị xem xét lại.", None),
        State.LOCKED: ("Kết quả đã khóa.", None),
        State.NOT_RATED: (evaluation.not_rated_reason, None),
    }
    return steps[State(evaluation.state)]


def _who(source: str, evaluation: Evaluation) -> str:
    if source == Source.UNION:
        return str(evaluation.deciding_unit)
    return "cấp ủy" if source == Source.PARTY else Source(source).label.lower()


def due_of(period: Period, source: str) -> date:
    dates = {Source.SELF: period.self_due_on, Source.UNION: period.union_due_on}
    return dates.get(Source(source), period.party_due_on)


def permissions(user: User, evaluation: Evaluation, found: list[SourceStatus]) -> Permissions:
    appraises = rules.may_appraise(user, evaluation)
    may_compute = rules.appraises_as(user, evaluation)
    is_open = evaluation.state == Evaluation.State.OPEN
    complete = not any(status.is_lacking for status in found)
    told = evaluation.state == Evaluation.State.NOTIFIED
    in_time = told and is_in_time(evaluation)
    return Permissions(
        assess=[
            status
            for status in found
            if rules.may_assess(user, evaluation, status.source) and not rules.why_not_assess(evaluation, status.source)
        ],
        appraise=bool(may_compute) and complete and not rules.why_not_appraise(evaluation),
        decide=bool(rules.decides_as(user, evaluation)) and not rules.why_not_decide(evaluation),
        notify=appraises and not rules.why_not_notify(evaluation),
        answer=rules.may_answer(user, evaluation) and not rules.why_not_answer(evaluation),
        lock=appraises and told and not in_time,
        reconsider=rules.is_own(user, evaluation) and in_time,
        waive=[status for status in found if status.is_lacking] if appraises and is_open else [],
    )


def _is_shown(user: User, evaluation: Evaluation, status: SourceStatus) -> bool:
    """What was sent; a draft only to whoever writes it, even after the result is told."""
    if status.assessment is None or status.assessment.is_waived:
        return False
    return status.is_in or rules.may_assess(user, evaluation, status.source)


def place_context(user: User, evaluation: Evaluation) -> dict[str, Any]:
    """In what capacity the reader would decide, and in whose place."""
    acts = rules.decides_as(user, evaluation)
    return {
        "acts": acts,
        "place": evaluation.deciding_unit if acts == Acts.STAND_IN else evaluation.in_place_of,
        "is_undecided": evaluation.state in rules.UNDECIDED,
    }


def page_context(user: User, evaluation: Evaluation) -> dict[str, Any]:
    """All that the detail page and the print need; hidden sources and figures never reach the template."""
    found = statuses(evaluation)
    readable = rules.readable_sources(user, evaluation)
    sheet = evaluation.sheet if rules.may_see_result(user, evaluation) else None
    policy: ScoringPolicy = policy_row(evaluation.period)
    text, due_on = next_step(evaluation, found)
    pledges = Pledge.objects.visible_to(user).current()
    pledge = pledges.filter(cadre=evaluation.cadre_id, period=evaluation.period_id).first()
    context: dict[str, Any] = {
        "can_record": holds_at(user, Right.BREACH_RECORD, evaluation.unit.path),
        "pledge_url": pledge.get_absolute_url() if pledge else "",
        "evaluation": evaluation,
        "statuses": found,
        "sheets": [s for s in found if s.source in readable and _is_shown(user, evaluation, s)],
        "sheet": sheet,
        "policy": policy,
        "next_text": text,
        "next_due_on": due_on,
        "can": permissions(user, evaluation, found),
        "is_own": rules.is_own(user, evaluation),
        **place_context(user, evaluation),
        "reconsider_until": reconsider_until(evaluation, policy.reconsider_days),
        "requests": list(evaluation.reconsiderations.select_related("answered_by")),
        "breaches": list(
            Breach.objects.confirmed()
            .filter(cadre=evaluation.cadre_id, period=evaluation.period_id)
            .select_related("statement")
        ),
    }
    if sheet:
        context |= {
            "traces": traces(sheet),
            "legend": legend(sheet),
            "table": source_table(sheet),
            "totals": source_totals(sheet),
            "ruler": ruler(sheet),
            "missing": [(Source(source).label, reason) for source, reason in sheet.missing.items()],
        }
    return context
