from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from criteria.models import DATE_FIELDS, Period, Phase, Profile


class PeriodDatesForm(forms.ModelForm):
    """The dates of a period; the order in which they must come is a constraint of the model."""

    reason = forms.CharField(label="Lý do thay đổi", required=False, max_length=200)

    class Meta:
        model = Period
        fields = DATE_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATE_FIELDS:
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.fields[name].error_messages["invalid"] = "Viết ngày theo dạng 28/02/2026."
            self.fields[name].error_messages["required"] = "Chọn ngày."

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        if self.instance.is_open and not reason:
            raise ValidationError("Kỳ đang mở: viết lý do đổi mốc để lưu vào quá trình.")
        return reason

    @property
    def dates(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DATE_FIELDS}


class NewPeriodForm(forms.Form):
    year = forms.IntegerField(
        label="Năm", min_value=2020, max_value=2100, error_messages={"required": "Điền năm, ví dụ 2027."}
    )
    profile = forms.ChoiceField(label="Lịch", choices=Profile.choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if Period.objects.filter(year=data.get("year"), profile=data.get("profile")).exists():
            self.add_error("year", "Năm này đã có kỳ. Mở kỳ đó trong danh sách để sửa mốc.")
        return data


class PhaseForm(forms.ModelForm):
    class Meta:
        model = Phase
        fields = ("name", "begins_on", "ends_on")
        labels = {"name": "Tên giai đoạn", "begins_on": "Từ ngày", "ends_on": "Đến ngày"}
        error_messages = {
            "name": {"required": "Ghi tên, ví dụ Giai đoạn 2020–2022."},
            "begins_on": {"required": "Chọn ngày bắt đầu.", "invalid": "Viết ngày theo dạng 13/07/2020."},
            "ends_on": {"required": "Chọn ngày kết thúc.", "invalid": "Viết ngày theo dạng 31/12/2022."},
        }
