from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from criteria.models import Period, Progress


class VersionForm(forms.Form):
    """The version of the document that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SubmitForm(VersionForm):
    has_read = forms.BooleanField(
        error_messages={"required": "Đánh dấu cam kết để nộp."},
        label="Tôi cam kết thực hiện các nội dung đã đăng ký và đủ các điều KHÔNG theo Kế hoạch số "
        "283-KH/TĐTN-TCKT; chịu sự giám sát, góp ý của đoàn viên, thanh thiếu nhi.",
    )
    message = forms.CharField(
        label="Lời nhắn (không bắt buộc)",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(VersionForm):
    """Why a pledge is cancelled."""

    reason = forms.CharField(max_length=1000)


class DecisionForm(VersionForm):
    """A yes; who decides in another's place says why."""

    in_place_reason = forms.CharField(
        label="Lý do duyệt thay",
        max_length=300,
        required=False,
        error_messages={"required": "Ghi lý do duyệt thay: vì sao Bí thư đơn vị chưa quyết định."},
    )

    def __init__(self, *args: Any, in_place: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_place_reason"].required = in_place


class ReturnForm(DecisionForm):
    reason = forms.CharField(
        label="Lý do trả lại",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Viết lý do: sửa chỗ nào, thành thế nào."},
    )


class MinutesForm(DecisionForm):
    """A body's decision, entered from its minutes."""

    minutes_no = forms.CharField(
        label="Số biên bản",
        max_length=60,
        error_messages={"required": "Điền số biên bản họp Ban Thường vụ, ví dụ 12-BB/TĐTN."},
    )
    minutes_on = forms.DateField(
        label="Ngày biên bản",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Chọn ngày họp.", "invalid": "Viết ngày theo dạng 05/06/2026."},
    )


class ProgressForm(forms.Form):
    progress = forms.ChoiceField(label="Tiến độ", choices=Progress.choices)
    note = forms.CharField(label="Ghi chú", required=False, max_length=300)

    def clean(self) -> dict[str, str]:
        data = super().clean() or {}
        if data.get("progress") == Progress.DROPPED and not data.get("note"):
            self.add_error("note", "Viết vì sao thôi thực hiện.")
        return data


class SolutionProgressForm(forms.Form):
    progress = forms.ChoiceField(label="Tiến độ", choices=Progress.choices)
    result = forms.CharField(label="Kết quả", required=False, max_length=500)
    result_figure = forms.CharField(label="Con số", required=False, max_length=60)

    def clean(self) -> dict[str, str]:
        data = super().clean() or {}
        if data.get("progress") == Progress.DONE and not data.get("result"):
            self.add_error("result", "Viết kết quả đã đạt, kèm con số nếu có.")
        return data


class PartyReportForm(forms.Form):
    """By which paper, and when, the Party committee was told."""

    document_no = forms.CharField(
        label="Số văn bản báo cáo",
        max_length=60,
        error_messages={"required": "Điền số văn bản báo cáo, ví dụ 15-BC/ĐTN."},
    )
    on = forms.DateField(
        label="Ngày báo cáo",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Chọn ngày báo cáo.", "invalid": "Viết ngày theo dạng 05/06/2026."},
    )

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Chọn ngày không sau hôm nay.")
        if not self.period.spans(on):
            raise forms.ValidationError(f"Chọn ngày từ {self.period.opens_on:%d/%m/%Y} trở đi.")
        return on
