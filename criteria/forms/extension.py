from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre, Unit
from criteria import extending
from criteria.models import Extension, Period, Profile

WHO = "Ghi mã cán bộ (ví dụ CB-7K4P2) hoặc mã đơn vị."


class ExtensionForm(forms.Form):
    """For whom, for what, until when and why. Codes name people and units; both in the giver's sight."""

    ma = forms.CharField(label="Mã cán bộ hoặc mã đơn vị", max_length=40, error_messages={"required": WHO})
    viec = forms.ChoiceField(label="Gia hạn cho", choices=Extension.What.choices, initial=Extension.What.PLEDGE)
    due_on = forms.DateField(
        label="Hạn mới",
        error_messages={"required": "Chọn hạn mới.", "invalid": "Viết ngày theo dạng 28/02/2026."},
    )
    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Ghi lý do gia hạn."})

    cadre: Cadre | None = None
    unit: Unit | None = None
    period: Period | None = None

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_ma(self) -> str:
        code = self.cleaned_data["ma"].strip()
        self.cadre = Cadre.objects.visible_to(self.by).filter(code__iexact=code).first()
        units = Unit.objects.visible_to(self.by).valid_on(timezone.localdate())
        self.unit = None if self.cadre else units.filter(code__iexact=code).first()
        if not (self.cadre or self.unit):
            raise ValidationError(f"Không thấy mã này trong phạm vi của đồng chí. {WHO}")
        self.period = self._period()
        if self.period is None:
            raise ValidationError("Không có kỳ nào đang mở cho mã này.")
        if self._limit(self.period) is None:
            raise ValidationError(
                "Đồng chí không gia hạn được cho mã này. Bí thư cấp huyện gia hạn cho cán bộ của huyện; "
                "đơn vị và các trường hợp khác do Ban Tổ chức - Kiểm tra Tỉnh đoàn."
            )
        return code

    def _period(self) -> Period | None:
        periods = Period.objects.open().select_related("pledge_policy").order_by("-year")
        if self.cadre is None:
            return periods.filter(profile=Profile.CALENDAR).first()
        post = extending.main_post(self.cadre)
        return Period.objects.open_for(post).select_related("pledge_policy").first() if post else None

    def _limit(self, period: Period) -> object:
        if self.cadre is not None:
            return extending.limit_for_cadre(self.cadre, period, by=self.by)
        return extending.limit_for_unit(period, by=self.by)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.cadre and data.get("viec") == Extension.What.PROGRAMME:
            self.add_error("viec", "Chương trình là của đơn vị: ghi mã đơn vị, hoặc chọn bản đăng ký.")
        return data

    def give(self) -> Extension:
        data = self.cleaned_data
        if self.period is None:
            raise ValueError("Only a valid form gives time.")
        more = {"by": self.by, "reason": data["reason"]}
        if self.cadre:
            return extending.extend_cadre(self.cadre, self.period, data["due_on"], **more)
        if self.unit is None:
            raise ValueError("Only a valid form gives time.")
        return extending.extend_unit(self.unit, self.period, data["viec"], data["due_on"], **more)
