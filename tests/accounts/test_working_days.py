from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from accounts.working_days import add_working_days, is_working_day, working_days_between

TET = {date(2022, 1, 31), date(2022, 2, 1), date(2022, 2, 2), date(2022, 2, 3), date(2022, 2, 4)}
days = st.dates(date(2020, 1, 1), date(2023, 1, 1))


def test_five_working_days_over_tet():
    assert add_working_days(date(2022, 1, 28), 5, TET) == date(2022, 2, 11)


@given(start=days, n=st.integers(0, 30))
def test_adding_and_counting_agree(start, n):
    assert working_days_between(start, add_working_days(start, n, TET), TET) == n


@given(start=days, n=st.integers(1, 30))
def test_the_end_is_a_working_day(start, n):
    assert is_working_day(add_working_days(start, n, TET), TET)
