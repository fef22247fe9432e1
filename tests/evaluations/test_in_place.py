"""Deciding in another's place ("duyệt thay"): the result of an evaluation."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.urls import reverse

from accounts.models import AuditEvent, Notification
from cadres.standing_in import ReasonMissing
from criteria.models import DATE_FIELDS, Period
from evaluations import rules
from evaluations.agenda import todo_for
from evaluations.appraisal import appraise, decide, notify_result
from evaluations.assessing import Content, submit
from evaluations.models import Evaluation
from evaluations.opening import open_evaluations, settle_policies
from evaluations.routing import reroute
from tests.factories.cadres import DelegationFactory, ExemptionFactory, tree, with_role
from tests.factories.criteria import PeriodFactory
from tests.factories.evaluations import EvaluationFactory, SourceAssessmentFactory, scores

WHY = "Ban Thường vụ huyện chưa họp"


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    settle_policies(found.period)
    return found


def complete(t, **fields):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, **fields)
    for source in ("union", "party"):
        SourceAssessmentFactory(evaluation=evaluation, source=source)
    return evaluation


def let_time_run_out(t):
    Period.objects.update(**{name: F(name) - dt.timedelta(days=310) for name in DATE_FIELDS})
    t.period.refresh_from_db()
    reroute()


def test_provincial_staff_are_evaluated_by_the_province(t):
    open_evaluations(t.period, by=with_role("org_staff", t.province))
    evaluation = Evaluation.objects.get(cadre=t.department_staff)
    assert (evaluation.deciding_unit, evaluation.in_place_of) == (t.province, None)
    assert rules.decides_as(t.province_deputy.user, evaluation) == "decider"


def test_before_the_time_has_run_out_twice_the_unit_above_waits(t):
    evaluation = complete(t)
    assert reroute() == 1
    evaluation.refresh_from_db()
    assert (evaluation.stand_in_unit, evaluation.is_overdue_twice) == (t.province, False)
    with pytest.raises(PermissionDenied):
        decide(evaluation, by=t.province_secretary.user, version=1, in_place_reason=WHY)


def test_afterwards_it_may_appraise_and_decide_with_a_reason(t):
    evaluation = complete(t)
    let_time_run_out(t)
    above = t.province_secretary.user
    with pytest.raises(ReasonMissing):
        appraise(evaluation, by=above, version=1)
    appraise(evaluation, by=above, version=1, in_place_reason=WHY)
    with pytest.raises(ReasonMissing):
        decide(evaluation, by=above, version=2)
    evaluation = decide(evaluation, by=above, version=2, in_place_reason=WHY)

    assert (evaluation.state, evaluation.deciding_unit, evaluation.in_place_of) == ("decided", t.province, t.district)
    for verb in ("evaluation.appraised", "evaluation.decided"):
        row = AuditEvent.objects.get(verb=verb)
        assert (row.acting_role, row.on_behalf_of_id, row.reason) == ("stand_in", t.district_secretary.user_id, WHY)
    assert Notification.objects.get(kind="decision.in_place").to == t.district_secretary.user
    assert notify_result(evaluation, by=above, version=3).state == "notified"


def test_the_own_secretary_still_may(t):
    evaluation = complete(t)
    let_time_run_out(t)
    appraise(evaluation, by=t.district_secretary.user, version=1)
    assert decide(evaluation, by=t.district_secretary.user, version=2).in_place_of is None


def test_the_union_sheet_may_be_written_in_place_too(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    let_time_run_out(t)
    submit(evaluation, source="union", by=t.province_secretary.user, version=0, content=Content(scores=scores(3)))
    row = AuditEvent.objects.get(verb="evaluation.assessed")
    assert (row.acting_role, row.on_behalf_of_id) == ("stand_in", t.district_secretary.user_id)


def test_at_once_when_the_secretary_is_on_leave_without_a_delegate(t):
    evaluation = complete(t)
    ExemptionFactory(cadre=t.district_secretary)
    assert reroute() == 1
    appraise(evaluation, by=t.province_secretary.user, version=1)
    evaluation = decide(evaluation, by=t.province_secretary.user, version=2, in_place_reason=WHY)
    assert (evaluation.in_place_of, evaluation.in_place_reason) == (t.district, WHY)


def test_acting_deputy_for_evaluations(t):
    evaluation = complete(t)
    ExemptionFactory(cadre=t.district_secretary)
    DelegationFactory(unit=t.district, from_cadre=t.district_secretary, to_cadre=t.district_deputy, area="evaluation")
    appraise(evaluation, by=t.district_deputy.user, version=1)
    decide(evaluation, by=t.district_deputy.user, version=2)
    row = AuditEvent.objects.get(verb="evaluation.decided")
    assert (row.acting_role, row.on_behalf_of_id) == ("delegate", t.district_secretary.user_id)


def test_pages_show_it(t, client):
    evaluation = complete(t)
    let_time_run_out(t)
    appraise(evaluation, by=t.district_secretary.user, version=1)
    above = t.province_secretary.user
    assert "1 kết quả duyệt thay được, quá hạn hai lần" in [todo.title for todo in todo_for(above)]
    client.force_login(above)
    page = client.get("/danh-gia/cho-danh-gia/?viec=duyet-thay").content.decode()
    assert f"{t.district} chưa quyết định; duyệt thay được từ" in page
    detail = client.get(evaluation.get_absolute_url()).content.decode()
    assert f"Duyệt thay {t.district}" in detail
    url = reverse("evaluations:step", args=[evaluation.pk, "decide"])
    answer = client.post(url, {"version": 2}, follow=True)
    assert "ghi lý do rồi bấm lại" in answer.content.decode()
    client.force_login(t.district_secretary.user)
    late = client.get("/danh-gia/cho-danh-gia/?viec=quyet-dinh").content.decode()
    assert f"Đã quá hạn hai lần: {t.province} có thể duyệt thay" in late


def test_the_paper_says_it(t, client):
    fields = {"deciding_unit": t.province, "in_place_of": t.district, "in_place_reason": WHY}
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, state="notified", **fields)
    client.force_login(t.base_secretary.user)
    for address in (evaluation.get_absolute_url(), reverse("evaluations:print", args=[evaluation.pk])):
        page = client.get(address).content.decode()
        assert WHY in page
        assert f"thay {t.district}" in page
