import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Holiday
from cadres.models import Role
from criteria import calendar_year, course
from criteria.models import Duty, Period, Phase, Pledge, PledgePolicy, by_year
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory, main_post


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


def test_school_and_calendar_year_stand_side_by_side(t, client):
    client.force_login(t.staff)
    PeriodFactory(year=2025, name="Năm 2025", state="locked")
    PeriodFactory(year=2026, profile="school", name="Năm học 2025–2026")
    pairs = [(pair.year, bool(pair.calendar), bool(pair.school)) for pair in by_year(Period.objects.all())]
    assert pairs == [(2026, False, True), (2025, True, False)]
    assert client.get("/quan-tri/ky/").text.count("Chưa lập") == 2


def test_closing_says_beforehand_what_stays(t, client):
    period = PeriodFactory()
    for cadre, state in ((t.base_secretary, "draft"), (t.base_deputy, "submitted"), (t.branch_secretary, "approved")):
        PledgeFactory(cadre=cadre, period=period, state=state)
    ProgrammeFactory(unit=t.base, period=period, state="submitted")
    client.force_login(t.staff)
    page = client.get(f"/quan-tri/ky/{period.pk}/xac-nhan/").text
    for words in (
        "1 bản đăng ký đã duyệt được chốt",
        "1 bản đăng ký còn chờ duyệt",
        "1 bản nháp",
        "1 chương trình của đơn vị chưa được duyệt",
    ):
        assert words in page


def test_opening_warns_of_days_that_are_over_or_missing(t, client):
    period = calendar_year.open_year(2025, by=t.staff)
    client.force_login(t.staff)
    page = client.get(f"/quan-tri/ky/{period.pk}/xac-nhan/").text
    assert "chưa có ngày nào của năm 2025" in page
    assert "Hạn nộp bản đăng ký 28/02/2025 đã qua" in page
    assert course.next_move(period).lines[0].words.endswith("cán bộ đang giữ chức vụ thuộc diện phải đăng ký.")
    Holiday.objects.create(on=dt.date(2025, 1, 1), name="Tết Dương lịch")
    assert "chưa có ngày nào" not in client.get(f"/quan-tri/ky/{period.pk}/xac-nhan/").text


def test_a_locked_period_moves_no_more(t, client):
    period = PeriodFactory(state="locked")
    client.force_login(t.staff)
    assert client.get(f"/quan-tri/ky/{period.pk}/xac-nhan/").status_code == 302
    assert course.next_move(PeriodFactory(year=2024, state="closed")).act == "khoa"


def test_the_first_year_of_a_phase_begins_late():
    period = calendar_year.open_year(2020)
    assert (period.opens_on, period.pledge_due_on) == (dt.date(2020, 7, 13), dt.date(2020, 9, 8))
    assert period.closes_on == dt.date(2020, 12, 31)
    assert list(Phase.objects.get().periods) == [period]


def test_pages_of_phases(t, client):
    client.force_login(t.staff)
    phase = Phase.objects.get()
    PeriodFactory(year=2022, name="Năm rèn luyện 2022")
    assert "Năm rèn luyện 2022" in client.get(phase.get_absolute_url()).text
    dates = {"begins_on": "2023-01-01", "ends_on": "2025-12-31"}
    client.post("/quan-tri/giai-doan/", {"name": "Giai đoạn 2023–2025"} | dates)
    assert "Giai đoạn 2023–2025" in client.get("/quan-tri/giai-doan/").text
    overlapping = client.post("/quan-tri/giai-doan/", {"name": "Trùng"} | dates)
    assert (overlapping.status_code, "Đã có giai đoạn khác" in overlapping.text) == (422, True)
    client.post(phase.get_absolute_url(), {"name": "Kế hoạch 283", "begins_on": "2020-07-13", "ends_on": "2022-12-31"})
    phase.refresh_from_db()
    assert phase.name == "Kế hoạch 283"
    assert AuditEvent.objects.filter(verb__startswith="phase.").count() == 2


@pytest.mark.parametrize(
    ("name", "other", "words"),
    [
        ("leader_pledge_due_on", "pledge_due_on", "Dời hạn của lãnh đạo về trước hạn nộp"),
        ("midyear_opens_on", "midyear_due_on", "Sửa ngày mở hoặc hạn giữa năm"),
        ("feedback_opens_on", "feedback_closes_on", "Sửa ngày mở hoặc ngày đóng góp ý"),
        ("notify_due_on", "reconsider_due_on", "Dời mốc đứng sai về sau mốc trước nó"),
    ],
)
def test_each_date_out_of_order_says_what_to_do(t, client, name, other, words):
    period = PeriodFactory(state="draft")
    client.force_login(t.staff)
    dates = {field: getattr(period, field).isoformat() for field in calendar_year.DATE_FIELDS}
    wrong = (getattr(period, other) + dt.timedelta(days=1)).isoformat()
    page = client.post(f"/quan-tri/ky/{period.pk}/moc/", dates | {name: wrong}).text
    assert words in page
    assert wrong in page


def test_the_migration_gives_old_years_dates_in_order():
    period = PeriodFactory()
    new = ("leader_pledge_due_on", "midyear_opens_on", "midyear_due_on", "reconsider_due_on")
    migration = import_module("criteria.migrations.0006_periods")
    migration.settle_dates(apps, None)
    period.refresh_from_db()
    assert period.leader_pledge_due_on == period.pledge_due_on - dt.timedelta(days=7)
    dates = [getattr(period, name) for name in new]
    assert dates == sorted(dates)
