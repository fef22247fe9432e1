from datetime import date
from types import SimpleNamespace

from config.year import months_of, stretches

PERIOD = SimpleNamespace(
    opens_on=date(2022, 1, 5),
    focus_due_on=date(2022, 1, 31),
    approve_due_on=date(2022, 3, 15),
    self_opens_on=date(2022, 11, 15),
    self_due_on=date(2022, 11, 30),
    notify_due_on=date(2022, 12, 15),
)
SCHOOL = SimpleNamespace(
    opens_on=date(2025, 9, 5),
    focus_due_on=date(2025, 9, 30),
    approve_due_on=date(2025, 10, 15),
    self_opens_on=date(2026, 5, 1),
    self_due_on=date(2026, 5, 20),
    notify_due_on=date(2026, 6, 15),
)
TODAY = date(2022, 5, 18)


def test_months_begin_with_the_opening_month():
    assert [month.number for month in months_of(SCHOOL, TODAY)] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]


def test_this_month_is_marked():
    assert [month.number for month in months_of(PERIOD, TODAY) if month.is_now] == [5]


def test_stretch_that_is_over_says_when():
    first = stretches(PERIOD, TODAY)[0]
    assert (first.note, first.is_now, first.cells[:2]) == ("xong 31/01", False, ("d", ""))


def test_stretch_we_are_in_splits_done_and_to_come():
    now = stretches(PERIOD, TODAY)[2]
    assert now.is_now
    assert now.cells == ("", "", "d", "d", "d", "h", "h", "h", "h", "h", "h", "")


def test_stretch_ahead_gives_both_days():
    assert stretches(PERIOD, TODAY)[3].note == "15/11 đến 30/11"


def test_months_of_one_calendar_year_begin_in_january():
    late = SimpleNamespace(**vars(PERIOD) | {"opens_on": date(2022, 10, 20)})
    assert [month.number for month in months_of(late, TODAY)] == list(range(1, 13))


def test_stretch_without_a_day_is_left_out():
    short = SimpleNamespace(**vars(PERIOD) | {"approve_due_on": date(2022, 12, 4)})
    assert "Thực hiện, đi cơ sở" not in [stretch.label for stretch in stretches(short, TODAY)]
