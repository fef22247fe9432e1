import pytest
from django.urls import reverse

from cadres.models import Role
from criteria.models import GoodModel, PledgeItem, Solution
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory
from tests.factories.good_models import good_model

FORM = {"criterion": "ST", "title": "Sổ tay họp", "done": "Gửi tài liệu trước.", "result": "24 cuộc họp"}


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


def test_from_solution_to_library(t, client):
    programme = ProgrammeFactory(unit=t.base, period=t.period, state="approved")
    solution = programme.solutions.get()
    Solution.objects.update(progress="done", result="Đã làm", result_figure="12/12")
    client.force_login(t.base_secretary.user)
    url = reverse("criteria:good_model_from_solution", args=[solution.pk])
    assert url in client.get(programme.get_absolute_url()).text
    assert "Đã làm 12/12" in client.get(url).text
    wrong = client.post(url, FORM | {"result": "Rất tốt"})
    assert wrong.status_code == 422
    assert "Ghi kết quả bằng số" in wrong.text
    client.post(url, FORM)
    model = GoodModel.objects.get()
    assert url not in client.get(programme.get_absolute_url()).text
    client.force_login(t.district_secretary.user)
    assert "Xét 1 mô hình hay" in client.get("/").text
    assert reverse("portal:inbox_record", args=["mo-hinh", model.pk]) in client.get(model.get_absolute_url()).text
    decide = reverse("portal:inbox_decide", args=["mo-hinh", model.pk])
    assert client.post(decide, {"version": 1, "act": "return"}).status_code == 422
    assert client.post(decide, {"version": 1, "act": "approve"}).status_code == 302
    client.force_login(t.other_branch_secretary.user)
    assert model.title in client.get("/mo-hinh-hay/").text
    page = client.get(model.get_absolute_url()).text
    assert solution.text in page
    assert programme.get_absolute_url() not in page


def test_from_ones_own_item_only(t, client):
    pledge = PledgeFactory(cadre=t.base_deputy, period=t.period, state="approved")
    item = pledge.items.first()
    PledgeItem.objects.update(progress="done")
    url = reverse("criteria:good_model_from_item", args=[item.pk])
    client.force_login(t.base_secretary.user)
    assert client.get(url).status_code == 404
    client.force_login(t.base_deputy.user)
    assert url in client.get(pledge.get_absolute_url()).text
    assert "đồng ý nêu họ tên" in client.get(url).text
    client.post(url, FORM)
    assert GoodModel.objects.get().cadre == t.base_deputy


def test_library_is_searched_filtered_and_sorted(t, client, query_count):
    first = good_model(t.base, state="accepted", title="Sổ tay họp")
    second = good_model(t.other_base, state="accepted", title="Ngày thứ Bảy cùng công nhân", criterion="SS", kind="")
    client.force_login(t.branch_secretary.user)
    found = lambda **query: [m.title for m in client.get("/mo-hinh-hay/", query).context["page"]]  # noqa: E731
    assert found(tim="so tay") == found(tieu_chi="ST") == found(hinh_thuc="talk") == [first.title]
    assert found(tim="phu giao") == []
    assert found() == [second.title, first.title]
    draft = ProgrammeFactory(unit=t.district, period=t.period)
    first.take_overs.create(unit=t.district, programme=draft, taken_by=t.district_secretary.user)
    assert found(xep="lay") == [first.title, second.title]
    few = query_count("/mo-hinh-hay/")
    for n in range(30):
        good_model(t.base, state="accepted", title=f"Mô hình {n}")
    assert query_count("/mo-hinh-hay/") == few


def test_taking_over_from_the_page(t, client):
    model = good_model(t.other_base, state="accepted")
    draft = ProgrammeFactory(unit=t.base, period=t.period)
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    client.force_login(t.base_secretary.user)
    assert "Lấy về chương trình" in client.get(model.get_absolute_url()).text
    take = reverse("criteria:good_model_take", args=[model.pk])
    answer = client.post(take, {"programme": draft.pk, "focus": draft.foci.get().pk})
    assert answer.url == reverse("criteria:programme_edit", args=[draft.pk])
    assert "đã có mô hình đó" in client.post(take, {"programme": draft.pk}, follow=True).text
    client.post(reverse("criteria:good_model_pledge", args=[model.pk]))
    assert pledge.items.filter(text=model.title).count() == 1
    page = client.get(model.get_absolute_url()).text
    assert "1 đơn vị đã áp dụng" in page
    assert draft.get_absolute_url() in page
    client.force_login(t.other_base_secretary.user)
    page = client.get(model.get_absolute_url()).text
    assert "1 đơn vị ngoài phạm vi" in page
    assert str(t.base_secretary) not in page


def test_hidden_and_withdrawn_leave_the_library(t, client):
    model = good_model(t.base, state="accepted", by=t.base_secretary.user)
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    hide = reverse("criteria:good_model_hide", args=[model.pk])
    assert client.post(hide, {"version": 1}).status_code == 422
    assert client.post(hide, {"version": 1, "reason": "Số liệu sai"}).status_code == 302
    client.force_login(t.other_branch_secretary.user)
    assert client.get(model.get_absolute_url()).status_code == 404
    client.force_login(t.base_secretary.user)
    assert "Số liệu sai" in client.get(model.get_absolute_url()).text
    other = good_model(t.base, state="accepted", by=t.base_secretary.user)
    assert client.post(reverse("criteria:good_model_withdraw", args=[other.pk]), {"version": 1}).status_code == 302
    other.refresh_from_db()
    assert other.state == "withdrawn"
