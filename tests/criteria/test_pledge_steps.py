"""The pages of the stepper: three sources, saving by itself, links, the period that closed meanwhile."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from criteria.models import Indicator, Pledge, PledgeLinks, Statement
from fieldvisits.agenda import quota_line
from fieldvisits.models import VisitQuota
from tests.criteria.test_stepping import picture
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory

DAY = dt.timedelta(days=1)


@pytest.fixture
def t(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    t.period = PeriodFactory()
    t.pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0, commitments=[])
    t.owner = t.base_secretary.user
    return t


@pytest.fixture
def owner(client, t):
    client.force_login(t.owner)
    return client


def url(t, step="gm"):
    return reverse("criteria:pledge_step", args=[t.pledge.pk, step])


def indicator(t, unit, text, *, code="GM-1", **fields):
    programme = t.made.get(unit.pk) if hasattr(t, "made") else None
    programme = programme or ProgrammeFactory(unit=unit, period=t.period, state="approved")
    t.made = getattr(t, "made", {}) | {unit.pk: programme}
    statement = Statement.objects.get(set=t.period.statement_set, code=code)
    return Indicator.objects.create(focus=programme.foci.get(), statement=statement, text=text, **fields)


def options(page, source):
    return [row.suggestion.text for row in getattr(page.context["form"], source)]


def test_indicators_of_the_unit_stand_before_those_above_and_bring_all_that_they_know(t, owner):
    due_on = timezone.localdate() + 60 * DAY
    indicator(t, t.district, "Việc của huyện")
    near = indicator(t, t.base, "Việc của xã", target="12 buổi", due_on=due_on, evidence="Ảnh")
    indicator(t, t.base, "Việc của diện khác", category="BRANCH_SEC")
    indicator(t, t.base, "Việc của diện này", category="BASE_LEADER")
    indicator(t, t.base, "Việc của tiêu chí khác", code="ST-1")

    page = owner.get(url(t))

    assert options(page, "unit_rows") == ["Việc của xã", "Việc của diện này", "Việc của huyện"]
    row = page.context["form"].unit_rows[0]
    assert (row["target"].value(), row["due_on"].value(), row["evidence"].value()) == ("12 buổi", due_on, "Ảnh")
    owner.post(url(t), {"version": 1, "act": "draft", f"i{near.pk}-picked": "on", f"i{near.pk}-text": "Của tôi"})
    item = t.pledge.items.get()
    assert (item.indicator, item.focus, item.statement, item.text) == (near, near.focus, near.statement, "Của tôi")
    assert [row.is_taken for row in owner.get(url(t)).context["form"].unit_rows] == [True, False, False]


def test_last_years_items_say_what_became_of_them_and_are_taken_over(t, owner):
    last = PeriodFactory(year=t.period.year - 1, state="locked")
    before = PledgeFactory(cadre=t.base_secretary, period=last, state="closed", items__text="Việc cũ")
    old = before.items.get(criterion="GM")
    before.items.update(progress="done", progress_note="8 buổi", outcome="met", checked_at=timezone.now())

    page = owner.get(url(t))

    assert options(page, "last_rows") == ["Việc cũ"]
    assert f"Năm {last.year}: hoàn thành, đạt. 8 buổi" in page.text
    owner.post(url(t), {"version": 1, "act": "draft", f"l{old.pk}-picked": "on", f"l{old.pk}-text": "Việc mới"})
    assert t.pledge.items.get().taken_from == old
    again = owner.get(url(t)).context["form"]
    assert [row["text"].value() for row in again.last_rows if row.is_taken] == ["Việc mới"]
    assert [row for row in again.own_rows if row.is_taken] == []


def test_an_own_item_is_dropped_by_emptying_it(t, owner):
    owner.post(url(t), {"version": 1, "act": "draft", "o1-text": "Tự viết"})
    owner.post(url(t), {"version": 2, "act": "draft", "o1-text": ""})

    assert not t.pledge.items.exists()


def auto(client, t, step="gm", **data):
    return client.post(url(t, step), {"version": 1, "act": "autosave", "tab": "a" * 24} | data)


def test_a_page_saves_itself_and_hears_the_time_of_the_server(t, owner, time_machine):
    now = timezone.localtime().replace(hour=10, minute=42)
    time_machine.move_to(now, tick=False)

    answer = auto(owner, t, **{"o1-text": "Tự viết", "khong": "GM-K1"})

    assert answer.json() == {"version": 2, "saved": "Đã lưu lúc 10:42."}
    t.pledge.refresh_from_db()
    assert (t.pledge.items.get().text, t.pledge.commitments) == ("Tự viết", ["GM-K1"])
    assert "Đã lưu lúc 10:42." in owner.get(url(t)).text
    time_machine.move_to(now + DAY, tick=False)
    owner.logout()
    owner.force_login(t.owner)
    assert f"Đã lưu lúc 10:42 ngày {now:%d/%m/%Y}." in owner.get(url(t)).text


def test_what_cannot_be_kept_even_as_a_draft_is_named(t, owner):
    answer = auto(owner, t, **{"o1-text": "dài " * 80})

    assert (answer.status_code, answer.json()) == (422, {"errors": ["Rút ngắn còn 300 ký tự; đang có 319."]})


def test_a_deadline_outside_the_period_is_named_beside_its_field(t, owner):
    late = (t.period.closes_on + DAY).isoformat()
    answer = owner.post(url(t), {"version": 1, "o1-text": "Tự viết", "o1-due_on": late})

    assert answer.status_code == 422
    assert 'id="id_o1-due_on_e">Chọn ngày từ' in answer.text
    assert "Tự viết" in answer.text


def test_a_newer_version_and_a_sent_pledge_are_told_apart(t, owner):
    Pledge.objects.filter(pk=t.pledge.pk).update(version=5)
    assert auto(owner, t).json()["kind"] == "newer"
    own = PledgeFactory(cadre=t.base_deputy, period=t.period, state="submitted", deciding_unit=t.base)
    owner.force_login(t.base_deputy.user)
    answer = owner.post(reverse("criteria:pledge_step", args=[own.pk, "gm"]), {"version": 1, "act": "autosave"})
    assert (answer.status_code, answer.json()["kind"]) == (409, "sent")


def test_after_the_end_everything_typed_is_on_the_page_with_what_to_do(t, owner):
    owner.post(url(t, "st"), {"version": 1, "act": "draft", "o1-text": "Đã lưu từ trước"})
    t.period.state = "closed"
    t.period.save()
    t.district_secretary.phone = "0912000111"
    t.district_secretary.save()
    typed = {"version": 2, "o1-text": "Vừa viết xong", "o1-target": "12 buổi", "o1-due_on": "2022-11-30"}

    answer = owner.post(url(t), typed | {"khong": "GM-K1"})

    assert answer.status_code == 409
    words = ["1. Vừa viết xong", "Chỉ tiêu: 12 buổi; Thời hạn: 30/11/2022", "Đã cam kết: GM-K1", "1. Đã lưu từ trước"]
    words += ["Thành đoàn Dĩ An (nơi duyệt)", '"tel:0912000111">0912000111<', "Tải về dạng chữ", "gia hạn"]
    assert [word for word in words if word not in answer.text] == []
    assert auto(owner, t).json()["kind"] == "over"
    assert owner.get(url(t)).status_code == 409
    sent = owner.post(
        reverse("criteria:pledge_submit", args=[t.pledge.pk]),
        {"version": 2, "has_read": "on", "message": "Xin gia hạn"},
    )
    assert (sent.status_code, "Xin gia hạn" in sent.text) == (409, True)


def test_the_step_of_links_keeps_numbers_and_a_file(t, owner, client):
    data = {"version": 1, "has_youth_programme": "yes", "youth_programme_no": "Sổ 12", "work_plan_no": "45-KH"}
    answer = owner.post(url(t, "lien-ket"), data | {"work_plan": picture()})

    assert answer.url == url(t, "xem-lai")
    page = owner.get(answer.url).text
    assert "đã đăng ký, Sổ 12" in page
    assert "45-KH" in page
    plan = reverse("criteria:work_plan_file", args=[t.pledge.pk])
    assert plan in page
    assert owner.get(plan)["Content-Type"] == "image/jpeg"
    client.force_login(t.other_base_secretary.user)
    assert client.get(plan).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [({"youth_programme_no": "Sổ 12"}, "Chọn “Đã đăng ký” khi có số"), ({"work_plan": "x"}, "Không đọc được ảnh này")],
)
def test_wrong_links_are_named_and_kept(t, owner, data, words):
    if "work_plan" in data:
        bad = picture()
        bad.file.write(b"hong")
        data = {"work_plan": type(bad)("x.jpg", b"khong phai anh"), "work_plan_no": "45-KH"}
    answer = owner.post(url(t, "lien-ket"), {"version": 1} | data)

    assert answer.status_code == 422
    assert words in answer.text
    assert not PledgeLinks.objects.exists()


def test_those_with_visit_duty_read_their_quota(t, owner, client):
    PledgeFactory(cadre=t.district_staff, period=t.period)
    own = Pledge.objects.get(cadre=t.district_staff)
    VisitQuota.objects.create(period=t.period, level="district", category="DIST_STAFF", days="24.5")
    client.force_login(t.district_staff.user)

    page = client.get(reverse("criteria:pledge_step", args=[own.pk, "lien-ket"])).text

    assert f"Định mức đi cơ sở {t.period.name.lower()}: 24,5 ngày (khuyến khích)." in page
    assert quota_line(t.pledge) == []


def test_new_people_read_their_own_day(t, client):
    post = t.branch_secretary.appointments.get()
    post.valid_from = timezone.localdate()
    post.save()
    client.force_login(t.branch_secretary.user)

    page = client.get("/dang-ky/").text

    due = timezone.localdate() + 30 * DAY
    assert f"nên có 30 ngày, đến {due:%d/%m/%Y}" in page
    client.post("/dang-ky/bat-dau/")
    own = Pledge.objects.get(cadre=t.branch_secretary)
    assert f"Nộp trước {due:%d/%m/%Y}" in client.get(reverse("criteria:pledge_step", args=[own.pk, "gm"])).text


def test_nobody_starts_after_the_last_day(t, client, time_machine):
    time_machine.move_to(
        dt.datetime.combine(t.period.closes_on + DAY, dt.time(8), tzinfo=timezone.get_current_timezone())
    )
    client.force_login(t.district_staff.user)

    assert "Chưa có kỳ" in client.get("/dang-ky/").text
    assert client.post("/dang-ky/bat-dau/", follow=True).status_code == 200
    assert not Pledge.objects.filter(cadre=t.district_staff).exists()


def test_the_paper_says_what_the_person_said_of_the_other_papers(t, owner):
    form = owner.get(reverse("criteria:pledge_print", args=[t.pledge.pk])).text
    assert "được đưa vào Chương trình rèn luyện đoàn viên" in form

    data = {"version": 1, "has_youth_programme": "yes", "youth_programme_no": "Sổ 12", "work_plan_no": "45-KH"}
    owner.post(url(t, "lien-ket"), data)

    form = owner.get(reverse("criteria:pledge_print", args=[t.pledge.pk])).text
    assert "đã đăng ký (Sổ 12). Kế hoạch công tác năm theo bản mô tả vị trí việc làm: 45-KH." in form
    assert "45-KH" in owner.get(t.pledge.get_absolute_url()).text
