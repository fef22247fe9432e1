"""Pages about a pledge after its approval."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from criteria import pledging
from criteria.models import PledgeItem, PledgeRevision
from criteria.pledging import amending, rows
from tests.criteria.test_amending import proposed
from tests.factories.cadres import AppointmentFactory, position, tree
from tests.factories.criteria import PeriodFactory, PledgeFactory


@pytest.fixture
def t():
    found = tree()
    found.period = PeriodFactory()
    return found


@pytest.fixture
def pledge(t):
    return PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", deciding_unit=t.district)


@pytest.fixture
def own(t, client):
    client.force_login(t.base_secretary.user)
    return client


@pytest.fixture
def secretary(t):
    client = Client()
    client.force_login(t.district_secretary.user)
    return client


def as_shown(pledge, **changes):
    """The fields of the form as they stand, with changes."""
    data = {"version": pledge.version, "reason": "Được giao thêm địa bàn"}
    for item in pledge.items.all():
        words = {"text": item.text, "target": item.target, "due_on": item.due_on, "evidence": item.evidence}
        data |= {f"i{item.pk}-{name}": value for name, value in words.items()}
    return data | changes


def test_the_form_begins_with_the_items_and_ends_in_a_proposal(own, t, pledge):
    url = reverse("criteria:amendment_new", args=[pledge.pk])
    item = pledge.items.get(criterion="GM")
    assert item.text in own.get(url).text
    assert "Chưa có gì khác" in own.post(url, as_shown(pledge)).text
    new = {
        "tn1-text": "Thêm một tổ công nghệ số",
        "tn1-target": "1 tổ",
        "tn1-due_on": t.period.self_opens_on,
        "tn1-evidence": "Quyết định",
    }
    answer = own.post(url, as_shown(pledge, **new, **{f"i{item.pk}-text": "Họp đúng giờ"}))
    amendment = PledgeRevision.objects.get()
    assert answer.url == amendment.get_absolute_url()
    page = own.get(answer.url).text
    assert "Thêm một tổ công nghệ số" in page and "Rút đề nghị" in page
    assert own.get(url).url == answer.url
    assert "Đề nghị sửa gửi" in own.get(pledge.get_absolute_url()).text


def test_a_wrong_form_keeps_what_was_typed(own, pledge):
    url = reverse("criteria:amendment_new", args=[pledge.pk])
    item = pledge.items.get(criterion="SS")
    answer = own.post(url, as_shown(pledge, reason="", **{f"i{item.pk}-target": "", "st1-text": "Viết dở"}))
    assert answer.status_code == 422
    for words in ("Viết dở", "Điền chỉ tiêu, ví dụ", "Viết lý do, ví dụ"):
        assert words in answer.text
    dropped = own.post(url, as_shown(pledge, **{f"i{item.pk}-drop": "on"}))
    assert "Sâu sát cơ sở: giữ hoặc thêm ít nhất 1 nội dung" in dropped.text


def test_the_decider_reads_accepts_and_undoes(secretary, t, pledge):
    amendment = proposed(t, pledge)
    assert "Duyệt đề nghị sửa" in secretary.get("/").text
    record = reverse("portal:inbox_record", args=["sua-doi", amendment.pk])
    page = secretary.get(amendment.get_absolute_url()).text
    assert "<ins>" in page and record in page
    decide = reverse("portal:inbox_decide", args=["sua-doi", amendment.pk])
    assert "Viết lý do" in secretary.post(decide, {"version": 1, "act": "return"}).text
    assert secretary.post(decide, {"version": 1, "act": "approve"}).url == "/cho-duyet/"
    undo = reverse("portal:inbox_undo", args=["sua-doi", amendment.pk])
    assert undo in secretary.get(amendment.get_absolute_url()).text
    assert secretary.post(decide, {"version": 1, "act": "approve"}).status_code == 409
    assert secretary.post(undo).url == record
    amendment.refresh_from_db()
    assert amendment.is_proposed


def test_the_person_withdraws(own, t, pledge):
    amendment = proposed(t, pledge)
    withdraw = reverse("criteria:amendment_withdraw", args=[amendment.pk])
    assert own.post(withdraw, {"version": 1}).url == pledge.get_absolute_url()
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"


def test_progress_takes_two_taps_from_the_pledge(own, pledge):
    item = pledge.items.first()
    assert f'action="/dang-ky/noi-dung/{item.pk}/tien-do/"' in own.get(pledge.get_absolute_url()).text
    own.post(reverse("criteria:item_progress", args=[item.pk]), {"progress": "done"})
    page = own.get(pledge.get_absolute_url()).text
    assert "Chưa có minh chứng" in page and "Chưa kiểm tra" in page
    answer = own.post(reverse("criteria:item_progress", args=[item.pk]), {"progress": "dropped"})
    assert (answer.status_code, "Viết vì sao thôi thực hiện" in answer.text) == (422, True)


def test_the_approver_checks_one_and_all_of_a_person(secretary, t, pledge):
    items = list(pledge.items.all()[:2])
    for item in items:
        pledging.record_progress(item, by=t.base_secretary.user, progress="done")
    assert "Kiểm tra kết quả" in secretary.get(pledge.get_absolute_url()).text
    assert "1 cán bộ có nội dung báo hoàn thành" in secretary.get(reverse("criteria:check_list")).text
    one = reverse("criteria:item_detail", args=[items[0].pk])
    seen = secretary.get(one).context["seen"]
    check = reverse("criteria:item_check", args=[items[0].pk])
    assert secretary.post(check, {"outcome": "unclear", "seen": seen}).status_code == 422
    assert secretary.post(check, {"outcome": "unclear", "seen": seen, "note": "Thiếu ảnh"}).url == one
    page = reverse("criteria:pledge_check", args=[pledge.pk])
    seen_of = {row["item"].pk: row["seen"] for row in secretary.get(page).context["form"].rows}
    data = {f"i{pk}-seen": seen for pk, seen in seen_of.items()}
    last = items[1].pk
    wrong = secretary.post(page, data | {f"i{last}-outcome": "not_met", f"i{last}-note": ""})
    assert (wrong.status_code, "Viết rõ còn thiếu gì" in wrong.text) == (422, True)
    assert secretary.post(page, data | {f"i{last}-outcome": "met"}).url == reverse("criteria:check_list")
    assert list(PledgeItem.objects.filter(pk__in=seen_of).order_by("pk").values_list("outcome", flat=True)) == [
        "unclear",
        "met",
    ]


def test_who_is_asked_sees_it_at_home_and_answers(own, secretary, t, pledge):
    item = pledging.record_progress(pledge.items.first(), by=t.base_secretary.user, progress="done")
    seen = secretary.get(reverse("criteria:item_detail", args=[item.pk])).context["seen"]
    check = reverse("criteria:item_check", args=[item.pk])
    secretary.post(check, {"outcome": "unclear", "seen": seen, "note": "Thiếu ảnh"})
    assert "Làm rõ" in own.get("/").text
    page = own.get(reverse("criteria:item_detail", args=[item.pk])).text
    assert "Thiếu ảnh" in page and "Gửi trả lời" in page
    data = {"progress": "done", "note": "Ảnh ở sổ tay", "ve": "noi-dung"}
    own.post(reverse("criteria:item_progress", args=[item.pk]), data)
    assert "Cần kiểm tra lại" in own.get(reverse("criteria:item_detail", args=[item.pk])).text
    assert "Kiểm tra 1 việc báo xong" in secretary.get("/").text


def test_nobody_checks_his_own(own, t, pledge):
    item = pledging.record_progress(pledge.items.first(), by=t.base_secretary.user, progress="done")
    assert own.get(reverse("criteria:pledge_check", args=[pledge.pk])).status_code == 403
    assert "Ghi kết quả" not in own.get(reverse("criteria:item_detail", args=[item.pk])).text


def test_any_two_versions_are_compared_word_by_word(own, t, pledge):
    first = rows.frozen(pledge.items.select_related("statement"))
    PledgeRevision.objects.create(pledge=pledge, no=1, items=first, submitted_at=timezone.now())
    amendment = proposed(t, pledge)
    url = reverse("criteria:pledge_versions", args=[pledge.pk])
    assert "Chọn hai bản khác nhau" in own.get(url).text
    assert "<ins>Đi họp sớm" in own.get(url, {"tu": "1", "den": "2"}).text
    assert own.get(url, {"tu": "x", "den": "2"}).status_code == 200
    amending.accept(amendment, by=t.district_secretary.user, version=1)
    page = own.get(url).text
    assert "<ins>Đi họp sớm" in page and "Đổi địa bàn" in page
    assert "đã sửa theo đề nghị được duyệt" in own.get(reverse("criteria:pledge_print", args=[pledge.pk])).text


def test_the_list_of_checks_costs_the_same_with_3_and_25_rows(t, client, query_count):
    def add(count):
        for _ in range(count):
            post = AppointmentFactory(unit=t.base, position=position("PBT-COSO"))
            more = {"items__progress": "done", "items__progressed_at": timezone.now()}
            PledgeFactory(cadre=post.cadre, period=t.period, state="approved", deciding_unit=t.district, **more)

    client.force_login(t.district_secretary.user)
    add(3)
    few = query_count(reverse("criteria:check_list"))
    add(22)
    assert query_count(reverse("criteria:check_list")) == few


def test_one_screen_of_checks_costs_the_same_with_few_and_many_items(t, client, query_count):
    client.force_login(t.district_secretary.user)
    more = {"items__progress": "done", "items__progressed_at": timezone.now(), "deciding_unit": t.district}
    few, many = (
        PledgeFactory(cadre=cadre, period=t.period, state="approved", items=count, **more)
        for cadre, count in ((t.base_secretary, 1), (t.base_deputy, 3))
    )
    for name in ("criteria:pledge_check", "criteria:pledge_detail"):
        assert query_count(reverse(name, args=[few.pk])) == query_count(reverse(name, args=[many.pk]))


def test_the_mid_year_page_of_a_closed_year_asks_for_nothing(own, t):
    last_year = PeriodFactory(year=t.period.year - 1, state="closed")
    before = PledgeFactory(cadre=t.base_secretary, period=last_year, state="closed", deciding_unit=t.district)
    text = own.get(reverse("criteria:midyear_detail", args=[before.pk])).text
    assert f"{last_year.name} không còn mở." in text
    assert "Chưa viết được" not in text
