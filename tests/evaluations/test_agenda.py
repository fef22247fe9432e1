import datetime as dt

from evaluations.agenda import todo_for, waiting_for
from tests.factories.evaluations import EvaluationFactory, SourceAssessmentFactory


def titles(user):
    return [todo.title for todo in todo_for(getattr(user, "user", user))]


def test_the_cadre_has_to_write_until_it_is_sent(t):
    evaluation = EvaluationFactory(cadre=t.base_deputy, period=t.period, deciding_unit=t.district)
    assert titles(t.base_deputy) == [f"Gửi phiếu tự đánh giá năm {t.period.year}"]
    row = SourceAssessmentFactory(evaluation=evaluation, source="self", state="draft")
    assert len(titles(t.base_deputy)) == 1
    type(row).objects.update(state="submitted")
    assert titles(t.base_deputy) == []


def test_overdue_is_said(t):
    EvaluationFactory(cadre=t.base_deputy, period=t.period, deciding_unit=t.district)
    yesterday = dt.date.today() - dt.timedelta(days=1)
    type(t.period).objects.update(self_opens_on=yesterday, self_due_on=yesterday)
    assert todo_for(t.base_deputy.user)[0].is_late


def test_deciders_see_each_kind_of_work_with_its_count(t):
    EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    EvaluationFactory(cadre=t.base_deputy, period=t.period, deciding_unit=t.district, state="decided")
    assert titles(t.district_secretary) == ["1 phiếu chờ cấp bộ Đoàn chấm", "1 kết quả chờ thông báo"]
    assert [(w.label, w.count) for w in waiting_for(t.district_secretary.user)] == [("Đánh giá", 2)]
    assert titles(t.party) == ["1 phiếu chờ cấp ủy nhận xét"]
    assert titles(t.other_party) == titles(t.other_district_secretary) == []


def test_the_party_is_asked_where_it_is_required_only(t):
    EvaluationFactory(cadre=t.branch_secretary, period=t.period, deciding_unit=t.base)
    assert titles(t.party) == []


def test_staff_of_the_province_are_not_shown_the_work_of_districts(t):
    evaluation = EvaluationFactory(cadre=t.base_secretary, period=t.period, deciding_unit=t.district)
    for source in ("union", "party"):
        SourceAssessmentFactory(evaluation=evaluation, source=source)
    assert titles(t.staff) == []
    assert titles(t.district_secretary) == ["1 phiếu đủ nguồn, chờ thẩm định"]
