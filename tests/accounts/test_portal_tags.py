from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.paginator import Paginator
from django.template import Context, Template

from accounts.templatetags.portal import (
    initials,
    vn_date,
    vn_datetime,
    vn_day,
    vn_number,
    vn_percent,
    vn_size,
    vn_weekday,
)


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234.5, "1.234,5"),
        (Decimal("1234567"), "1.234.567"),
        (Decimal("2.50"), "2,5"),
        (100, "100"),
        (0, "0"),
        (-1200, "-1.200"),
        (None, ""),
    ],
)
def test_vn_number(value, expected):
    assert vn_number(value) == expected


def test_vn_number_with_places_rounds_half_up():
    assert vn_number(Decimal("23.45"), 1) == "23,5"


@pytest.mark.parametrize(("value", "expected"), [(Decimal("0.965"), "96,5%"), (1, "100,0%"), (None, "")])
def test_vn_percent(value, expected):
    assert vn_percent(value) == expected


def test_vn_dates_are_day_first_by_the_clock_of_the_province():
    moment = datetime(2022, 5, 17, 18, 30, tzinfo=UTC)
    assert vn_date(date(2022, 6, 5)) == "05/06/2022"
    assert vn_date(moment) == "18/05/2022"
    assert vn_datetime(moment) == "18/05/2022, 01:30"
    assert vn_weekday(date(2022, 5, 18)) == "thứ Tư"
    assert vn_date(None) == vn_datetime(None) == ""


@time_machine.travel("2022-05-18 10:00+07:00")
def test_vn_day_leaves_out_this_year():
    assert vn_day(date(2022, 5, 17)) == "17/05"
    assert vn_day(date(2021, 5, 17)) == "17/05/2021"


def test_vn_size():
    assert vn_size(2_202_009) == "2,1 MB"
    assert vn_size(10) == "1 KB"


def test_initials_are_of_the_last_two_words():
    assert initials("Nguyễn Thị Thanh Trúc") == "TT"
    assert initials("") == ""


def test_chip_takes_the_icon_of_its_tone_and_escapes():
    html = render('{% chip "wait" "" text %}', text="<b>Chờ</b>")
    assert 'class="rl-chip is-wait"' in html
    assert "&lt;b&gt;Chờ&lt;/b&gt;" in html
    assert html.count("<svg") == 1


def test_crit_has_name_and_colour():
    html = render('{% crit "SS" %}')
    assert "is-ss" in html
    assert "Sâu sát cơ sở" in html


def test_bar_is_read_aloud_and_never_divides_by_nothing():
    html = render('{% bar 2 0 "Gương mẫu" "GM" %}')
    assert html == '<progress class="rl-bar is-gm" value="2" max="1" aria-label="Gương mẫu">2/0</progress>'


def test_bar_writes_decimals_for_html_with_a_full_stop():
    assert 'value="1.5"' in render('{% bar days 24 "Ngày" %}', days=Decimal("1.50"))


def test_due_of_no_date_is_empty():
    assert render("{% due day %}", day=None) == ""


def test_submit_key_is_new_each_time():
    assert render("{% submit_key %}") != render("{% submit_key %}")


def test_pages_keep_the_filters_of_the_address(rf):
    page = Paginator(range(60), 25).page(2)
    html = render("{% pages page %}", page=page, request=rf.get("/can-bo/?q=hoa&trang=2"))
    assert 'href="?q=hoa&amp;trang=3"' in html
    assert 'aria-current="page">2<' in html
    assert "26–50 trong 60" in html


def test_pages_of_one_page_are_nothing(rf):
    page = Paginator(range(3), 25).page(1)
    assert render("{% pages page %}", page=page, request=rf.get("/")).strip() == ""


def test_icons_carry_no_inline_style():
    assert "style=" not in render('{% icon "home" %}{% heroicon_outline "star" size=20 %}')
