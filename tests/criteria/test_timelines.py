import datetime as dt

import pytest
from django.utils import timezone

from criteria import rules, timelines
from criteria.calendar_year import default_dates
from criteria.models import Period
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, main_post

TODAY = timezone.localdate
DAY = dt.timedelta(days=1)
YEAR = Period(**default_dates(2026, "calendar"))


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (dt.date(2026, 2, 20), "còn 5 ngày làm việc"),
        (dt.date(2026, 2, 27), "chỉ còn ngày nghỉ"),
        (dt.date(2026, 2, 28), "hạn hôm nay"),
        (dt.date(2026, 3, 2), "quá hạn 2 ngày"),
    ],
)
def test_time_left_in_working_days(today, words):
    assert rules.time_left(today, dt.date(2026, 2, 28), ()) == words


def test_days_off_are_left_out():
    off = {dt.date(2026, 2, day) for day in range(16, 21)}
    assert rules.time_left(dt.date(2026, 2, 13), dt.date(2026, 2, 27), off) == "còn 5 ngày làm việc"


def test_steps_come_by_their_day_with_today_among_them():
    steps = rules.timeline(YEAR, dt.date(2026, 6, 30), ())
    assert [step.due_on for step in steps] == sorted(step.due_on for step in steps)
    place = next(n for n, step in enumerate(steps) if step.is_today)
    assert (steps[place - 1].label, steps[place - 1].tone) == ("Duyệt bản đăng ký", "over")
    assert (steps[place + 1].label, steps[place + 1].tone) == ("Tự kiểm tra giữa năm", "now")


def test_what_opens_later_says_when():
    step = next(step for step in rules.timeline(YEAR, dt.date(2026, 6, 30), ()) if step.label == "Tự đánh giá")
    assert (step.tone, step.note) == ("next", "mở 08/11/2026")


def test_the_own_step_is_late_until_it_is_done():
    today, due = dt.date(2026, 3, 2), dt.date(2026, 2, 28)
    late = rules.timeline(YEAR, today, (), rules.Own(due))[0]
    assert (late.tone, late.note) == ("late", "quá hạn 2 ngày")
    sent = rules.timeline(YEAR, today, (), rules.Own(due, sent_on=dt.date(2026, 2, 20)))[0]
    assert (sent.tone, sent.note) == ("done", "xong 20/02/2026")
    more = rules.timeline(YEAR, today, (), rules.Own(dt.date(2026, 3, 9), is_extended=True))
    assert any(step.label == "Nộp bản đăng ký (gia hạn)" for step in more)


def test_a_small_place_shows_what_comes():
    steps = rules.soon(rules.timeline(YEAR, dt.date(2026, 11, 20), ()), 2)
    assert [step.label for step in steps] == ["Cấp bộ Đoàn đánh giá", "Cấp ủy nhận xét"]


def test_of_a_person_with_and_without_a_pledge():
    t = tree()
    period = PeriodFactory()
    post = main_post(t.base_deputy)
    assert timelines.of_post(post, period)[-1].label == "Đóng kỳ"
    pledge = PledgeFactory(cadre=t.base_deputy, period=period, state="approved")
    done = [step.label for step in timelines.of_post(post, period) if step.tone == "done"]
    assert done == ["Nộp bản đăng ký", "Duyệt bản đăng ký"]
    assert pledge.due_on in {step.due_on for step in timelines.of_pledge(pledge)}


def test_it_stands_on_home_the_pledge_and_its_beginning(client):
    t = tree()
    period = PeriodFactory()
    client.force_login(t.base_deputy.user)
    assert "Các mốc sắp tới" in client.get("/").text
    assert "Dòng thời gian" in client.get("/dang-ky/").text
    pledge = PledgeFactory(cadre=t.base_deputy, period=period)
    page = client.get(pledge.get_absolute_url()).text
    assert "ngày làm việc" in page
    assert "Hôm nay" in page
