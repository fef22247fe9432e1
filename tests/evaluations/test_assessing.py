import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from evaluations.assessing import Content, save_draft, submit, waive
from evaluations.models import Source, SourceAssessment, SourceWaiver
from tests.factories.evaluations import EvaluationFactory, SourceAssessmentFactory, scores

FULL = Content(scores=scores(3), strengths="Chủ động, sát cơ sở.")


@pytest.fixture
def evaluation(t):
    return EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)


def test_the_cadre_keeps_a_draft_then_sends(t, evaluation):
    me = t.base_secretary.user
    draft = save_draft(evaluation, source=Source.SELF, by=me, version=0, content=Content(scores={"GM-1": 4}))
    assert (draft.state, draft.version, draft.scores) == ("draft", 1, {"GM-1": 4})
    sent = submit(evaluation, source=Source.SELF, by=me, version=1, content=FULL)
    assert (sent.state, sent.version, sent.strengths) == ("submitted", 2, "Chủ động, sát cơ sở.")


def test_sending_is_written_down_and_told_to_the_union_body(t, evaluation):
    submit(evaluation, source=Source.SELF, by=t.base_secretary.user, version=0, content=FULL)
    assert AuditEvent.objects.get(verb="evaluation.assessed").after == {"source": "self", "again": False}
    assert [n.to for n in Notification.objects.filter(kind="evaluation.self_done")] == [t.district_secretary.user]


def test_nothing_a_source_wrote_stands_in_the_audit_trail(t, evaluation):
    submit(evaluation, source=Source.UNION, by=t.district_secretary.user, version=0, content=FULL)
    event = AuditEvent.objects.get(verb="evaluation.assessed")
    assert "Chủ động" not in f"{event.reason}{event.before}{event.after}"


@pytest.mark.parametrize(
    ("source", "who"),
    [
        (Source.SELF, "district_secretary"),
        (Source.UNION, "base_secretary"),
        (Source.UNION, "base_deputy"),
        (Source.UNION, "other_district_secretary"),
        (Source.UNION, "province_secretary"),
        (Source.PARTY, "district_secretary"),
        (Source.YOUTH, "district_secretary"),
    ],
)
def test_who_may_not_write_for_a_source(t, evaluation, source, who):
    with pytest.raises(PermissionDenied):
        submit(evaluation, source=source, by=getattr(t, who).user, version=0, content=FULL)


def test_the_party_committee_of_the_subtree_writes(t, evaluation):
    content = Content(overall_level="good", strengths="Tốt.", signed_as="Phó Bí thư Thành ủy")
    assert submit(evaluation, source=Source.PARTY, by=t.party, version=0, content=content).overall_level == "good"
    with pytest.raises(PermissionDenied):
        submit(evaluation, source=Source.PARTY, by=t.other_party, version=1, content=content)


def test_a_stale_form_is_refused(t, evaluation):
    me = t.base_secretary.user
    submit(evaluation, source=Source.SELF, by=me, version=0, content=FULL)
    with pytest.raises(StaleDocument):
        submit(evaluation, source=Source.SELF, by=me, version=0, content=Content(scores=scores(4)))
    assert SourceAssessment.objects.get().scores["GM-1"] == 3


def test_what_was_sent_may_be_sent_again_but_not_made_a_draft(t, evaluation):
    me = t.base_secretary.user
    submit(evaluation, source=Source.SELF, by=me, version=0, content=FULL)
    with pytest.raises(StaleDocument, match="đã gửi"):
        save_draft(evaluation, source=Source.SELF, by=me, version=1, content=FULL)
    assert submit(evaluation, source=Source.SELF, by=me, version=1, content=FULL).version == 2


@pytest.mark.parametrize("state", ["appraised", "decided", "notified", "locked", "not_rated"])
def test_nothing_is_written_after_the_appraisal(t, state):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district, state=state)
    with pytest.raises(StaleDocument):
        submit(evaluation, source=Source.SELF, by=t.base_secretary.user, version=0, content=FULL)


def test_a_closed_period_takes_nothing(t, evaluation):
    type(t.period).objects.filter(pk=t.period.pk).update(state="closed")
    with pytest.raises(StaleDocument, match="đã đóng"):
        submit(evaluation, source=Source.SELF, by=t.base_secretary.user, version=0, content=FULL)


def test_the_last_required_sheet_is_told_to_who_appraises(t, evaluation):
    submit(evaluation, source=Source.UNION, by=t.district_secretary.user, version=0, content=FULL)
    assert not Notification.objects.filter(kind="evaluation.complete").exists()
    submit(evaluation, source=Source.PARTY, by=t.party, version=0, content=Content(overall_level="good"))
    assert [n.to for n in Notification.objects.filter(kind="evaluation.complete")] == [t.district_secretary.user]


def test_the_body_of_the_root_needs_minutes(t):
    evaluation = EvaluationFactory(cadre=t.province_secretary, period=t.period, deciding_unit=t.province)
    for recorder in (t.province_deputy.user, t.staff):
        with pytest.raises(PermissionDenied, match="biên bản"):
            submit(evaluation, source=Source.UNION, by=recorder, version=0, content=FULL)
    minutes = Content(scores=scores(4), minutes_no="05-BB/BTV", minutes_on=timezone.localdate())
    assert submit(evaluation, source=Source.UNION, by=t.staff, version=0, content=minutes).minutes_no == "05-BB/BTV"


def test_staff_do_not_score_where_a_secretary_decides(t, evaluation):
    with pytest.raises(PermissionDenied):
        submit(evaluation, source=Source.UNION, by=t.staff, version=0, content=FULL)


def test_the_deciding_unit_is_looked_up_anew(t, evaluation):
    branch = EvaluationFactory(cadre=t.branch_secretary, period=t.period, deciding_unit=t.base)
    t.base_secretary.appointments.update(valid_to=dt.date(2020, 1, 1))
    submit(branch, source=Source.UNION, by=t.district_secretary.user, version=0, content=Content(scores={"GM": 3.5}))
    branch.refresh_from_db()
    assert branch.deciding_unit == t.district


def test_a_source_is_waived_for_one_person(t, evaluation):
    waive(evaluation, source=Source.PARTY, by=t.district_secretary.user, version=1, reason="Chưa có tổ chức Đảng")
    row = SourceAssessment.objects.get()
    assert (row.state, row.waived_reason, row.scores) == ("submitted", "Chưa có tổ chức Đảng", {})
    assert AuditEvent.objects.get(verb="evaluation.source_waived").reason == "Chưa có tổ chức Đảng"


def test_a_source_is_waived_once_for_the_unit(t, evaluation):
    waive(
        evaluation,
        source=Source.PARTY,
        by=t.district_secretary.user,
        version=1,
        reason="Chưa có tổ chức Đảng",
        is_for_unit=True,
    )
    assert [(w.unit, w.source) for w in SourceWaiver.objects.all()] == [(t.base, "party")]


def test_the_party_may_still_write_after_a_waiver(t, evaluation):
    waive(evaluation, source=Source.PARTY, by=t.district_secretary.user, version=1, reason="Chưa có tổ chức Đảng")
    row = submit(evaluation, source=Source.PARTY, by=t.party, version=1, content=Content(overall_level="good"))
    assert (row.waived_reason, row.overall_level) == ("", "good")


def test_a_sheet_that_came_is_not_waived(t, evaluation):
    SourceAssessmentFactory(evaluation=evaluation, source=Source.PARTY)
    with pytest.raises(StaleDocument, match="vừa gửi"):
        waive(evaluation, source=Source.PARTY, by=t.district_secretary.user, version=1, reason="…")


@pytest.mark.parametrize("who", ["base_secretary", "base_deputy", "other_district_secretary"])
def test_who_may_not_waive(t, evaluation, who):
    with pytest.raises(PermissionDenied):
        waive(evaluation, source=Source.PARTY, by=getattr(t, who).user, version=1, reason="…")
