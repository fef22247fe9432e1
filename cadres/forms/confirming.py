"""Forms of who answers people that signed up."""

from typing import Any

from django import forms
from django.utils import timezone

from cadres.confirming import Post
from cadres.forms.joining import chosen_in
from cadres.models import Position, Registration, Unit
from cadres.resemblance import OWN_WORDS
from cadres.unit_finding import offered_units


class ConfirmForm(forms.Form):
    """The post in which the person is put on the list."""

    position = forms.ModelChoiceField(
        label="Chức vụ", queryset=Position.objects.none(), error_messages={"required": "Chọn chức vụ."}
    )
    valid_from = forms.DateField(
        label="Giữ chức vụ từ ngày",
        help_text="Viết ngày/tháng/năm, theo quyết định hoặc ngày đại hội.",
        error_messages={"required": "Nhập ngày bắt đầu giữ chức vụ."},
    )
    decision_no = forms.CharField(label="Số quyết định (nếu có)", required=False, max_length=60)
    is_full_time = forms.BooleanField(label="Cán bộ chuyên trách", required=False)
    is_somebody_else = forms.BooleanField(
        label="Tôi đã so sánh: đây là người khác, chưa có trong danh sách", required=False
    )

    def __init__(self, data: Any = None, *, registration: Registration) -> None:
        initial = {"position": registration.position_id, "valid_from": timezone.localdate()}
        super().__init__(data, initial=initial)
        self.unit = registration.unit
        self.fields["position"].queryset = Position.objects.filter(level=registration.unit.level)

    def clean_valid_from(self) -> Any:
        first = self.cleaned_data["valid_from"]
        if first < self.unit.valid_from or (self.unit.valid_to and first > self.unit.valid_to):
            raise forms.ValidationError(f"{self.unit} không hoạt động vào ngày {first:%d/%m/%Y}. Kiểm tra lại ngày.")
        return first

    @property
    def post(self) -> Post:
        names = ("position", "valid_from", "is_full_time", "decision_no")
        return Post(**{name: self.cleaned_data[name] for name in names})


class MergeForm(forms.Form):
    """Which of the listed people it is, and what of the new words replaces what the list says."""

    cadre = forms.IntegerField(error_messages={"required": "Chọn người trong danh sách để gộp."})
    take_over = forms.MultipleChoiceField(
        required=False, choices=list(zip(OWN_WORDS, ("Họ và tên", "Ngày sinh", "Điện thoại", "E-mail"), strict=True))
    )


class PassOnForm(forms.Form):
    """The unit where the person belongs, and why."""

    unit_words = forms.CharField(label="Chuyển tới đơn vị", required=False, max_length=100)
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), error_messages={"required": "Tìm rồi chọn đơn vị để chuyển tới."}
    )
    reason = forms.CharField(
        label="Lý do chuyển", max_length=500, error_messages={"required": "Ghi lý do chuyển; người đăng ký đọc được."}
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = Unit.objects.valid_on(timezone.localdate())

    @property
    def chosen_unit(self) -> str:
        return chosen_in(self, "unit")

    def offered_units(self) -> list[Unit]:
        return offered_units(str(self["unit_words"].value() or ""), self.chosen_unit)


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        error_messages={"required": "Ghi lý do và cách sửa; người đăng ký đọc nguyên văn."},
    )
