import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Role
from criteria import pledging
from criteria.models import Pledge, Statement
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def statement(code):
    return Statement.objects.get(set__code="KH283", code=code)


def step_data(t, pledge, criterion, **more):
    """One picked statement and every KHÔNG of the criterion."""
    one = statement(f"{criterion}-1")
    row = {
        "picked": "on",
        "text": "Việc",
        "target": "4 lần",
        "due_on": t.period.closes_on.isoformat(),
        "evidence": "Ảnh",
    }
    donts = Statement.objects.dont().of_criterion(criterion).values_list("code", flat=True)
    data = {f"s{one.pk}-{name}": value for name, value in row.items()}
    return data | {"khong": list(donts), "version": pledge.version} | more


def test_whole_way_from_start_to_submission(t, as_user):
    client = as_user(t.base_secretary.user)
    assert "Bắt đầu đăng ký" in client.get("/dang-ky/").text
    answer = client.post("/dang-ky/bat-dau/", follow=True)
    pledge = Pledge.objects.get()
    assert answer.request["PATH_INFO"] == f"/dang-ky/{pledge.pk}/gm/"
    for criterion, following in (("GM", "st"), ("ST", "tn"), ("TN", "ss"), ("SS", "lien-ket")):
        pledge.refresh_from_db()
        url = reverse("criteria:pledge_step", args=[pledge.pk, criterion.lower()])
        assert "checked" not in client.get(url).text
        answer = client.post(url, step_data(t, pledge, criterion))
        assert answer.url == reverse("criteria:pledge_step", args=[pledge.pk, following])
    pledge.refresh_from_db()
    assert len(pledge.commitments) == 10
    answer = client.post(f"/dang-ky/{pledge.pk}/nop/", {"version": pledge.version, "has_read": "on"})
    assert answer.url == pledge.get_absolute_url()
    pledge.refresh_from_db()
    assert pledge.state == "submitted"
    assert "Chờ duyệt" in client.get(pledge.get_absolute_url()).text
    assert client.get("/dang-ky/").url == pledge.get_absolute_url()


def test_step_keeps_what_was_typed_and_says_what_to_do(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0, commitments=[])
    url = reverse("criteria:pledge_step", args=[pledge.pk, "gm"])
    one = statement("GM-1")
    data = step_data(t, pledge, "GM", khong=["GM-K1"]) | {f"s{one.pk}-target": "", f"s{one.pk}-text": "Giữ đúng giờ"}
    answer = as_user(t.base_secretary.user).post(url, data)
    assert answer.status_code == 422
    for words in ("Điền chỉ tiêu, ví dụ", "cam kết 4 điều KHÔNG còn lại", "Giữ đúng giờ"):
        assert words in answer.text
    assert answer.text.count('name="khong" value="GM-K1" checked') == 1
    assert pledge.items.count() == 0


def test_draft_is_kept_incomplete(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0, commitments=[])
    url = reverse("criteria:pledge_step", args=[pledge.pk, "gm"])
    data = {"o1-text": "Tự đọc nghị quyết", "version": 1, "act": "draft", "khong": "GM-K2"}
    assert as_user(t.base_secretary.user).post(url, data).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.items.get().text, pledge.commitments) == ("Tự đọc nghị quyết", ["GM-K2"])


def test_more_than_three_items_are_refused(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0)
    data = step_data(t, pledge, "GM", act="draft") | {f"o{n}-text": f"Việc {n}" for n in (1, 2, 3)}
    answer = as_user(t.base_secretary.user).post(reverse("criteria:pledge_step", args=[pledge.pk, "gm"]), data)
    assert answer.status_code == 422
    assert "nhiều nhất 3" in answer.text


def test_focus_of_the_nearest_unit_is_suggested(t, as_user):
    ProgrammeFactory(unit=t.district, period=t.period, state="approved")
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0)
    page = as_user(t.base_secretary.user).get(reverse("criteria:pledge_step", args=[pledge.pk, "gm"])).text
    assert "Thành đoàn Dĩ An, tiêu chí trọng tâm" in page
    assert "GM-3. Trọng tâm 1" in page


def test_incomplete_pledge_cannot_be_submitted_by_hand(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0)
    answer = as_user(t.base_secretary.user).post(f"/dang-ky/{pledge.pk}/nop/", {"version": 1, "has_read": "on"})
    assert answer.status_code == 422
    assert "còn thiếu nội dung" in answer.text


def test_sending_twice_has_one_effect(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    client = as_user(t.base_secretary.user)
    data = {"version": 1, "has_read": "on", "submit_key": "6f3c0b0e-7a53-4f6e-9a52-6d6c70d5b001"}
    answers = [client.post(f"/dang-ky/{pledge.pk}/nop/", data).url for _ in range(2)]
    assert answers == [pledge.get_absolute_url()] * 2
    assert pledge.revisions.count() == 1


def test_stale_form_gets_the_409_page(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, version=3)
    answer = as_user(t.base_secretary.user).post(f"/dang-ky/{pledge.pk}/nop/", {"version": 2, "has_read": "on"})
    assert answer.status_code == 409


def test_who_sees_a_pledge(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved")
    readers = [t.base_secretary.user, t.district_secretary.user, with_role(Role.ORG_STAFF, t.province)]
    strangers = [t.other_district_secretary.user, t.branch_secretary.user]
    for user in readers:
        assert as_user(user).get(pledge.get_absolute_url()).status_code == 200
        assert as_user(user).get(f"{pledge.get_absolute_url()}in/").status_code == 200
    for user in strangers:
        assert as_user(user).get(pledge.get_absolute_url()).status_code == 404
    assert as_user(with_role(Role.PARTY_REP, t.district)).get(pledge.get_absolute_url()).status_code == 403


def test_own_steps_are_nobody_elses(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    url = reverse("criteria:pledge_step", args=[pledge.pk, "gm"])
    assert as_user(t.district_secretary.user).get(url).status_code == 404
    assert as_user(t.base_secretary.user).get(f"/dang-ky/{pledge.pk}/la/").status_code == 404


def test_returned_pledge_shows_the_reason_and_the_difference(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    pledge = pledging.submit(pledge, by=t.base_secretary.user, version=1)
    pledge = pledging.return_for_edit(pledge, by=t.district_secretary.user, version=2, reason="Thêm con số.")
    client = as_user(t.base_secretary.user)
    assert "“Thêm con số.”" in client.get(reverse("criteria:pledge_step", args=[pledge.pk, "gm"])).text
    pledge.items.filter(criterion="GM").update(text="Việc 1 về Gương mẫu, mỗi quý ba lần")
    pledging.submit(pledge, by=t.base_secretary.user, version=3)
    page = as_user(t.district_secretary.user).get(reverse("portal:inbox_record", args=["dang-ky", pledge.pk])).text
    assert "1 tiêu chí thay đổi so với lần 1" in page
    assert "<ins>" in page
    assert "Lần 1 bị trả lại" in page


def test_progress_of_an_item(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved")
    item = pledge.items.first()
    client = as_user(t.base_secretary.user)
    url = reverse("criteria:item_progress", args=[item.pk])
    assert client.post(url, {"progress": "dropped"}).status_code == 422
    assert client.post(url, {"progress": "done", "note": "Xong"}).status_code == 302
    item.refresh_from_db()
    assert item.progress == "done"
    assert as_user(t.district_secretary.user).post(url, {"progress": "done"}).status_code == 404


def test_print_page_is_one_whole_form(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", items=2)
    page = as_user(t.base_secretary.user).get(reverse("criteria:pledge_print", args=[pledge.pk])).text
    assert page.count("<tr>") == 9
    assert page.count('rowspan="2"') == 4
    assert f"Bản đăng ký số {pledge.number}" in page
    assert "10 điều KHÔNG" in page


def many(t, count, **pledge):
    for n in range(count):
        cadre = CadreFactory(full_name=f"Lê Văn {n}")
        AppointmentFactory(cadre=cadre, unit=t.base, position=position("PBT-COSO"))
        PledgeFactory(cadre=cadre, period=t.period, deciding_unit=t.district, **pledge)


@pytest.mark.parametrize("url", ["/dang-ky/danh-sach/", "/cho-duyet/?loai=dang-ky"])
def test_lists_take_as_many_queries_for_30_rows_as_for_3(t, as_user, url, query_count):
    as_user(t.district_secretary.user)
    many(t, 3, state="submitted")
    with_three = query_count(url)
    many(t, 27, state="submitted")
    assert query_count(url) == with_three


def test_list_filters_by_name_unit_and_state(t, as_user):
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved")
    PledgeFactory(cadre=t.other_base_secretary, period=t.period, state="submitted")
    client = as_user(with_role(Role.ORG_STAFF, t.province))

    def count(**query):
        return client.get("/dang-ky/danh-sach/", query).context["page"].paginator.count

    assert count() == 2
    assert count(don_vi="di an") == 1
    assert count(don_vi="722") == 1
    assert count(trang_thai="approved", ky=t.period.pk) == 1
    assert count(tim=t.base_secretary.full_name.upper(), ky="") == 1
    assert count(trang_thai="la") == 2


def test_home_shows_the_draft_too(t, as_user):
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="draft", first_submitted_at=None)
    page = as_user(t.base_secretary.user).get("/").text
    assert "Bản đăng&nbsp;ký của tôi" in page
    assert "chưa điền" in page or "1 nội dung" in page
    assert "In bản đăng ký" not in page


def test_home_speaks_of_the_short_form_to_whom_it_is_for(t, as_user):
    page = as_user(t.branch_secretary.user).get("/").text
    assert "Mỗi tiêu chí chọn một việc" in page
    assert "Chọn 1 đến 3 nội dung" not in page


def test_the_list_counts_what_is_done_of_approved_pledges_only(t, as_user):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="draft")
    client, url = as_user(t.district_secretary.user), reverse("criteria:pledge_list")
    assert "0/4" not in client.get(url).text
    pledge.delete()
    PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved")
    assert "0/4" in client.get(url).text


def test_home_says_what_to_do_and_shows_progress(t, as_user):
    client = as_user(t.base_secretary.user)
    assert "Bắt đầu đăng ký" in client.get("/").text
    assert "Chọn 1 đến 3 nội dung" in client.get("/").text
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="returned")
    assert "Được trả lại: “Chưa đo được.”" in client.get("/").text
    Pledge.objects.filter(pk=pledge.pk).update(state="approved", return_reason="", decided_at=timezone.now())
    page = client.get("/").text
    assert "Bản đăng&nbsp;ký của tôi" in page
    assert "0/1 nội dung" in page


def test_the_pledges_of_other_years_are_linked(t, as_user):
    last_year = PeriodFactory(year=t.period.year - 1, state="closed")
    before = PledgeFactory(cadre=t.base_secretary, period=last_year, state="closed")
    now = PledgeFactory(cadre=t.base_secretary, period=t.period)
    PledgeFactory(cadre=t.base_deputy, period=last_year, state="closed")
    page = as_user(t.base_secretary.user).get(now.get_absolute_url())
    assert page.context["of_other_periods"] == [before]
    assert before.get_absolute_url() in page.text
