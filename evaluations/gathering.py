"""Fetches what a result is computed from: the policy of the year, what sources gave, pledge, visits, breaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from accounts.models import Holiday
from accounts.working_days import add_working_days
from criteria.models import Period
from criteria.standing import pledge_standing
from evaluations.models import (
    Breach,
    Evaluation,
    Rating,
    ScoreSheet,
    ScoringPolicy,
    Severity,
    Source,
    SourceAssessment,
    SourceRequirement,
    SourceWaiver,
)
from evaluations.rules import default_need
from evaluations.scoring import ConfirmedBreach, Facts, Given, Policy, StatementKey, compute, visit_hint
from fieldvisits.standing import VisitStanding, visit_standing

NOT_COLLECTED = "chưa thu thập trong kỳ này"
NOT_SENT = "chưa gửi"


@dataclass(frozen=True)
class SourceStatus:
    """Where one source stands: what is asked of it, what came, why it is missing."""

    source: str
    need: str
    assessment: SourceAssessment | None
    waived_reason: str

    @property
    def label(self) -> str:
        return Source(self.source).label

    @property
    def is_in(self) -> bool:
        return self.assessment is not None and self.assessment.is_submitted and not self.assessment.is_waived

    @property
    def is_lacking(self) -> bool:
        """Required, neither in nor waived: the appraisal waits for it."""
        return self.need == SourceRequirement.Need.REQUIRED and not self.is_in and not self.waived_reason

    @property
    def chip_state(self) -> str:
        if self.is_in:
            return "submitted"
        if self.waived_reason:
            return "waived"
        if self.need == SourceRequirement.Need.NONE:
            return "not_collected"
        return "draft" if self.assessment else "none"

    @property
    def missing_reason(self) -> str:
        return self.waived_reason or (NOT_COLLECTED if self.need == SourceRequirement.Need.NONE else NOT_SENT)


def policy_row(period: Period) -> ScoringPolicy:
    """The stored policy of the period; one with the defaults while none is stored."""
    return ScoringPolicy.objects.filter(period=period).first() or ScoringPolicy(period=period)


def policy_of(row: ScoringPolicy) -> Policy:
    return Policy(
        weights={source: getattr(row, f"{source}_weight") for source in Source.values},
        deductions={
            Severity.REMINDER.value: Decimal(row.reminder_points),
            Severity.SERIOUS.value: Decimal(row.serious_points),
        },
        overall={rating: getattr(row, f"overall_{rating}") for rating in Rating.values},
        thresholds={r: getattr(row, f"{r}_from") for r in Rating.values if r != Rating.UNSATISFACTORY},
        source_floor=row.source_floor,
        capping_codes=tuple(row.capping_codes),
    )


def statuses(evaluation: Evaluation) -> list[SourceStatus]:
    """All four sources of one evaluation, in two queries beside the prefetched assessments."""
    position = evaluation.appointment.position
    needs = dict(
        SourceRequirement.objects.filter(
            period=evaluation.period_id, level=position.level, category=position.category
        ).values_list("source", "need")
    )
    waivers = dict(
        SourceWaiver.objects.filter(unit=evaluation.unit_id, period=evaluation.period_id).values_list(
            "source", "reason"
        )
    )
    return [
        _status(
            source, needs.get(source) or default_need(position.level, position.category, source), evaluation, waivers
        )
        for source in Source.values
    ]


def _status(source: str, need: str, evaluation: Evaluation, waivers: dict[str, str]) -> SourceStatus:
    assessment = evaluation.source(source)
    own = assessment.waived_reason if assessment else ""
    return SourceStatus(source, need, assessment, own or waivers.get(source, ""))


def given_by(found: Iterable[SourceStatus]) -> list[Given]:
    """What counts: sent assessments. JSON numbers come back exact because they are whole or halves."""
    return [
        Given(
            status.source,
            {code: None if score is None else Decimal(str(score)) for code, score in status.assessment.scores.items()},
            status.assessment.overall_level,
        )
        for status in found
        if status.is_in and status.assessment
    ]


def statement_keys(period: Period) -> list[StatementKey]:
    rows = period.statement_set.statements.do()
    return [StatementKey(s.code, s.criterion, s.public_servants_only, tuple(s.applies_to)) for s in rows]


def visits_of(evaluation: Evaluation) -> VisitStanding:
    """As of today, or of the last day of a period that is over."""
    on = min(timezone.localdate(), evaluation.period.closes_on)
    return visit_standing(evaluation.cadre, evaluation.period, on)


def hint_of(evaluation: Evaluation) -> tuple[int, VisitStanding] | None:
    """What the visits suggest for SS-1, with the days; nothing where there is no duty."""
    standing = visits_of(evaluation)
    hint = visit_hint(standing.counted_days, standing.required_days)
    return None if hint is None else (hint, standing)


def facts_of(evaluation: Evaluation) -> Facts:
    pledge = pledge_standing(evaluation.cadre, evaluation.period)
    visits = visits_of(evaluation)
    return Facts(
        pledge_on_time=pledge.first_submitted_on_time,
        items_done=pledge.items_done if pledge.is_approved else 0,
        items_total=pledge.items_total,
        counted_days=visits.counted_days,
        required_days=visits.required_days if visits.is_required else Decimal(0),
    )


def breaches_of(evaluation: Evaluation) -> list[ConfirmedBreach]:
    rows = Breach.objects.confirmed().filter(cadre=evaluation.cadre_id, period=evaluation.period_id)
    columns = rows.order_by("pk").values_list("statement__code", "severity", "is_disciplined")
    return [ConfirmedBreach(*row) for row in columns]


def sheet_of(evaluation: Evaluation, found: list[SourceStatus]) -> ScoreSheet:
    """The result as it stands now. Raises Unscorable when nothing weighted is in."""
    return compute(
        policy=policy_of(policy_row(evaluation.period)),
        statements=statement_keys(evaluation.period),
        category=evaluation.appointment.position.category,
        is_public_servant=evaluation.appointment.is_public_servant,
        given=given_by(found),
        facts=facts_of(evaluation),
        breaches=breaches_of(evaluation),
        missing={status.source: status.missing_reason for status in found},
    )


def reconsider_until(evaluation: Evaluation, days: int) -> date | None:
    """The last day on which the cadre may ask for the result to be looked at again."""
    if evaluation.notified_at is None:
        return None
    told_on = timezone.localtime(evaluation.notified_at).date()
    holidays = set(Holiday.objects.filter(on__gte=told_on).values_list("on", flat=True))
    return add_working_days(told_on, days, holidays)
