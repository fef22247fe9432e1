"""Deciding on plans in the browser: list and record, one and many, department first, minutes at the root."""

import pytest
from django.urls import reverse

from cadres.models import Role
from fieldvisits.models import VisitPlan
from tests.factories.cadres import holder, tree, with_role
from tests.factories.fieldvisits import VisitPlanFactory, visiting_period

INBOX = "/cho-duyet/?loai=di-co-so"


@pytest.fixture
def year():
    t = tree()
    t.period = visiting_period()
    return t


def plan_of(t, cadre, unit, **fields):
    return VisitPlanFactory(cadre=cadre, period=t.period, state="submitted", deciding_unit=unit, items=1, **fields)


def decide(client, plan, **data):
    url = reverse("portal:inbox_decide", args=["di-co-so", plan.pk])
    return client.post(url, {"version": plan.version, **data})


def test_the_list_opens_the_record_that_waits_longest(client, year):
    plan = plan_of(year, year.district_staff, year.district)
    client.force_login(year.district_secretary.user)

    answer = client.get(INBOX)

    assert answer.context["plan"] == plan
    assert answer.context["acts"] == "decider"


def test_approving_opens_the_next(client, year):
    first = plan_of(year, year.district_staff, year.district)
    second = plan_of(year, year.district_deputy, year.district)
    client.force_login(year.district_secretary.user)

    answer = decide(client, first, act="approve")

    assert answer.url == reverse("portal:inbox_record", args=["di-co-so", second.pk])
    first.refresh_from_db()
    assert (first.state, first.decided_by) == ("approved", year.district_secretary.user)


def test_returning_needs_a_reason(client, year):
    plan = plan_of(year, year.district_staff, year.district)
    client.force_login(year.district_secretary.user)

    assert decide(client, plan, act="return", reason="").status_code == 422
    decide(client, plan, act="return", reason="Thêm chuyến tới khu nhà trọ.")

    plan.refresh_from_db()
    assert (plan.state, plan.return_reason) == ("returned", "Thêm chuyến tới khu nhà trọ.")


def test_a_decision_is_undone(client, year):
    plan = plan_of(year, year.district_staff, year.district)
    client.force_login(year.district_secretary.user)
    decide(client, plan, act="approve")

    client.post(reverse("portal:inbox_undo", args=["di-co-so", plan.pk]))

    plan.refresh_from_db()
    assert (plan.state, plan.decided_at) == ("submitted", None)


def test_a_department_passes_on_to_the_province(client, year):
    plan = plan_of(year, year.department_staff, year.department)
    client.force_login(year.department_head.user)
    assert "chuyển Thường trực" in client.get(INBOX).content.decode()
    decide(client, plan, act="approve")
    plan.refresh_from_db()
    assert (plan.state, plan.deciding_unit) == ("dept_ok", year.province)

    client.force_login(year.province_secretary.user)
    decide(client, plan, act="approve")

    plan.refresh_from_db()
    assert plan.state == "approved"


def test_at_the_root_minutes_are_needed(client, year):
    year.province_deputy.appointments.update(valid_to=year.period.opens_on)
    plan = plan_of(year, year.province_secretary, year.province, is_by_minutes=True)
    client.force_login(with_role(Role.ORG_STAFF, year.province))
    assert client.get(INBOX).context["acts"] == "recorder"

    assert decide(client, plan, act="approve").status_code == 422
    decide(client, plan, act="approve", minutes_no="12-BB/TĐTN", minutes_on="05/06/2026")

    plan.refresh_from_db()
    assert (plan.state, plan.minutes_no, str(plan.minutes_on)) == ("approved", "12-BB/TĐTN", "2026-06-05")


@pytest.mark.parametrize("who", ["other_district_secretary", "district_deputy", "base_secretary"])
def test_others_do_not_decide(client, year, who):
    plan = plan_of(year, year.district_staff, year.district)
    client.force_login(getattr(year, who).user)

    assert decide(client, plan, act="approve").status_code in {403, 404}
    plan.refresh_from_db()
    assert plan.state == "submitted"


def test_nobody_decides_on_himself(client, year):
    plan = plan_of(year, year.district_secretary, year.district)
    client.force_login(year.district_secretary.user)

    assert list(VisitPlan.objects.to_decide(year.district_secretary.user)) == []
    assert decide(client, plan, act="approve").status_code == 403


def test_a_list_of_thirty_costs_as_many_queries_as_one_of_three(client, year, query_count):
    client.force_login(year.district_secretary.user)

    def add(count):
        for _ in range(count):
            plan_of(year, holder(year.district, "CB-HUYEN"), year.district)

    add(3)
    few = query_count(INBOX)
    add(20)
    assert query_count(INBOX) == few


def test_a_decided_plan_leads_to_its_page(client, year):
    plan = VisitPlanFactory(cadre=year.district_staff, period=year.period, state="approved", items=1)
    client.force_login(year.district_secretary.user)

    answer = client.get(reverse("portal:inbox_record", args=["di-co-so", plan.pk]))

    assert answer.url == plan.get_absolute_url()
