from datetime import date, datetime, time
from decimal import Decimal

from django import forms
from django.template import Context, Template
from django.utils.formats import get_format


class Entry(forms.Form):
    day = forms.DateField()
    moment = forms.SplitDateTimeField(required=False)
    amount = forms.DecimalField(localize=True, required=False)


def test_date_is_read_day_first():
    form = Entry({"day": "05/06/2022"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2022, 6, 5)


def test_date_of_a_date_input_is_read():
    form = Entry({"day": "2022-06-05"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2022, 6, 5)


def test_date_month_first_is_refused_in_vietnamese():
    form = Entry({"day": "06/25/2022"})
    assert form.errors == {"day": ["Viết ngày theo dạng ngày/tháng/năm, ví dụ 05/06/2022."]}


def test_bound_field_shows_the_date_day_first():
    assert 'value="05/06/2022"' in str(Entry(initial={"day": date(2022, 6, 5)})["day"])


def test_dates_and_numbers_are_written_as_in_vietnam():
    context = Context({"day": datetime(2022, 6, 5, 18, 30), "number": Decimal("1234.5")})
    assert Template("{{ day|date }} {{ day|time }}").render(context) == "05/06/2022 18:30"
    assert Template("{{ number }}").render(context) == "1234,5"


def test_week_begins_on_monday():
    assert get_format("FIRST_DAY_OF_WEEK") == 1


def test_amount_is_read_with_a_comma():
    form = Entry({"day": "05/06/2022", "amount": "2,5"})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal("2.5")


def test_time_is_read():
    form = Entry({"day": "05/06/2022", "moment_0": "05/06/2022", "moment_1": "18:30"})
    assert form.is_valid()
    assert form.cleaned_data["moment"].time() == time(18, 30)
