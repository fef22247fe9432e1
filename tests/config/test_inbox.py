"""The list of all kinds together: order, filter, counts, what it costs, and one decision after the other."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import Clock
from accounts.models import Holiday, Notification
from cadres.models import Role
from criteria import pledging
from criteria.models import Pledge
from fieldvisits.models import VisitPlan
from tests.factories.cadres import holder, tree, with_role
from tests.factories.criteria import PledgeFactory, ProgrammeFactory
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, VisitPlanFactory, visiting_period
from tests.factories.joining import registration

INBOX = "/cho-duyet/"


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


@pytest.fixture
def secretary(t, client):
    client.force_login(t.district_secretary.user)
    return client


def days_ago(days):
    return timezone.now() - dt.timedelta(days=days)


def waiting(t, factory, days, cadre=None, **fields):
    """Sent so many days ago to the district."""
    sent = {"reported_at": days_ago(days), "state": "reported"} if factory is VisitFactory else {}
    sent = sent or {"submitted_at": days_ago(days), "first_submitted_at": days_ago(days), "state": "submitted"}
    cadre = cadre or holder(t.district, "CB-HUYEN")
    return factory(cadre=cadre, period=t.period, deciding_unit=t.district, **sent, **fields)


def programme(t, days):
    sent = {"state": "submitted", "submitted_at": days_ago(days), "deciding_unit": t.district}
    return ProgrammeFactory(unit=t.base, period=t.period, **sent)


def rows(client, url=INBOX):
    return [(row.key.kind.code, row.key.pk) for row in client.get(url).context["page"]]


def test_all_kinds_stand_in_one_list_overdue_first_then_oldest(t, secretary):
    plan = waiting(t, VisitPlanFactory, 2, items=1)
    pledge = waiting(t, PledgeFactory, 20)
    visit = waiting(t, VisitFactory, 30)
    sent = programme(t, 3)

    assert rows(secretary) == [
        ("chuyen-di", visit.pk),
        ("dang-ky", pledge.pk),
        ("chuong-trinh", sent.pk),
        ("di-co-so", plan.pk),
    ]
    text = secretary.get(INBOX).text
    assert "4&nbsp;hồ&nbsp;sơ chờ&nbsp;duyệt" in text
    assert "2 hồ sơ đã quá hạn trả lời" in text


def test_a_row_says_how_long_it_waits_and_by_how_much_too_long(t, secretary):
    pledge = waiting(t, PledgeFactory, 20)
    wait = Clock.now().wait(pledge.submitted_at, t.period.pledge_policy.sla_days)
    text = secretary.get(INBOX).text
    assert f"Chờ {wait.days} ngày làm việc" in text
    assert f"<b>quá {wait.late} ngày</b>" in text


def test_what_one_may_decide_for_others_stands_after_ones_own(t, secretary):
    below = PledgeFactory(
        cadre=holder(t.base, "PBT-CHIDOAN"),
        period=t.period,
        state="submitted",
        submitted_at=days_ago(60),
        deciding_unit=t.base,
        stand_in_unit=t.district,
        stand_in_from=timezone.localdate(),
    )
    own = waiting(t, PledgeFactory, 1)
    assert rows(secretary) == [("dang-ky", own.pk), ("dang-ky", below.pk)]
    assert "Duyệt thay được: quá hạn hai lần" in secretary.get(INBOX).text


def test_the_filter_narrows_all_kinds(t, secretary):
    hoa, an = holder(t.district, "CB-HUYEN"), holder(t.district, "CB-HUYEN")
    for cadre, name in ((hoa, "Đặng Thị Mỹ Hòa"), (an, "Lê Văn Ân")):
        cadre.full_name = name
        cadre.save(update_fields=["full_name"])
    one, plan = waiting(t, PledgeFactory, 20, hoa), waiting(t, VisitPlanFactory, 1, hoa, items=1)
    entered = waiting(t, PledgeFactory, 2, an, entered_by=t.district_deputy.user)
    PledgeFactory._meta.model.objects.filter(pk=entered.pk).update(unit=t.base)

    assert rows(secretary, f"{INBOX}?tim=my hoa") == [("dang-ky", one.pk), ("di-co-so", plan.pk)]
    assert rows(secretary, f"{INBOX}?loai=di-co-so") == [("di-co-so", plan.pk)]
    assert rows(secretary, f"{INBOX}?qua_han=on") == [("dang-ky", one.pk)]
    assert rows(secretary, f"{INBOX}?nhap_ho=on") == [("dang-ky", entered.pk)]
    assert rows(secretary, f"{INBOX}?don_vi={t.base.code}") == [("dang-ky", entered.pk)]
    assert rows(secretary, f"{INBOX}?don_vi=khongco") == []
    assert len(rows(secretary, f"{INBOX}?loai=bia")) == 3
    assert "Bỏ lọc" in secretary.get(f"{INBOX}?tim=khongco").text


def test_each_kind_has_its_count(t, secretary):
    waiting(t, PledgeFactory, 1)
    waiting(t, PledgeFactory, 2)
    waiting(t, VisitPlanFactory, 1, items=1)
    visit = waiting(t, VisitFactory, 1)
    FollowUpFactory(visit=visit, resolver_unit=t.district)
    registration(t.district)
    page = secretary.get(INBOX)
    counts = {tally.kind.code: tally.total for tally in page.context["tallies"]}
    assert counts == {"dang-ky": 2, "di-co-so": 1, "chuyen-di": 1, "kien-nghi": 1, "tai-khoan": 1}
    assert page.context["everything"] == 6


@pytest.mark.parametrize("codes", [("dang-ky",), ("di-co-so",), ("chuyen-di",), ("dang-ky", "di-co-so", "chuyen-di")])
def test_thirty_rows_cost_as_many_queries_as_three(t, secretary, query_count, codes):
    makers = {"dang-ky": PledgeFactory, "di-co-so": VisitPlanFactory, "chuyen-di": VisitFactory}
    waiting(t, VisitPlanFactory, 20, items=1)  # the record beside the list is the same each time

    def add(many):
        for code in codes:
            for _ in range(many):
                waiting(t, makers[code], 3)

    add(3)
    few = query_count(INBOX)
    add(27 // len(codes))
    assert query_count(INBOX) == few


def test_pages_follow_each_other_over_all_kinds(t, secretary, monkeypatch):
    monkeypatch.setattr("config.inbox.ROWS", 2)
    for days in (1, 3, 5):
        waiting(t, PledgeFactory, days)
        waiting(t, VisitPlanFactory, days + 1, items=1)
    everything = rows(secretary) + rows(secretary, f"{INBOX}?trang=2") + rows(secretary, f"{INBOX}?trang=3")
    assert [code for code, _ in everything] == ["di-co-so", "dang-ky"] * 3
    assert len(set(everything)) == 6
    assert "Chọn tất cả 6 hồ sơ theo bộ lọc" in secretary.get(INBOX).text


def test_holidays_do_not_count_against_the_decider(t, secretary):
    term = t.period.pledge_policy.sla_days
    clock = Clock.now()
    just_late = clock.overdue_before(term) - dt.timedelta(hours=1)
    pledge = waiting(t, PledgeFactory, 0)
    Pledge.objects.filter(pk=pledge.pk).update(submitted_at=just_late)
    assert secretary.get(INBOX).context["late"] == 1
    day = timezone.localdate()
    while day.weekday() > 4 or day == timezone.localtime(just_late).date():
        day -= dt.timedelta(days=1)
    Holiday.objects.create(on=day, name="Nghỉ")
    assert secretary.get(INBOX).context["late"] == 0


def test_after_a_decision_the_next_of_the_filter_opens(t, secretary):
    first, plan = waiting(t, PledgeFactory, 9), waiting(t, VisitPlanFactory, 8, items=1)
    last = waiting(t, PledgeFactory, 7)
    url = reverse("portal:inbox_decide", args=["dang-ky", first.pk])
    answer = secretary.post(f"{url}?loai=dang-ky", {"version": first.version, "act": "approve"})
    assert answer.url == f"/cho-duyet/dang-ky/{last.pk}/?loai=dang-ky"
    url = reverse("portal:inbox_decide", args=["di-co-so", plan.pk])
    answer = secretary.post(url, {"version": plan.version, "act": "return", "reason": "Thêm chuyến."})
    assert answer.url == f"/cho-duyet/dang-ky/{last.pk}/"
    url = reverse("portal:inbox_decide", args=["dang-ky", last.pk])
    assert secretary.post(url, {"version": last.version, "act": "approve"}).url == INBOX


def test_the_keyboard_gets_the_record_alone(t, secretary):
    pledge = waiting(t, PledgeFactory, 1)
    answer = secretary.get(f"/cho-duyet/dang-ky/{pledge.pk}/", headers={"HX-Request": "true"})
    assert str(pledge.cadre) in answer.text
    assert "<html" not in answer.text


def test_a_department_passes_on_from_the_same_list(t, client):
    pledge = PledgeFactory(cadre=t.department_staff, period=t.period, state="submitted", deciding_unit=t.department)
    client.force_login(t.department_head.user)
    assert "Đồng ý, chuyển Thường trực" in client.get(INBOX).text
    client.post(reverse("portal:inbox_decide", args=["dang-ky", pledge.pk]), {"version": 1, "act": "approve"})
    pledge.refresh_from_db()
    assert (pledge.state, pledge.passed_on_by) == ("submitted", t.department_head.user)


def test_what_needs_a_page_of_its_own_leads_there(t, client):
    asked = registration(t.base)
    client.force_login(t.base_secretary.user)
    assert asked.get_absolute_url() in client.get(INBOX).text
    assert client.get(f"/cho-duyet/tai-khoan/{asked.pk}/").status_code == 404
    assert client.get("/cho-duyet/bia/1/").status_code == 404


@pytest.mark.parametrize("code", ["dang-ky", "di-co-so", "chuyen-di", "chuong-trinh"])
def test_others_neither_see_nor_decide(t, client, code):
    made = {
        "dang-ky": lambda: waiting(t, PledgeFactory, 1),
        "di-co-so": lambda: waiting(t, VisitPlanFactory, 1, items=1),
        "chuyen-di": lambda: waiting(t, VisitFactory, 1),
        "chuong-trinh": lambda: programme(t, 1),
    }[code]()
    for user, status in (
        (t.other_district_secretary.user, 404),
        (t.branch_secretary.user, 403),
        (t.province_secretary.user, 403),
        (with_role(Role.SYSADMIN, t.province), 403),
    ):
        client.force_login(user)
        url = reverse("portal:inbox_decide", args=[code, made.pk])
        assert client.post(url, {"version": made.version, "act": "approve"}).status_code == status
        client.post(reverse("portal:inbox_undo", args=[code, made.pk]))
    before = made.state, made.version
    made.refresh_from_db()
    assert (made.state, made.version) == before


def test_the_sender_sees_by_when_to_expect_an_answer(t, client):
    cadre = holder(t.district, "CB-HUYEN")
    documents = [waiting(t, PledgeFactory, 1, cadre), waiting(t, VisitPlanFactory, 1, cadre, items=1)]
    documents += [waiting(t, VisitFactory, 1, cadre)]
    client.force_login(cadre.user)
    for document in documents:
        assert "Dự kiến có trả lời trước hết ngày" in client.get(document.get_absolute_url()).text
    sent = programme(t, 1)
    client.force_login(t.base_secretary.user)
    assert "Dự kiến có trả lời trước hết ngày" in client.get(sent.get_absolute_url()).text


def test_own_decisions_are_listed_with_the_time_that_is_left(t, secretary):
    pledge, plan = waiting(t, PledgeFactory, 2), waiting(t, VisitPlanFactory, 1, items=1)
    for code, document in (("dang-ky", pledge), ("di-co-so", plan)):
        url = reverse("portal:inbox_decide", args=[code, document.pk])
        secretary.post(url, {"version": document.version, "act": "approve"})
    page = secretary.get(INBOX)
    assert {one.document.pk for one in page.context["just_decided"]} == {pledge.pk, plan.pk}
    assert "data-until=" in page.text
    secretary.post(reverse("portal:inbox_undo", args=["di-co-so", plan.pk]))
    assert VisitPlan.objects.get(pk=plan.pk).state == "submitted"
    Pledge.objects.filter(pk=pledge.pk).update(decided_at=days_ago(1))
    assert secretary.get(INBOX).context["just_decided"] == []


def test_what_cannot_be_taken_back_says_so(t, secretary):
    visit = waiting(t, VisitFactory, 1)
    secretary.post(reverse("portal:inbox_decide", args=["chuyen-di", visit.pk]), {"version": 1, "act": "approve"})
    answer = secretary.post(reverse("portal:inbox_undo", args=["chuyen-di", visit.pk]), follow=True)
    assert "Không hoàn tác được" in answer.text


def test_notices_lead_to_the_record(t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    pledge = pledging.submit(pledge, by=t.base_secretary.user, version=1)
    assert Notification.objects.get(kind="pledge.submitted").url == f"/cho-duyet/dang-ky/{pledge.pk}/"


def test_old_addresses_lead_to_the_one_inbox(secretary):
    assert secretary.get("/di-co-so/chuyen-di/cho-xac-nhan/").url == "/cho-duyet/?loai=chuyen-di"
    assert secretary.get("/di-co-so/cho-duyet/7/").url == "/cho-duyet/di-co-so/7/"
