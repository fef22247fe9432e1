import pytest
from django.db import IntegrityError, transaction

from evaluations.models import Evaluation, Rating, ScoringPolicy, SourceAssessment
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory
from tests.factories.evaluations import BreachFactory, EvaluationFactory, SourceAssessmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    return t


@pytest.mark.parametrize("state", Evaluation.State.values)
def test_factories_make_an_evaluation_of_every_state(t, state):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, state=state)
    assert Evaluation.objects.get(pk=evaluation.pk).state == state


def test_the_sheet_is_read_back_from_the_row(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, state="decided", score=4)
    stored = Evaluation.objects.get(pk=evaluation.pk)
    assert (stored.sheet.total, stored.total, stored.rating) == (100, 100, Rating.EXCELLENT)


def test_one_evaluation_per_person_and_period(t):
    EvaluationFactory(cadre=t.base_secretary, period=t.period)
    with pytest.raises(IntegrityError, match="one_evaluation_per_cadre_and_period"):
        EvaluationFactory(cadre=t.base_secretary, period=t.period)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "decided"}, "a_computed_evaluation_has_its_sheet"),
        ({"state": "not_rated"}, "whoever_is_not_rated_knows_why"),
        ({"minutes_no": "12-BB"}, "evaluation_minutes_have_number_and_date"),
    ],
)
def test_what_must_never_be_false(t, fields, name):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Evaluation.objects.filter(pk=evaluation.pk).update(**fields)


def test_a_sent_assessment_says_something(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period)
    with pytest.raises(IntegrityError, match="a_sent_assessment_says_something"):
        SourceAssessmentFactory(evaluation=evaluation, scores={})


def test_weights_must_share_out_one_hundred(t):
    with pytest.raises(IntegrityError, match="weights_share_out_one_hundred"):
        ScoringPolicy.objects.create(period=t.period, union_weight=60)


def test_history_is_kept_by_trigger(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period)
    SourceAssessmentFactory(evaluation=evaluation)
    SourceAssessment.objects.update(version=2)
    assert evaluation.events.count() == 1
    assert SourceAssessment.objects.get().events.count() == 2


@pytest.mark.parametrize("state", ["reported", "verifying", "confirmed", "dismissed"])
def test_factories_make_a_breach_of_every_state(t, state):
    assert BreachFactory(cadre=t.base_secretary, period=t.period, state=state).state == state


def test_who_sees_an_evaluation(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    seen_by = {
        name
        for name, cadre in vars(t).items()
        if hasattr(cadre, "user") and Evaluation.objects.visible_to(cadre.user).filter(pk=evaluation.pk).exists()
    }
    assert seen_by == {"base_secretary", "district_secretary", "province_secretary", "province_deputy"}
