"""Two windows send the same sheet at once: one is taken, the other is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.documents import StaleDocument
from evaluations.appraisal import appraise
from evaluations.assessing import Content, submit
from evaluations.models import Evaluation, SourceAssessment
from evaluations.opening import settle_policies
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory
from tests.factories.evaluations import EvaluationFactory, SourceAssessmentFactory, scores

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evaluation():
    t = tree()
    period = PeriodFactory()
    settle_policies(period)
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=period, deciding_unit=t.district)
    evaluation.boss = t.district_secretary.user
    return evaluation


def at_once(verb):
    def one(number):
        try:
            verb(number)
            return "done"
        except StaleDocument:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(one, range(4)))


def test_two_submits_leave_one(evaluation):
    def send(number):
        content = Content(scores=scores(number % 5))
        submit(evaluation, source="union", by=evaluation.boss, version=0, content=content)

    assert at_once(send) == ["done", "stale", "stale", "stale"]
    assert SourceAssessment.objects.get().version == 1


def test_two_appraisals_leave_one(evaluation):
    for source in ("union", "party"):
        SourceAssessmentFactory(evaluation=evaluation, source=source)
    assert at_once(lambda _: appraise(evaluation, by=evaluation.boss, version=1)) == ["done", "stale", "stale", "stale"]
    assert Evaluation.objects.get().version == 2
