from typing import Any

from django import forms

from accounts.models import User
from cadres.models import Right, Unit
from cadres.picking import UnitPick
from cadres.workbooks.exporting import MANY
from criteria.models import Period
from criteria.papers import book as pledge_book


class BookForm(forms.Form):
    """The papers of a unit: of itself alone, or with all units below it."""

    don_vi = UnitPick(label="Đơn vị", list_id="don-vi-in", error_messages={"required": "Ghi mã hoặc tên đơn vị."})
    ky = forms.ModelChoiceField(
        label="Kỳ", queryset=Period.objects.all(), empty_label=None, error_messages={"required": "Chọn kỳ."}
    )
    ca_cap_duoi = forms.BooleanField(label="Cả các đơn vị cấp dưới", required=False)
    reason = forms.CharField(
        label="Lý do in",
        required=False,
        max_length=300,
        help_text=f"Bắt buộc khi có trên {MANY} bản. Ví dụ “Lưu hồ sơ thi đua của đơn vị”.",
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        units = Unit.objects.where(user, Right.PLEDGE_READ).order_by("depth", "path")
        self.fields["don_vi"].within(units)
        self.fields["don_vi"].initial = next(iter(self.fields["don_vi"].offered), "")
        self.fields["ky"].initial = Period.objects.open().order_by("-year", "profile").first()

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"unit": data["don_vi"], "period": data["ky"], "with_below": data["ca_cap_duoi"]}

    def count(self) -> int | None:
        """How many papers that makes; nothing before unit and year are chosen."""
        if not self.is_bound or {"don_vi", "ky"} & set(self.errors):
            return None
        asked = self.asked()
        found = pledge_book.pledges_of(asked["unit"], asked["period"], self.user, with_below=asked["with_below"])
        return found.count()

    def may_start(self) -> bool:
        """Some papers, not too many for one file, and a reason when it names many people."""
        count = self.count() or 0
        if not count:
            self.add_error("don_vi", "Chưa có bản đăng ký nào đã duyệt ở đơn vị và kỳ này.")
        elif count > pledge_book.MOST:
            most = pledge_book.MOST
            self.add_error("don_vi", f"Có {count} bản, mỗi tệp nhiều nhất {most}. In từng đơn vị cấp dưới.")
        elif count > MANY and not self.cleaned_data["reason"]:
            self.add_error("reason", f"Tệp có trên {MANY} người. Ghi lý do in.")
        return not self.errors
