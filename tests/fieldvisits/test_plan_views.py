"""Own plans in the browser: the month, the form row by row, sending, and what readers see."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from fieldvisits import rules
from fieldvisits.models import VisitPlan, VisitPlanItem
from tests.factories.cadres import tree
from tests.factories.fieldvisits import VisitFactory, VisitPlanFactory, visiting_period


@pytest.fixture
def year():
    """The province, an open year, and the quarter of today."""
    t = tree()
    t.period = visiting_period()
    t.quarter = rules.quarter_of(t.period, timezone.localdate())
    return t


def page(client, user, name, *args, status=200):
    client.force_login(user)
    answer = client.get(reverse(f"fieldvisits:{name}", args=args))
    assert answer.status_code == status
    return answer


def row(number, day, **cells):
    data = {"starts_on": day.isoformat(), "days": "1", "host_name": "Đoàn phường An Bình", "content": "Nắm tình hình"}
    data |= {"host_level": "base", "form": "a", **cells}
    return {f"form-{number}-{name}": value for name, value in data.items()}


def form(plan, *rows, act):
    total = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows), "version": plan.version, "act": act}
    return total | {name: value for cells in rows for name, value in cells.items()}


def test_month_shows_what_is_open_first(client, year):
    today = timezone.localdate()
    VisitFactory(cadre=year.district_staff, period=year.period, starts_on=today, host_name="Đã ghi")
    VisitPlanFactory(cadre=year.district_staff, period=year.period, quarter=year.quarter, state="returned", items=0)

    answer = page(client, year.district_staff.user, "plan_mine")

    assert [entry.host for entry in answer.context["entries"]] == ["Đã ghi"]
    assert answer.context["entries"][0].action == "Viết báo cáo"
    assert "bị trả lại" in answer.content.decode()


def test_another_month_is_asked_for_in_the_address(client, year):
    client.force_login(year.district_staff.user)
    answer = client.get(reverse("fieldvisits:plan_mine"), {"thang": "2026-02"})
    assert answer.context["month"] == dt.date(2026, 2, 1)
    assert client.get(reverse("fieldvisits:plan_mine"), {"thang": "năm nay"}).status_code == 200


def test_a_plan_is_started_filled_and_sent(client, year):
    client.force_login(year.district_staff.user)
    day = rules.quarter_span(year.period, year.quarter)[0]
    client.post(reverse("fieldvisits:plan_start"), {"quarter": year.quarter})
    plan = VisitPlan.objects.get()

    edit = reverse("fieldvisits:plan_edit", args=[plan.pk])
    answer = client.post(edit, form(plan, row(0, day), row(1, day, host_name="Chợ", days="0.5"), act="nop"))

    plan.refresh_from_db()
    assert answer.url == plan.get_absolute_url()
    assert plan.state == "submitted"
    assert plan.deciding_unit == year.district
    assert list(plan.items.values_list("host_name", "host_unit")) == [
        ("Đoàn phường An Bình", year.base.pk),
        ("Chợ", None),
    ]
    assert Notification.objects.filter(to=year.district_secretary.user, kind="plan.submitted").count() == 1


def test_adding_and_removing_a_row_keeps_what_was_typed(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, quarter=year.quarter, items=0)
    client.force_login(year.district_staff.user)
    edit, day = reverse("fieldvisits:plan_edit", args=[plan.pk]), timezone.localdate()

    more = client.post(edit, form(plan, row(0, day, host_name="Một"), act="them"))
    less = client.post(edit, form(plan, row(0, day, host_name="Một"), row(1, day, host_name="Hai"), act="bo-0"))

    assert [f["host_name"].value() for f in more.context["formset"]] == ["Một", None]
    assert [f["host_name"].value() for f in less.context["formset"]] == ["Hai"]
    assert VisitPlanItem.objects.count() == 0


def test_a_wrong_row_says_what_to_do(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, quarter=year.quarter, items=0)
    client.force_login(year.district_staff.user)

    answer = client.post(
        reverse("fieldvisits:plan_edit", args=[plan.pk]),
        form(plan, row(0, timezone.localdate(), days="3", host_name=""), act="luu"),
    )

    assert answer.status_code == 422
    errors = answer.context["formset"].forms[0].errors
    assert set(errors) == {"days", "host_name"}
    assert "chỉ có 1 ngày" in errors["days"][0]


def test_an_empty_plan_is_not_sent(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, quarter=year.quarter, items=0)
    client.force_login(year.district_staff.user)

    answer = client.post(reverse("fieldvisits:plan_submit", args=[plan.pk]), {"version": plan.version}, follow=True)

    assert "Thêm ít nhất một chuyến đi" in answer.content.decode()


def test_a_stale_form_is_a_409(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, quarter=year.quarter, items=1)
    client.force_login(year.district_staff.user)

    answer = client.post(reverse("fieldvisits:plan_submit", args=[plan.pk]), {"version": plan.version - 1})

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("district_staff", 200),
        ("district_secretary", 200),
        ("district_deputy", 200),
        ("province_secretary", 200),
        ("base_secretary", 404),
        ("other_district_secretary", 404),
        ("branch_secretary", 404),
    ],
)
def test_who_sees_a_plan(client, year, who, status):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, state="submitted", items=1)

    page(client, getattr(year, who).user, "plan_detail", plan.pk, status=status)
    page(client, getattr(year, who).user, "plan_print", plan.pk, status=status)


def test_only_the_person_edits(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, items=1)

    page(client, year.district_staff.user, "plan_edit", plan.pk)
    page(client, year.district_secretary.user, "plan_edit", plan.pk, status=403)
    page(client, year.other_district_secretary.user, "plan_edit", plan.pk, status=404)


def test_an_approved_visit_is_put_off_with_a_reason(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, state="approved", items=1)
    item = plan.items.get()
    client.force_login(year.district_staff.user)
    drop = reverse("fieldvisits:item_drop", args=[item.pk])

    client.post(drop, {"state": "postponed", "reason": ""})
    item.refresh_from_db()
    assert item.state == "planned"
    client.post(drop, {"state": "postponed", "reason": "Trùng lịch họp"})
    item.refresh_from_db()
    assert (item.state, item.cancel_reason) == ("postponed", "Trùng lịch họp")


def test_without_an_open_year_the_page_says_so(client):
    t = tree()
    assert "Chưa có kỳ rèn luyện" in page(client, t.district_staff.user, "plan_mine").content.decode()
    assert "Chưa có kỳ rèn luyện" in page(client, t.district_staff.user, "visit_new").content.decode()
