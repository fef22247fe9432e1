"""Pledging through pages and buttons: the school year, two posts, a post that changes, a period that ends."""

import datetime as dt

import pytest
from django.utils import timezone

from criteria import calendar_year, following
from criteria.models import Pledge
from tests.factories.cadres import AppointmentFactory, holder, position, tree
from tests.factories.criteria import PeriodFactory
from tests.journeys.visitor import Visitor

PASSWORD = "rừng vàng biển bạc"
TODAY = timezone.localdate


@pytest.fixture
def t():
    t = tree()
    t.period = PeriodFactory()
    return t


def enters(cadre) -> Visitor:
    cadre.user.set_password(PASSWORD)
    cadre.user.save()
    return Visitor(cadre.user.username, PASSWORD)


def write(person: Visitor, words: str) -> None:
    """All steps up to the last look."""
    for _ in range(4):
        donts = [dont.code for dont in person.page.context["form"].donts]
        own = {"o1-text": words, "o1-target": "12 buổi", "o1-evidence": "Ảnh"}
        person.press("Lưu và sang", khong=donts, **own)
    person.press("Lưu và xem lại")


def test_a_teacher_in_charge_of_the_doi_follows_the_school_year(t):
    school = PeriodFactory(profile="school", name="Năm học 2026–2027")
    teacher = holder(t.base, "TPT-DOI")

    person = enters(teacher)
    person.open("/dang-ky/")
    assert "Năm học 2026–2027" in person.text
    person.press("Bắt đầu")
    assert "Năm học 2026–2027" in person.text
    write(person, "Mỗi tuần một giờ sinh hoạt Đội đúng lịch")
    person.press("Nộp bản đăng ký", has_read="on")

    assert Pledge.objects.get(cadre=teacher).period == school


def test_who_holds_two_posts_pledges_once_where_the_main_post_is(t):
    AppointmentFactory(cadre=t.base_deputy, unit=t.branch, position=position("PBT-CHIDOAN"), is_main=False)

    person = enters(t.base_deputy)
    person.open("/dang-ky/")
    person.press("Bắt đầu")
    assert "Đoàn phường An Bình" in person.text
    assert "Bản đăng&nbsp;ký rút&nbsp;gọn" not in person.text
    write(person, "Họp đúng giờ")
    person.press("Nộp bản đăng ký", has_read="on")
    person.open("/dang-ky/")

    assert Pledge.objects.get(cadre=t.base_deputy).unit == t.base
    assert "Bắt đầu đăng ký" not in person.text


def test_a_post_that_changes_while_the_form_is_open_loses_no_word(t):
    person = enters(t.base_deputy)
    person.open("/dang-ky/")
    person.press("Bắt đầu")
    old = t.base_deputy.appointments.get()
    old.valid_to = TODAY() - dt.timedelta(days=1)
    old.save()
    AppointmentFactory(cadre=t.base_deputy, unit=t.other_base, position=position("PBT-COSO"), valid_from=TODAY())
    following.follow([t.base_deputy.pk])

    person.press("Lưu nháp", **{"o1-text": "Viết trước khi chuyển"})

    assert "Đoàn xã An Bình" in person.text
    assert Pledge.objects.get(cadre=t.base_deputy).items.get().text == "Viết trước khi chuyển"


def test_a_period_that_closes_under_an_open_draft_gives_all_words_back_and_an_extension_goes_on(t):
    person = enters(t.base_secretary)
    person.open("/dang-ky/")
    person.press("Bắt đầu")
    person.press("Lưu và sang", **{"act": "draft", "o1-text": "Đã lưu hôm qua", "khong": ["GM-K1"]})
    step = person.page.request["PATH_INFO"]
    page = person.page
    calendar_year.close_period(t.period)

    typed = {"version": 2, "o1-text": "Viết đúng lúc kỳ đóng", "khong": ["GM-K1", "GM-K2"]}
    answer = person.client.post(step, typed)
    assert answer.status_code == 409
    assert "1. Viết đúng lúc kỳ đóng" in answer.text
    assert "Đã cam kết: GM-K1, GM-K2" in answer.text

    t.period.refresh_from_db()
    t.period.state = "open"
    t.period.save()
    person.page = page
    person.open(step)
    assert "Đã lưu hôm qua" in person.text
    write(person, "Viết đúng lúc kỳ đóng")
    person.press("Nộp bản đăng ký", has_read="on")
    assert Pledge.objects.get(cadre=t.base_secretary).items.filter(text="Viết đúng lúc kỳ đóng").count() == 4
