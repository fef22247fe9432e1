import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from evaluations.appraisal import appraise, decide, lock, notify_result
from evaluations.assessing import Content, submit, waive
from evaluations.models import Breach, Evaluation, Reconsideration, Source
from evaluations.reconsidering import answer, request_reconsideration
from tests.factories.criteria import PledgeFactory
from tests.factories.evaluations import BreachFactory, EvaluationFactory, SourceAssessmentFactory, scores


def pledge(t, state):
    """Sent in time, with every item done."""
    today = timezone.localdate()
    PledgeFactory(cadre=t.base_secretary, period=t.period, state=state, due_on=today, items__progress="done")


@pytest.fixture
def evaluation(t):
    """A base secretary; the Union gave 4 throughout, the Party committee the level Tốt."""
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    SourceAssessmentFactory(evaluation=evaluation, score=4)
    SourceAssessmentFactory(evaluation=evaluation, source=Source.PARTY, scores={}, overall_level="good")
    pledge(t, "approved")
    return evaluation


def fresh(evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=evaluation.pk)


def to_notified(t, evaluation) -> Evaluation:
    boss = t.district_secretary.user
    appraise(evaluation, by=boss, version=1)
    decide(evaluation, by=boss, version=2)
    return notify_result(evaluation, by=boss, version=3)


def test_appraising_computes_the_sheet(t, evaluation):
    """5/8 × 25 + 3/8 × 20 = 23,125 → 23,1 for each criterion."""
    done = appraise(evaluation, by=t.district_secretary.user, version=1)
    assert (done.state, done.total, done.rating, done.version) == ("appraised", Decimal("92.4"), "excellent", 2)
    assert fresh(evaluation).sheet.missing == {"youth": "chưa thu thập trong kỳ này"}
    assert all(condition.is_met for condition in fresh(evaluation).sheet.conditions)


def test_staff_of_the_province_may_appraise(t, evaluation):
    assert appraise(evaluation, by=t.staff, version=1).state == "appraised"


@pytest.mark.parametrize("who", ["base_secretary", "base_deputy", "other_district_secretary", "province_secretary"])
def test_who_may_not_appraise(t, evaluation, who):
    with pytest.raises(PermissionDenied):
        appraise(evaluation, by=getattr(t, who).user, version=1)


def test_a_missing_required_source_stops_the_appraisal(t, evaluation):
    evaluation.sources.filter(source=Source.PARTY).delete()
    with pytest.raises(StaleDocument, match="Còn thiếu phiếu của: Cấp ủy"):
        appraise(evaluation, by=t.district_secretary.user, version=1)


def test_a_draft_is_no_sheet(t, evaluation):
    evaluation.sources.filter(source=Source.PARTY).update(state="draft")
    with pytest.raises(StaleDocument, match="Cấp ủy"):
        appraise(evaluation, by=t.district_secretary.user, version=1)


def test_a_waived_source_is_dropped_and_named(t, evaluation):
    evaluation.sources.filter(source=Source.PARTY).delete()
    waive(evaluation, source=Source.PARTY, by=t.district_secretary.user, version=1, reason="Không có tổ chức Đảng")
    done = appraise(evaluation, by=t.district_secretary.user, version=2)
    assert (done.total, done.sheet.missing["party"]) == (100, "Không có tổ chức Đảng")


def test_confirmed_breaches_deduct_and_others_do_not(t, evaluation):
    BreachFactory(cadre=t.base_secretary, period=t.period, state="confirmed", code="TN-K4")
    BreachFactory(cadre=t.base_secretary, period=t.period, state="reported", code="GM-K1", severity="serious")
    done = appraise(evaluation, by=t.district_secretary.user, version=1)
    assert (done.total, done.rating) == (Decimal("89.4"), "good")


def test_an_unapproved_pledge_has_no_items_done(t, evaluation):
    t.base_secretary.pledges.all().delete()
    pledge(t, "submitted")
    done = appraise(evaluation, by=t.district_secretary.user, version=1)
    assert (done.rating, [c.code for c in done.sheet.unmet]) == ("good", ["items_done"])


def test_no_pledge_at_all_holds_down(t, evaluation):
    t.base_secretary.pledges.all().delete()
    done = appraise(evaluation, by=t.district_secretary.user, version=1)
    assert [c.code for c in done.sheet.unmet] == ["pledge_on_time", "items_done"]


def test_the_short_form_counts(t):
    evaluation = EvaluationFactory(cadre=t.branch_secretary, period=t.period, deciding_unit=t.base)
    halves = {"GM": 3.5, "ST": 3, "TN": 4, "SS": 2.5}
    submit(evaluation, source=Source.UNION, by=t.base_secretary.user, version=0, content=Content(scores=halves))
    done = appraise(evaluation, by=t.base_secretary.user, version=1)
    assert [line.score for line in done.sheet.criteria] == [Decimal(x) for x in ("21.9", "18.8", "25.0", "15.6")]
    assert done.sheet.missing == {"party": "chưa gửi", "youth": "chưa thu thập trong kỳ này"}


def test_deciding_keeps_the_appraised_sheet(t, evaluation):
    boss = t.district_secretary.user
    sheet = appraise(evaluation, by=boss, version=1).result
    done = decide(evaluation, by=boss, version=2)
    assert (done.state, done.result, done.decided_by) == ("decided", sheet, boss)
    assert AuditEvent.objects.get(verb="evaluation.decided").after == {"total": "92.4", "rating": "excellent"}


def test_staff_do_not_decide_in_place_of_the_secretary(t, evaluation):
    appraise(evaluation, by=t.staff, version=1)
    with pytest.raises(PermissionDenied):
        decide(evaluation, by=t.staff, version=2)


def test_what_changed_since_the_appraisal_must_be_appraised_again(t, evaluation):
    boss = t.district_secretary.user
    appraise(evaluation, by=boss, version=1)
    BreachFactory(cadre=t.base_secretary, period=t.period, state="confirmed")
    with pytest.raises(StaleDocument, match="Thẩm định lại"):
        decide(evaluation, by=boss, version=2)
    appraise(evaluation, by=boss, version=2)
    assert decide(evaluation, by=boss, version=3).total == Decimal("89.4")


def test_an_open_one_is_not_decided_and_a_stale_one_neither(t, evaluation):
    boss = t.district_secretary.user
    with pytest.raises(StaleDocument):
        decide(evaluation, by=boss, version=1)
    appraise(evaluation, by=boss, version=1)
    with pytest.raises(StaleDocument):
        decide(evaluation, by=boss, version=1)


def test_the_root_decides_with_minutes(t):
    evaluation = EvaluationFactory(
        cadre=t.province_secretary, period=t.period, deciding_unit=t.province, is_by_minutes=True, state="appraised"
    )
    t.province_deputy.appointments.update(valid_to=dt.date(2020, 1, 1))
    SourceAssessmentFactory(evaluation=evaluation)
    SourceAssessmentFactory(evaluation=evaluation, source=Source.PARTY)
    appraise(evaluation, by=t.staff, version=1)
    with pytest.raises(PermissionDenied, match="biên bản"):
        decide(evaluation, by=t.staff, version=2)
    with pytest.raises(PermissionDenied):
        decide(evaluation, by=t.province_secretary.user, version=2, minutes_no="1", minutes_on=timezone.localdate())
    done = decide(evaluation, by=t.staff, version=2, minutes_no="07-BB/BTV", minutes_on=timezone.localdate())
    assert (done.state, done.minutes_no) == ("decided", "07-BB/BTV")


def test_the_cadre_is_told(t, evaluation):
    told = to_notified(t, evaluation)
    assert told.state == "notified"
    notice = Notification.objects.get(kind="evaluation.notified")
    assert (notice.to, "Xuất sắc" in notice.subject) == (t.base_secretary.user, True)


def test_a_request_goes_to_the_unit_above_and_comes_back(t, evaluation):
    to_notified(t, evaluation)
    request_reconsideration(evaluation, by=t.base_secretary.user, version=4, reason="TN chấm thiếu.")
    assert fresh(evaluation).state == "reconsidering"
    asked = Notification.objects.filter(kind="evaluation.reconsideration")
    assert {n.to for n in asked} == {t.province_secretary.user, t.province_deputy.user}
    with pytest.raises(PermissionDenied):
        answer(evaluation, by=t.district_secretary.user, version=5, text="Giữ nguyên.")
    done = answer(evaluation, by=t.province_deputy.user, version=5, text="Giữ nguyên, đã kiểm tra.")
    assert (done.state, done.total) == ("decided", Decimal("92.4"))
    request = Reconsideration.objects.get()
    assert (request.answer, request.answered_by, request.old_total) == (
        "Giữ nguyên, đã kiểm tra.",
        t.province_deputy.user,
        Decimal("92.4"),
    )
    assert notify_result(evaluation, by=t.district_secretary.user, version=6).state == "notified"


def test_the_unit_above_may_score_again_before_it_answers(t, evaluation):
    to_notified(t, evaluation)
    request_reconsideration(evaluation, by=t.base_secretary.user, version=4, reason="SS chấm thiếu.")
    union = evaluation.sources.get(source=Source.UNION)
    lower = Content(scores=scores(2))
    with pytest.raises(PermissionDenied):
        submit(evaluation, source=Source.UNION, by=t.district_secretary.user, version=union.version, content=lower)
    submit(evaluation, source=Source.UNION, by=t.province_deputy.user, version=union.version, content=lower)
    done = answer(evaluation, by=t.province_deputy.user, version=5, text="Chấm lại.")
    assert done.total == Decimal("61.2")  # 5/8 × 12,5 + 3/8 × 20 = 15,3125 → 15,3
    event = AuditEvent.objects.get(verb="evaluation.reconsidered")
    assert (event.before["total"], event.after["total"]) == ("92.4", "61.2")


def test_only_the_cadre_asks_and_only_in_time(t, evaluation):
    to_notified(t, evaluation)
    with pytest.raises(PermissionDenied):
        request_reconsideration(evaluation, by=t.district_secretary.user, version=4, reason="…")
    with time_machine.travel(timezone.now() + dt.timedelta(days=12)), pytest.raises(StaleDocument, match="hết hạn"):
        request_reconsideration(evaluation, by=t.base_secretary.user, version=4, reason="…")


def test_a_result_is_locked_when_nobody_can_ask_any_more(t, evaluation):
    boss = t.district_secretary.user
    to_notified(t, evaluation)
    with pytest.raises(StaleDocument, match="còn thời hạn"):
        lock(evaluation, by=boss, version=4)
    with time_machine.travel(timezone.now() + dt.timedelta(days=12)):
        assert lock(evaluation, by=boss, version=4).state == "locked"


@pytest.mark.parametrize("verb", [decide, notify_result, lock])
def test_steps_are_not_skipped(t, evaluation, verb):
    with pytest.raises(StaleDocument):
        verb(evaluation, by=t.district_secretary.user, version=1)
    assert fresh(evaluation).state == "open"


def test_a_result_told_stays_as_it_was_when_a_breach_is_confirmed_later(t, evaluation):
    to_notified(t, evaluation)
    BreachFactory(cadre=t.base_secretary, period=t.period, state=Breach.State.CONFIRMED)
    assert fresh(evaluation).sheet.total == Decimal("92.4")
