from typing import Any

from django import forms

from accounts.models import Holiday
from criteria import rules


class HolidayForm(forms.ModelForm):
    class Meta:
        model = Holiday
        fields = ("on", "name", "is_working")
        labels = {"on": "Ngày", "name": "Tên ngày nghỉ", "is_working": "Ngày làm bù (thứ Bảy, Chủ nhật đi làm)"}
        error_messages = {
            "on": {"required": "Chọn ngày.", "invalid": "Viết ngày theo dạng 28/02/2026."},
            "name": {"required": "Ghi tên, ví dụ Tết Nguyên đán."},
        }


class NationalDaysForm(forms.Form):
    year = forms.IntegerField(min_value=2020, max_value=2100, widget=forms.HiddenInput)
    beside = forms.TypedChoiceField(
        label="Quốc khánh nghỉ 2/9 và",
        coerce=int,
        choices=[(day, f"ngày {day}/9") for day in rules.DAYS_BESIDE],
    )


def year_of(query: dict[str, Any], today_year: int) -> int:
    """The year that the address asks for, within what the table can hold."""
    wanted = str(query.get("nam", ""))
    return int(wanted) if wanted.isdecimal() and 2020 <= int(wanted) <= 2100 else today_year
