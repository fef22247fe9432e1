from typing import Any

from django import forms

from accounts.models import User
from cadres.models import Unit, holds_at
from reports import counting
from reports.filters import BoardFilter
from reports.workbooks import WORKBOOKS, Ask


class FreezeForm(forms.Form):
    """What the frozen report is for, and that the person has read what freezes."""

    note = forms.CharField(
        label="Chốt để làm gì", max_length=200, help_text="Ví dụ “Báo cáo tổng kết năm gửi Ban Thường vụ”."
    )
    is_sure = forms.BooleanField(
        label="Tôi đã xem các số liệu trên và chốt báo cáo",
        error_messages={"required": "Đánh dấu vào ô này sau khi đã xem các số liệu trên."},
    )


class WorkbookForm(forms.Form):
    """Which workbook of which unit and year, and why when it names many people."""

    MANY = 50

    bieu = forms.ChoiceField(
        label="Biểu", choices=[(code, book.label) for code, book in WORKBOOKS.items()], widget=forms.RadioSelect
    )
    don_vi = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none())
    nam = forms.TypedChoiceField(label="Năm", coerce=int)
    reason = forms.CharField(
        label="Lý do xuất danh sách",
        required=False,
        max_length=300,
        help_text=f"Bắt buộc khi biểu có tên trên {MANY} người. Ví dụ “Họp Ban Thường vụ ngày 15/12”.",
    )

    def __init__(self, *args: Any, user: User, filters: BoardFilter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        # Any unit in reach is taken; offered are the one at hand and those directly below it, not thousands.
        self.fields["don_vi"].queryset = filters.reach
        offered = [filters.unit, *filters.reach.children_of(filters.unit)]
        self.fields["don_vi"].widget.choices = [(unit.pk, unit.name) for unit in offered]
        self.fields["nam"].choices = filters.fields["nam"].choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"bieu", "don_vi", "nam"} <= data.keys():
            return data
        book = WORKBOOKS[data["bieu"]]
        ask = Ask(data["don_vi"], counting.year_view(data["nam"]), self.user)
        if not holds_at(self.user, book.right, ask.unit.path):
            self.add_error("bieu", "Biểu này có nội dung mà vai trò của đồng chí không xem được. Chọn biểu khác.")
        elif not data.get("reason", "").strip() and (people := book.people(ask)) > self.MANY:
            self.add_error("reason", f"Biểu có tên {people} người. Ghi lý do xuất danh sách.")
        return data
