import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent, Notification, Run
from accounts.running import work
from cadres.models import Appointment, Category
from criteria.models import Duty, Owed
from evaluations.models import Evaluation, ScoringPolicy, SourceRequirement
from evaluations.opening import open_evaluations, owing_posts, settle_policies, start_opening
from evaluations.routing import reroute
from evaluations.rules import days_in_post, default_need, has_enough_time
from tests.factories.cadres import holder
from tests.factories.criteria import PeriodFactory
from tests.factories.evaluations import EvaluationFactory


def test_everybody_with_the_duty_gets_one_evaluation(t):
    assert open_evaluations(t.period, by=t.staff) == len(owing_posts(t.period)) == 13
    assert Evaluation.objects.get(cadre=t.base_deputy).deciding_unit == t.district
    assert Evaluation.objects.get(cadre=t.branch_secretary).deciding_unit == t.base
    assert Evaluation.objects.get(cadre=t.district_staff).deciding_unit == t.district
    assert open_evaluations(t.period, by=t.staff) == 0
    assert Evaluation.objects.count() == 13


def test_opening_is_told_and_written_down(t):
    open_evaluations(t.period, by=t.staff)
    assert AuditEvent.objects.filter(verb="evaluation.opened").count() == 13
    assert Notification.objects.filter(kind="evaluation.opened").count() == 13


def test_who_has_no_duty_is_left_out(t):
    Duty.objects.filter(period=t.period, category=Category.BRANCH_SEC).update(evaluation=Owed.NONE)
    open_evaluations(t.period, by=t.staff)
    assert not Evaluation.objects.filter(cadre=t.branch_secretary).exists()


def test_teachers_follow_the_school_year(t):
    teacher = holder(t.base, "TPT-DOI")
    school = PeriodFactory(profile="school")
    open_evaluations(t.period, by=t.staff)
    open_evaluations(school, by=t.staff)
    assert Evaluation.objects.get(cadre=teacher).period == school
    assert Evaluation.objects.filter(period=school).count() == 1


def test_under_six_months_in_post_is_not_rated(t):
    newcomer = holder(t.branch, "BT-CHIDOAN")
    Appointment.objects.filter(cadre=newcomer).update(valid_from=dt.date(t.period.year, 9, 1))
    open_evaluations(t.period, by=t.staff)
    evaluation = Evaluation.objects.get(cadre=newcomer)
    assert (evaluation.state, evaluation.not_rated_reason.split(":")[0]) == ("not_rated", "Chưa đủ thời gian đánh giá")


@pytest.mark.parametrize(
    ("posts", "days"),
    [
        ([(dt.date(2019, 1, 1), None)], 365),
        ([(dt.date(2022, 7, 1), None)], 184),
        ([(dt.date(2022, 1, 1), dt.date(2022, 6, 30))], 181),
        ([(dt.date(2022, 1, 1), dt.date(2022, 2, 28)), (dt.date(2022, 2, 1), dt.date(2022, 3, 31))], 90),
        ([(dt.date(2023, 1, 1), None)], 0),
        ([], 0),
    ],
)
def test_days_in_post(posts, days):
    assert days_in_post(posts, dt.date(2022, 1, 1), dt.date(2022, 12, 31)) == days


def test_six_months_are_enough():
    assert (has_enough_time(181), has_enough_time(180)) == (True, False)


@pytest.mark.parametrize(
    ("level", "category", "source", "need"),
    [
        ("base", "BASE_LEADER", "union", "required"),
        ("branch", "BRANCH_SEC", "union", "required"),
        ("base", "BASE_LEADER", "party", "required"),
        ("branch", "BRANCH_SEC", "party", "optional"),
        ("base", "BASE_LEADER", "self", "optional"),
        ("province", "PROV_STAFF", "youth", "none"),
    ],
)
def test_sources_asked_by_default(level, category, source, need):
    assert default_need(level, category, source) == need


def test_the_policy_of_the_year_before_is_copied(t):
    ScoringPolicy.objects.filter(period=t.period).update(union_weight=60, party_weight=40, youth_weight=0)
    SourceRequirement.objects.filter(period=t.period, source="self").update(need="required")
    after = PeriodFactory(year=t.period.year + 1)
    assert settle_policies(after).union_weight == 60
    assert set(SourceRequirement.objects.filter(period=after, source="self").values_list("need", flat=True)) == {
        "required"
    }
    assert ScoringPolicy.objects.count() == 2


def test_opening_runs_in_the_background(t):
    run = start_opening(t.period, by=t.staff)
    work({"run": str(run.pk)})
    run = Run.objects.get(pk=run.pk)
    assert (run.state, run.done_rows, run.outcome) == ("done", 13, {"opened": 13})


def test_only_who_manages_periods_opens(t):
    with pytest.raises(PermissionDenied):
        start_opening(t.period, by=t.district_secretary.user)


def test_reroute_follows_a_vacant_seat(t):
    evaluation = EvaluationFactory(cadre=t.branch_secretary, period=t.period, deciding_unit=t.base)
    Appointment.objects.filter(cadre=t.base_secretary).update(valid_to=dt.date(2020, 1, 1))
    assert reroute() == 1
    evaluation.refresh_from_db()
    assert evaluation.deciding_unit == t.district
