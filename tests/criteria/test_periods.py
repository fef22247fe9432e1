import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres.models import Role
from criteria import calendar_year
from criteria.models import Duty, Period, Pledge, PledgePolicy
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, main_post


@pytest.fixture
def t():
    found = tree()
    found.staff = with_role(Role.ORG_STAFF, found.province)
    return found


def test_default_dates_of_a_calendar_year():
    period = calendar_year.open_year(2027)
    assert (period.state, period.opens_on, period.pledge_due_on) == ("draft", dt.date(2027, 1, 2), dt.date(2027, 2, 28))
    assert (period.notify_due_on, period.closes_on) == (dt.date(2027, 12, 6), dt.date(2027, 12, 31))
    assert period.duties.get(category="PROV_STAFF").visit == "required"
    assert period.pledge_policy.max_items == 3


def test_school_year_begins_in_the_year_before():
    period = calendar_year.open_year(2027, "school")
    assert (period.opens_on, period.name) == (dt.date(2026, 9, 1), "Năm học 2026–2027")


def test_dates_round_today_let_everything_be_tried():
    today = dt.date(2026, 11, 24)
    period = calendar_year.open_year(2026, today=today)
    assert period.opens_on < today < period.pledge_due_on
    assert period.self_opens_on < today < period.self_due_on


def test_policies_are_copied_from_the_year_before():
    before = calendar_year.open_year(2026)
    PledgePolicy.objects.filter(period=before).update(max_items=2)
    Duty.objects.filter(period=before, category="BASE_LEADER").update(visit="recommended")
    period = calendar_year.open_year(2027)
    assert period.pledge_policy.max_items == 2
    assert period.duties.get(category="BASE_LEADER").visit == "recommended"
    assert period.duties.count() == before.duties.count()


def test_course_of_a_period(t):
    period = calendar_year.open_year(2027, by=t.staff)
    period = calendar_year.open_period(period, by=t.staff)
    pledge = PledgeFactory(cadre=t.base_secretary, period=period, state="approved")
    waiting = PledgeFactory(cadre=t.base_deputy, period=period, state="submitted")
    period = calendar_year.close_period(period, by=t.staff)
    assert calendar_year.lock_period(period, by=t.staff).state == "locked"
    assert list(Pledge.objects.order_by("pk").values_list("pk", "state")) == [
        (pledge.pk, "closed"),
        (waiting.pk, "submitted"),
    ]
    with pytest.raises(StaleDocument):
        calendar_year.open_period(period, by=t.staff)
    verbs = AuditEvent.objects.filter(target="criteria.period").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["period.prepared", "period.opened", "period.closed", "period.locked"]


def test_only_staff_move_a_period(t):
    with pytest.raises(PermissionDenied):
        calendar_year.open_period(PeriodFactory(state="draft"), by=t.district_secretary.user)


def test_dates_come_in_order():
    period = PeriodFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(pk=period.pk).update(pledge_due_on=period.closes_on)


def test_open_for_follows_the_profile_of_the_post(t):
    calendar, school = PeriodFactory(), PeriodFactory(profile="school")
    PeriodFactory(year=calendar.year + 1, state="draft")
    post = main_post(t.base_secretary)
    assert Period.objects.open_for(post).first() == calendar
    post.position.category = "TEAM_HEAD"
    assert Period.objects.open_for(post).first() == school


def test_pages_of_staff(t, client):
    client.force_login(t.staff)
    answer = client.post("/quan-tri/ky/moi/", {"year": 2027, "profile": "calendar"}, follow=True)
    assert "Năm rèn luyện 2027" in answer.text
    assert "Mở kỳ" in answer.text
    assert client.post("/quan-tri/ky/moi/", {"year": 2027, "profile": "calendar"}).status_code == 422
    period = Period.objects.get()
    client.post(f"/quan-tri/ky/{period.pk}/chuyen/", {"act": "mo"})
    period.refresh_from_db()
    assert period.state == "open"
    assert "Năm rèn luyện 2027" in client.get("/quan-tri/ky/").text


def test_moving_dates_of_an_open_period_needs_a_reason_and_order(t, client):
    period = PeriodFactory()
    client.force_login(t.staff)
    url = f"/quan-tri/ky/{period.pk}/moc/"
    dates = {field: getattr(period, field).isoformat() for field in calendar_year.DATE_FIELDS}
    assert client.get(url).status_code == 200
    assert "viết lý do" in client.post(url, dates).text
    wrong = client.post(url, dates | {"reason": "Dịch", "pledge_due_on": period.closes_on.isoformat()})
    assert "nối tiếp nhau" in wrong.text
    later = period.pledge_due_on + dt.timedelta(days=5)
    moved = client.post(url, dates | {"reason": "Dịch bệnh", "pledge_due_on": later.isoformat()})
    assert moved.status_code == 302
    period.refresh_from_db()
    assert period.pledge_due_on == later
    assert AuditEvent.objects.get(verb="period.moved").reason == "Dịch bệnh"


def test_everybody_reads_the_criteria(t, client):
    client.force_login(t.branch_secretary.user)
    page = client.get("/tieu-chi/").text
    assert page.count("<li>") >= 27
    assert "TN-K4." in page
    assert client.get("/quan-tri/ky/").status_code == 403
