"""Evaluations in any state, whole: EvaluationFactory(cadre=…, period=…, state="notified", score=4)."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from evaluations.models import Breach, Evaluation, Severity, Source, SourceAssessment
from evaluations.scoring import Facts, Given, Policy, StatementKey, compute
from tests.factories.accounts import UserFactory
from tests.factories.criteria import main_post

DO_CODES = [f"{c}-{n}" for c, many in (("GM", 4), ("ST", 3), ("TN", 7), ("SS", 3)) for n in range(1, many + 1)]


def scores(score: int, **other: int | None) -> dict[str, int | None]:
    """One score for all 17 statements, but for those named: scores(4, GM_1=3)."""
    return dict.fromkeys(DO_CODES, score) | {code.replace("_", "-"): value for code, value in other.items()}


def sheet(score: int = 3):
    """The sheet of somebody whom the Union alone gave this score throughout, with every condition met."""
    return compute(
        policy=Policy(),
        statements=[StatementKey(code, code[:2], code == "ST-3") for code in DO_CODES],
        is_public_servant=True,
        given=[Given(Source.UNION, scores(score))],
        facts=Facts(pledge_on_time=True, items_done=4, items_total=4),
        missing={Source.PARTY: "chưa gửi", Source.YOUTH: "chưa thu thập trong kỳ này"},
    )


class EvaluationFactory(DjangoModelFactory):
    class Meta:
        model = Evaluation
        skip_postgeneration_save = True

    class Params:
        score = 3
        computed = factory.LazyAttribute(lambda e: e.state in Evaluation.COMPUTED)
        decided = factory.LazyAttribute(lambda e: e.state in Evaluation.DECIDED)
        released = factory.LazyAttribute(lambda e: e.state in Evaluation.RELEASED)

    appointment = factory.LazyAttribute(lambda e: main_post(e.cadre))
    unit = factory.LazyAttribute(lambda e: e.appointment.unit)
    deciding_unit = factory.LazyAttribute(lambda e: e.unit)
    state = Evaluation.State.OPEN
    result = factory.LazyAttribute(lambda e: sheet(e.score).to_json() if e.computed else None)
    total = factory.LazyAttribute(lambda e: sheet(e.score).total if e.computed else None)
    rating = factory.LazyAttribute(lambda e: sheet(e.score).rating if e.computed else "")
    appraised_at = factory.LazyAttribute(lambda e: timezone.now() if e.computed else None)
    decided_at = factory.LazyAttribute(lambda e: timezone.now() if e.decided else None)
    decided_by = factory.Maybe("decided", factory.SubFactory(UserFactory), None)
    notified_at = factory.LazyAttribute(lambda e: timezone.now() if e.released else None)
    not_rated_reason = factory.LazyAttribute(
        lambda e: "Chưa đủ thời gian đánh giá." if e.state == Evaluation.State.NOT_RATED else ""
    )


class SourceAssessmentFactory(DjangoModelFactory):
    """What a source sent; state="draft" for what it has not sent yet."""

    class Meta:
        model = SourceAssessment

    class Params:
        score = 3

    evaluation = factory.SubFactory(EvaluationFactory)
    source = Source.UNION
    state = SourceAssessment.State.SUBMITTED
    scores = factory.LazyAttribute(lambda s: scores(s.score))
    by = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)


class BreachFactory(DjangoModelFactory):
    class Meta:
        model = Breach

    class Params:
        code = "TN-K4"
        decided = factory.LazyAttribute(lambda b: b.state in {"confirmed", "dismissed"})

    appointment = factory.LazyAttribute(lambda b: main_post(b.cadre))
    unit = factory.LazyAttribute(lambda b: b.appointment.unit)
    statement = factory.LazyAttribute(lambda b: b.period.statement_set.statements.get(code=b.code))
    occurred_on = factory.LazyFunction(timezone.localdate)
    severity = Severity.REMINDER
    evidence = "Biên bản họp ngày 12/05."
    state = Breach.State.REPORTED
    reported_by = factory.SubFactory(UserFactory)
    decided_at = factory.LazyAttribute(lambda b: timezone.now() if b.decided else None)
    decided_by = factory.Maybe("decided", factory.SubFactory(UserFactory), None)
    conclusion = factory.LazyAttribute(lambda b: "Đã làm rõ." if b.decided else "")
