from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone as local
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Holiday
from accounts.working_days import DaysOff, add_working_days, is_working_day, working_days_between

TET = {date(2022, 1, 31), date(2022, 2, 1), date(2022, 2, 2), date(2022, 2, 3), date(2022, 2, 4)}
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2020, 1, 1), date(2023, 1, 1))
SATURDAYS = [date(2021, 12, 25) + timedelta(days=7 * n) for n in range(12)]
calendars = st.builds(
    DaysOff,
    st.frozensets(st.dates(date(2021, 12, 1), date(2022, 4, 1)), max_size=15),
    st.frozensets(st.sampled_from(SATURDAYS), max_size=4),
)
around = st.dates(date(2021, 11, 20), date(2022, 4, 1))


def test_five_working_days_over_tet():
    assert add_working_days(date(2022, 1, 28), 5, TET) == date(2022, 2, 11)


@patient
@given(start=days, n=st.integers(0, 30))
def test_adding_and_counting_agree(start, n):
    assert working_days_between(start, add_working_days(start, n, TET), TET) == n


@patient
@given(start=days, n=st.integers(1, 30))
def test_the_end_is_a_working_day(start, n):
    assert is_working_day(add_working_days(start, n, TET), TET)


def test_a_saturday_worked_instead_counts():
    swapped = DaysOff(TET, {date(2022, 2, 12)})
    assert is_working_day(date(2022, 2, 12), swapped)
    assert not is_working_day(date(2022, 2, 13), swapped)
    assert add_working_days(date(2022, 2, 11), 1, swapped) == date(2022, 2, 12)
    assert add_working_days(date(2022, 2, 11), 1, TET) == date(2022, 2, 14)


@patient
@given(start=around, n=st.integers(0, 25), off=calendars)
def test_with_any_calendar_adding_and_counting_are_inverse(start, n, off):
    assert working_days_between(start, add_working_days(start, n, off), off) == n


@patient
@given(start=around, n=st.integers(1, 25), off=calendars)
def test_with_any_calendar_the_end_is_no_day_off(start, n, off):
    end = add_working_days(start, n, off)
    assert end not in off
    assert end.weekday() < 5 or end in off.worked


@patient
@given(start=around, n=st.integers(0, 20), m=st.integers(0, 20), off=calendars)
def test_more_days_end_later_and_parts_add_up(start, n, m, off):
    assert add_working_days(add_working_days(start, n, off), m, off) == add_working_days(start, n + m, off)
    assert add_working_days(start, n, off) < add_working_days(start, n + 1, off)


@patient
@given(start=around, later=st.integers(0, 10), n=st.integers(1, 20), off=calendars)
def test_a_later_start_never_ends_sooner(start, later, n, off):
    assert add_working_days(start + timedelta(days=later), n, off) >= add_working_days(start, n, off)


@patient
@given(start=around, n=st.integers(1, 20), off=calendars, day=around)
def test_one_more_day_off_never_ends_sooner(start, n, off, day):
    assert add_working_days(start, n, DaysOff(off | {day}, off.worked)) >= add_working_days(start, n, off)


@patient
@given(a=around, b=around, off=calendars)
def test_counting_is_never_negative_nor_more_than_the_days(a, b, off):
    assert 0 <= working_days_between(a, b, off) <= max((b - a).days, 0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 2, 28, 16, 59, 59, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 2, 28, 17, 0, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_ends_at_midnight_in_vietnam(moment, day):
    assert local.localdate(moment) == day


@pytest.mark.django_db
def test_the_table_gives_both_kinds_in_one_query(django_assert_num_queries):
    Holiday.objects.create(on=date(2027, 2, 5), name="Tết")
    Holiday.objects.create(on=date(2027, 2, 20), name="Làm bù", is_working=True)
    with django_assert_num_queries(1):
        off = Holiday.objects.days_off()
    assert (set(off), set(off.worked)) == ({date(2027, 2, 5)}, {date(2027, 2, 20)})
