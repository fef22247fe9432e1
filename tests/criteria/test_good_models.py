import pytest
from django.core.exceptions import PermissionDenied

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Notification
from cadres.models import Role
from criteria import good_models, taking_over
from criteria.good_models import Told
from criteria.models import GoodModel, Solution, TakeOver
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory
from tests.factories.good_models import good_model

TOLD = Told("ST", "Sổ tay họp 45 phút", "Gửi tài liệu trước ba ngày.", "24 cuộc họp")


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    found.programme = ProgrammeFactory(unit=found.base, period=found.period, state="approved")
    found.solution = found.programme.solutions.get()
    Solution.objects.update(progress="done", result="Đã làm", result_figure="12/12")
    found.staff = with_role(Role.ORG_STAFF, found.province)
    return found


def finished_item(t, cadre):
    item = PledgeFactory(cadre=cadre, period=t.period, state="approved").items.first()
    item.progress = "done"
    item.save()
    return item


def test_a_unit_proposes_and_the_superior_accepts(t):
    model = good_models.propose_solution(t.solution, TOLD, by=t.base_deputy.user)
    assert (model.unit, model.deciding_unit, model.cadre) == (t.base, t.district, None)
    assert Notification.objects.filter(kind="model.proposed", to=t.district_secretary.user).exists()
    assert list(GoodModel.objects.to_decide(t.district_secretary.user)) == [model]
    assert list(GoodModel.objects.to_decide(t.staff)) == [model]
    assert not GoodModel.objects.to_decide(t.province_secretary.user).exists()
    model = good_models.accept(model, by=t.district_secretary.user, version=1)
    assert (model.state, model.version) == ("accepted", 2)
    assert Notification.objects.filter(kind="model.accepted", to=t.base_deputy.user).exists()
    verbs = AuditEvent.objects.filter(target="criteria.goodmodel").values_list("verb", flat=True)
    assert sorted(verbs) == ["model.accepted", "model.proposed"]


def test_only_what_is_done_and_only_once(t):
    Solution.objects.update(progress="in_progress")
    with pytest.raises(StaleDocument):
        good_models.propose_solution(t.solution, TOLD, by=t.base_secretary.user)
    Solution.objects.update(progress="done")
    good_models.propose_solution(t.solution, TOLD, by=t.base_secretary.user)
    with pytest.raises(StaleDocument):
        good_models.propose_solution(t.solution, TOLD, by=t.base_secretary.user)


def test_nobody_names_another_person(t):
    item = finished_item(t, t.base_deputy)
    for user in (t.base_secretary.user, t.staff):
        with pytest.raises(PermissionDenied):
            good_models.propose_item(item, TOLD, by=user)
    model = good_models.propose_item(item, TOLD, by=t.base_deputy.user)
    assert (model.cadre, model.deciding_unit) == (t.base_deputy, t.district)


def test_nobody_decides_on_what_is_their_own(t):
    model = good_models.propose_solution(t.solution, TOLD, by=t.base_secretary.user)
    for user in (t.base_secretary.user, t.base_deputy.user, t.other_district_secretary.user):
        with pytest.raises(PermissionDenied):
            good_models.accept(model, by=user, version=1)
    with pytest.raises(StaleDocument):
        good_models.accept(model, by=t.staff, version=9)
    good_models.refuse(model, by=t.staff, version=1, reason="Chưa có con số so trước.")
    with pytest.raises(StaleDocument):
        good_models.accept(model, by=t.staff, version=2)


def test_owner_withdraws_and_staff_hide_with_a_reason(t):
    model = good_model(t.base, state="accepted")
    with pytest.raises(PermissionDenied):
        good_models.withdraw(model, by=t.district_secretary.user, version=1)
    assert good_models.withdraw(model, by=t.base_secretary.user, version=1).state == "withdrawn"
    other = good_model(t.base, state="accepted", by=t.base_secretary.user)
    with pytest.raises(PermissionDenied):
        good_models.hide(other, by=t.district_secretary.user, version=1, reason="x")
    assert good_models.hide(other, by=t.staff, version=1, reason="Số liệu sai").reason == "Số liệu sai"


def test_library_is_open_to_all_the_rest_to_their_own(t):
    proposed, shown = good_model(t.base, by=t.base_secretary.user), good_model(t.base, state="accepted")
    seen = lambda user: set(GoodModel.objects.visible_to(user))  # noqa: E731
    assert seen(t.base_secretary.user) == seen(t.district_secretary.user) == {proposed, shown}
    assert seen(t.other_district_secretary.user) == seen(t.branch_secretary.user) == {shown}
    assert seen(with_role(Role.SYSADMIN, t.province)) == set()
    of_person = good_model(t.base, by=t.base_deputy.user, cadre=t.base_deputy)
    assert of_person in seen(t.base_deputy.user)
    assert of_person not in seen(t.other_base_secretary.user)


def test_taken_into_a_programme_once_and_counted(t):
    model = good_model(t.other_base, state="accepted")
    draft = ProgrammeFactory(unit=t.district, period=t.period)
    by = t.district_secretary.user
    taking_over.into_programme(model, draft, draft.foci.get(), by=by)
    solution = draft.solutions.last()
    assert (solution.text, solution.kind, solution.due_on) == (model.title, "talk", t.period.closes_on)
    with pytest.raises(taking_over.NotTaken):
        taking_over.into_programme(model, draft, draft.foci.get(), by=by)
    assert GoodModel.objects.for_list().get(pk=model.pk).units_taking == 1


def test_taken_without_a_focus_makes_one_for_the_criterion(t):
    model = good_model(t.other_base, state="accepted")
    draft = ProgrammeFactory(unit=t.district, period=t.period, foci=0)
    taking_over.into_programme(model, draft, None, by=t.district_secretary.user)
    assert [statement.criterion for statement in draft.foci.get().statements.all()] == ["ST"]


def test_not_ones_own_nor_a_withdrawn_one_nor_into_what_was_sent(t):
    own, gone = good_model(t.base, state="accepted"), good_model(t.other_base, state="withdrawn")
    with pytest.raises(StaleDocument):
        taking_over.into_programme(own, t.programme, None, by=t.base_secretary.user)
    draft = ProgrammeFactory(unit=t.district, period=t.period)
    with pytest.raises(StaleDocument):
        taking_over.into_programme(gone, draft, None, by=t.district_secretary.user)
    mine = good_model(t.district, state="accepted")
    with pytest.raises(taking_over.NotTaken):
        taking_over.into_programme(mine, draft, None, by=t.district_secretary.user)
    with pytest.raises(PermissionDenied):
        taking_over.into_programme(own, draft, None, by=t.base_secretary.user)


def test_taken_into_ones_own_pledge_draft(t):
    model = good_model(t.other_base, state="accepted")
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    taking_over.into_pledge(model, pledge, by=t.base_secretary.user)
    item = pledge.items.get(text=model.title)
    assert (item.criterion, item.target, item.due_on) == ("ST", "", None)
    with pytest.raises(taking_over.NotTaken):
        taking_over.into_pledge(model, pledge, by=t.base_secretary.user)
    with pytest.raises(PermissionDenied):
        taking_over.into_pledge(model, pledge, by=t.base_deputy.user)


def test_a_full_criterion_says_what_to_do(t):
    model = good_model(t.other_base, state="accepted")
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=3)
    with pytest.raises(taking_over.NotTaken, match="đã đủ 3 nội dung"):
        taking_over.into_pledge(model, pledge, by=t.base_secretary.user)
    assert not TakeOver.objects.exists()
