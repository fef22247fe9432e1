"""Visits in the browser: written down, reported, confirmed or questioned, listed; and the agenda."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from cadres.models import Role, UnitType
from fieldvisits import agenda
from fieldvisits.models import FollowUp, Visit, VisitPlan
from tests.factories.cadres import holder, tree, unit, with_role
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, VisitPlanFactory, visiting_period


@pytest.fixture
def year():
    t = tree()
    t.period = visiting_period()
    return t


def trip(**cells):
    data = {"starts_on": timezone.localdate().isoformat(), "days": "0.5", "host_name": "Chi đoàn khu phố 1"}
    return data | {"host_level": "branch", "form": "d"} | cells


def report(visit, *requests, act="gui", **words):
    data = {"version": visit.version, "act": act, "form-TOTAL_FORMS": len(requests), "form-INITIAL_FORMS": 0}
    for n, (text, resolver) in enumerate(requests):
        data |= {f"form-{n}-text": text, f"form-{n}-resolver_name": resolver, f"form-{n}-due_on": ""}
    return data | words


def test_an_unplanned_visit_is_written_down_and_reported(client, year):
    client.force_login(year.district_staff.user)
    answer = client.post(reverse("fieldvisits:visit_new"), trip())
    visit = Visit.objects.get()
    assert answer.url == reverse("fieldvisits:visit_report", args=[visit.pk])
    assert (visit.is_unplanned, visit.days_branch, visit.host_unit) == (True, Decimal("0.5"), year.branch)

    request = ("Mở thêm buổi sáng Chủ nhật", "Đoàn phường An Bình")
    client.post(answer.url, report(visit, request, members_met="23", youth_group="lodging"))

    visit.refresh_from_db()
    assert (visit.state, visit.members_met, visit.deciding_unit) == ("reported", 23, year.district)
    assert FollowUp.objects.get().resolver_unit == year.base
    kinds = Notification.objects.values_list("kind", "to")
    assert ("visit.reported", year.district_secretary.user.pk) in kinds


def test_a_planned_visit_fills_the_form_and_is_taken_once(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, state="approved", items=1)
    item = plan.items.get()
    client.force_login(year.district_staff.user)
    new = reverse("fieldvisits:visit_new")

    assert client.get(new, {"muc": item.pk}).context["form"]["host_name"].value() == item.host_name
    assert client.post(new, trip(muc=item.pk)).status_code == 302
    assert client.post(new, trip(muc=item.pk)).status_code == 409
    assert Visit.objects.get().plan_item == item


def test_a_foreign_item_is_not_found(client, year):
    plan = VisitPlanFactory(cadre=year.district_deputy, period=year.period, state="approved", items=1)
    client.force_login(year.district_staff.user)

    assert client.post(reverse("fieldvisits:visit_new"), trip(muc=plan.items.get().pk)).status_code == 404


def test_a_visit_to_come_is_not_written_down(client, year):
    client.force_login(year.district_staff.user)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    answer = client.post(reverse("fieldvisits:visit_new"), trip(starts_on=tomorrow.isoformat()))

    assert answer.status_code == 422
    assert "chưa diễn ra" in answer.context["form"].errors["starts_on"][0]


def test_a_report_without_a_finding_keeps_the_words(client, year):
    visit = VisitFactory(cadre=year.district_staff, period=year.period)
    client.force_login(year.district_staff.user)
    url = reverse("fieldvisits:visit_report", args=[visit.pk])

    answer = client.post(url, report(visit, situation="Đi làm ca."))

    assert answer.status_code == 422
    assert "ít nhất một khó khăn" in answer.content.decode()
    assert "Đi làm ca." in answer.content.decode()
    visit.refresh_from_db()
    assert visit.state == "logged"


def test_a_draft_is_kept(client, year):
    visit = VisitFactory(cadre=year.district_staff, period=year.period)
    client.force_login(year.district_staff.user)
    url = reverse("fieldvisits:visit_report", args=[visit.pk])

    client.post(url, report(visit, ("Mượn sân", "Trường học"), act="nhap", situation="Đang viết"))

    answer = client.get(url)
    assert answer.context["form"]["situation"].value() == "Đang viết"
    assert answer.context["formset"].forms[0]["text"].value() == "Mượn sân"


def test_a_report_is_confirmed(client, year):
    visit = VisitFactory(cadre=year.district_staff, period=year.period, state="reported", deciding_unit=year.district)
    client.force_login(year.district_secretary.user)
    assert visit.host_name in client.get("/cho-duyet/?loai=chuyen-di").content.decode()
    decide = reverse("portal:inbox_decide", args=["chuyen-di", visit.pk])

    assert client.post(decide, {"version": visit.version, "act": "return", "reason": ""}).status_code == 422
    client.post(decide, {"version": visit.version, "act": "approve"})

    visit.refresh_from_db()
    assert (visit.state, visit.decided_by) == ("confirmed", year.district_secretary.user)


def test_a_question_opens_the_report_again(client, year):
    visit = VisitFactory(cadre=year.district_staff, period=year.period, state="reported", deciding_unit=year.district)
    client.force_login(year.district_secretary.user)
    decide = reverse("portal:inbox_decide", args=["chuyen-di", visit.pk])
    client.post(decide, {"version": visit.version, "act": "return", "reason": "Gặp những ai?"})

    client.force_login(year.district_staff.user)
    answer = client.get(reverse("fieldvisits:visit_report", args=[visit.pk]))

    assert "Gặp những ai?" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("district_staff", 200),
        ("district_secretary", 200),
        ("province_secretary", 200),
        ("base_secretary", 404),
        ("other_district_secretary", 404),
        ("branch_secretary", 404),
    ],
)
def test_who_sees_a_visit(client, year, who, status):
    visit = VisitFactory(cadre=year.district_staff, period=year.period, state="reported", deciding_unit=year.district)
    client.force_login(getattr(year, who).user)

    assert client.get(reverse("fieldvisits:visit_detail", args=[visit.pk])).status_code == status


def test_only_the_person_reports(client, year):
    visit = VisitFactory(cadre=year.district_staff, period=year.period)
    client.force_login(year.district_secretary.user)
    assert client.get(reverse("fieldvisits:visit_report", args=[visit.pk])).status_code == 403


def test_the_list_is_filtered(client, year):
    late = timezone.localdate() - dt.timedelta(days=20)
    VisitFactory(cadre=year.district_staff, period=year.period, starts_on=late, host_name="Muộn")
    VisitFactory(cadre=year.district_deputy, period=year.period, state="reported", host_name="Xong")
    VisitFactory(cadre=year.other_base_secretary, period=year.period, host_name="Nơi khác")
    client.force_login(year.district_secretary.user)

    def hosts(**query):
        page = client.get(reverse("fieldvisits:visit_list"), query).context["page"]
        return {visit.host_name for visit in page}

    assert hosts() == {"Muộn", "Xong"}
    assert hosts(trang_thai="late") == {"Muộn"}
    assert hosts(trang_thai="reported") == {"Xong"}
    assert hosts(q="xong") == {"Xong"}
    assert hosts(tu=(late + dt.timedelta(days=1)).isoformat()) == {"Xong"}
    assert hosts(cua="toi") == set()
    assert hosts(trang_thai="bịa") == {"Muộn", "Xong"}


@pytest.mark.parametrize("url", ["/di-co-so/chuyen-di/", "/cho-duyet/?loai=chuyen-di"])
def test_lists_cost_the_same_however_long(client, year, query_count, url):
    client.force_login(year.district_secretary.user)

    def add(count):
        for _ in range(count):
            cadre = holder(year.district, "CB-HUYEN")
            VisitFactory(cadre=cadre, period=year.period, state="reported", deciding_unit=year.district)

    add(3)
    few = query_count(url)
    add(20)
    assert query_count(url) == few


def test_own_page_costs_the_same_with_many_visits(client, year, query_count):
    client.force_login(year.district_staff.user)

    def add(count):
        for _ in range(count):
            visit = VisitFactory(cadre=year.district_staff, period=year.period, state="reported")
            FollowUpFactory(visit=visit)

    add(3)
    few = query_count("/di-co-so/")
    add(27)
    assert query_count("/di-co-so/") == few


def test_standing_of_a_cadre_is_for_those_who_read_his_visits(client, year):
    VisitFactory(cadre=year.district_staff, period=year.period, state="reported")
    url = reverse("fieldvisits:visit_panel", args=[year.district_staff.pk])

    client.force_login(year.district_secretary.user)
    assert "1/24" in client.get(url).content.decode()
    client.force_login(with_role(Role.PARTY_REP, year.district))
    assert "Đi cơ" not in client.get(url).content.decode()
    client.force_login(year.other_district_secretary.user)
    assert client.get(url).status_code == 404


def test_the_agenda_says_what_is_to_do(year):
    user = year.district_staff.user
    assert [todo.action for todo in agenda.todo_for(user)] == ["Lập bảng đăng ký"]

    quarter = (timezone.localdate().month + 2) // 3
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, quarter=quarter, state="returned", items=1)
    late = timezone.localdate() - dt.timedelta(days=30)
    VisitFactory(cadre=year.district_staff, period=year.period, starts_on=late)
    todos = agenda.todo_for(user)
    assert [(todo.action, todo.is_late) for todo in todos] == [("Viết báo cáo", True), ("Sửa bảng đăng ký", False)]
    assert "khu nhà trọ" in todos[1].detail

    VisitPlan.objects.filter(pk=plan.pk).update(state="approved", return_reason="")
    plan.items.update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    assert [todo.action for todo in agenda.todo_for(user)] == ["Viết báo cáo", "Ghi chuyến đã đi"]


def test_the_agenda_counts_what_waits(year):
    user = year.district_secretary.user
    VisitPlanFactory(cadre=year.district_staff, period=year.period, state="submitted", deciding_unit=year.district)
    visit = VisitFactory(cadre=year.district_staff, period=year.period, state="reported", deciding_unit=year.district)
    FollowUpFactory(visit=visit, resolver_unit=year.district)

    waiting = agenda.waiting_for(user)

    assert [(one.label, one.count) for one in waiting] == [
        ("Đi cơ sở", 1),
        ("Báo cáo chuyến đi", 1),
        ("Kiến nghị", 1),
    ]
    assert agenda.waiting_for(year.branch_secretary.user) == []
    assert [one.count for one in agenda.waiting_for(year.other_district_secretary.user)] == [0, 0, 0]


def test_the_agenda_takes_two_queries_a_side(year):
    for user, ask in ((year.district_staff.user, agenda.todo_for), (year.district_secretary.user, agenda.waiting_for)):
        ask(user)
        with CaptureQueriesContext(connection) as captured:
            ask(user)
        assert len(captured) <= 2


def test_the_home_panel_shows_days_and_what_comes_next(client, year):
    VisitFactory(cadre=year.district_staff, period=year.period, state="reported")
    client.force_login(year.district_staff.user)

    assert "1/24 ngày" in client.get(reverse("portal:home")).content.decode()
    assert agenda.panel_for(year.branch_secretary.user) is None


def test_a_year_that_is_over_asks_for_nothing(year):
    plan = {"state": "submitted", "deciding_unit": year.district}
    VisitPlanFactory(cadre=year.district_staff, period=year.period, **plan)
    VisitFactory(cadre=year.district_staff, period=year.period, state="reported", deciding_unit=year.district)
    year.period.state = "locked"
    year.period.save(update_fields=["state"])

    assert [one.count for one in agenda.waiting_for(year.district_secretary.user)] == [0, 0, 0]
    assert agenda.todo_for(year.district_staff.user) == []


def test_a_branch_is_told_by_its_base_when_many_are_called_alike(client, year):
    client.force_login(year.district_staff.user)
    unit("Chi đoàn khu phố 1", UnitType.BRANCH, unit("Đoàn phường Tân Bình", UnitType.BASE, year.district))
    data = trip(host_name=f"Chi đoàn khu phố 1, {year.base.name}", act="luu")
    assert data["host_name"] in client.get(reverse("fieldvisits:visit_new")).content.decode()

    client.post(reverse("fieldvisits:visit_new"), data)

    assert Visit.objects.get().host_unit == year.branch
