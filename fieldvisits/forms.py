from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from criteria.models import Duty, Period
from fieldvisits import rules
from fieldvisits.models import FollowUp, HostLevel, VisitForm, VisitQuota, YouthGroup

_DATE_ERRORS = {"required": "Chọn ngày.", "invalid": "Viết ngày theo dạng 05/06/2026."}
MAX_REQUESTS = 5


class _DateField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=_DATE_ERRORS, **kwargs)


class _HostField(forms.CharField):
    """A unit by name, with the ones nearby offered by the browser."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "don-vi-gan", "autocomplete": "off"})
        super().__init__(max_length=200, widget=widget, **kwargs)


class StayForm(forms.Form):
    """When, how long, where and at which level; what a planned and a logged visit share."""

    starts_on = _DateField(label="Từ ngày")
    ends_on = _DateField(label="Đến ngày", required=False)
    days = forms.DecimalField(
        label="Số ngày",
        min_value=Decimal("0.5"),
        max_value=31,
        initial=1,
        localize=False,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        error_messages={"required": "Ghi số ngày, nửa ngày là 0,5.", "min_value": "Ít nhất nửa ngày: 0,5."},
    )
    host_name = _HostField(label="Đơn vị đến", error_messages={"required": "Ghi đơn vị sẽ đến."})
    host_level = forms.ChoiceField(label="Cấp", choices=HostLevel.choices, initial=HostLevel.BASE)
    form = forms.ChoiceField(label="Hình thức", choices=VisitForm.choices, initial=VisitForm.SURVEY)

    def clean_days(self) -> Decimal:
        days: Decimal = self.cleaned_data["days"]
        if days % Decimal("0.5"):
            raise forms.ValidationError("Tính theo nửa ngày, ví dụ 0,5 hoặc 1,5.")
        return days

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("starts_on")
        last = data["ends_on"] = data.get("ends_on") or first
        if first and last and last < first:
            self.add_error("ends_on", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        elif first and last and data.get("days") and data["days"] > (length := (last - first).days + 1):
            self.add_error("days", f"Từ {first:%d/%m} đến {last:%d/%m} chỉ có {length} ngày.")
        return data


class ItemForm(StayForm):
    """One row of Mẫu 2."""

    content = forms.CharField(
        label="Nội dung",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi nội dung làm việc."},
    )
    audience = forms.CharField(label="Đối tượng thanh niên", max_length=120, required=False)
    companions = forms.CharField(label="Đi cùng", max_length=200, required=False)
    transport = forms.CharField(label="Phương tiện", max_length=60, required=False)
    note = forms.CharField(label="Ghi chú", max_length=200, required=False)

    @property
    def has_hidden_errors(self) -> bool:
        return any(self[name].errors for name in ("audience", "companions", "transport", "note"))


ITEM_FIELDS = tuple(ItemForm.base_fields)
ItemFormSet = forms.formset_factory(ItemForm, extra=0, can_delete=True, max_num=rules.MAX_ITEMS, validate_max=True)
ItemFormSetWithOneMore = forms.formset_factory(ItemForm, extra=1, can_delete=True, max_num=rules.MAX_ITEMS)


class TripForm(StayForm):
    """A visit that took place."""

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["host_name"].error_messages["required"] = "Ghi đơn vị đã đến."

    def clean_starts_on(self) -> date:
        return self._took_place(self.cleaned_data["starts_on"])

    def clean_ends_on(self) -> date | None:
        day = self.cleaned_data["ends_on"]
        return self._took_place(day) if day else None

    def _took_place(self, day: date) -> date:
        if day > timezone.localdate():
            raise forms.ValidationError("Chuyến này chưa diễn ra. Đưa vào bảng đăng ký của quý.")
        if not rules.is_in_year(self.period, day):
            raise forms.ValidationError(f"Ngày này không thuộc {self.period.name}. Chọn ngày khác.")
        return day


class VersionForm(forms.Form):
    """The version of the document that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(VersionForm):
    """The words of Mẫu 3; a draft may be empty."""

    members_met = forms.IntegerField(
        label="Số ĐVTN đã gặp",
        required=False,
        min_value=0,
        max_value=100_000,
        localize=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    youth_group = forms.ChoiceField(
        label="Nhóm thanh niên", required=False, choices=[("", "Chưa chọn"), *YouthGroup.choices]
    )
    work_done = forms.CharField(label="Nội dung đã làm", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    situation = forms.CharField(
        label="Tình hình nắm được",
        required=False,
        help_text="Không ghi tên người góp ý.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    findings = forms.CharField(
        label="Khó khăn, vướng mắc phát hiện", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    support = forms.CharField(
        label="Giải pháp đã hỗ trợ tại chỗ", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    present = forms.CharField(label="Thành phần làm việc", required=False, max_length=200)


class RequestForm(forms.Form):
    """One line of the table of follow-ups; an empty line is none."""

    text = forms.CharField(label="Nội dung kiến nghị", max_length=300, required=False)
    resolver_name = _HostField(label="Đơn vị giải quyết", required=False)
    due_on = _DateField(label="Hạn", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and not data.get("resolver_name"):
            self.add_error("resolver_name", "Ghi đơn vị giải quyết kiến nghị này.")
        if data.get("resolver_name") and not data.get("text"):
            self.add_error("text", "Ghi nội dung kiến nghị.")
        return data


RequestFormSet = forms.formset_factory(RequestForm, extra=2, max_num=MAX_REQUESTS)


class DropForm(forms.Form):
    state = forms.ChoiceField(label="Việc", choices=[("postponed", "Hoãn"), ("cancelled", "Hủy")])
    reason = forms.CharField(label="Lý do", max_length=200, error_messages={"required": "Ghi lý do hoãn hoặc hủy."})


class MoveForm(VersionForm):
    """How far a follow-up is."""

    state = forms.ChoiceField(
        label="Tình trạng mới",
        choices=[choice for choice in FollowUp.State.choices if choice[0] != FollowUp.State.OPEN],
        error_messages={"required": "Chọn tình trạng mới."},
    )
    outcome = forms.CharField(label="Kết quả, lý do", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") in {FollowUp.State.RESOLVED, FollowUp.State.REJECTED} and not data.get("outcome"):
            self.add_error("outcome", "Ghi kết quả giải quyết, hoặc lý do không giải quyết.")
        return data


class QuotasForm(forms.Form):
    """Days a year, one field for each level and category of the period."""

    def __init__(self, *args: Any, duties: list[Duty], quotas: list[VisitQuota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = {(quota.level, quota.category): quota.days for quota in quotas}
        self.duties = {f"{duty.level}-{duty.category}": duty for duty in duties}
        for name, duty in self.duties.items():
            self.fields[name] = forms.DecimalField(
                label=str(duty),
                min_value=0,
                max_value=260,
                decimal_places=1,
                localize=False,
                initial=there.get((duty.level, duty.category), Decimal(0)),
                widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
                error_messages={"required": "Ghi số ngày, không có thì ghi 0.", "max_value": "Nhiều nhất 260 ngày."},
            )

    @property
    def rows(self) -> list[tuple[Duty, forms.BoundField]]:
        return [(duty, self[name]) for name, duty in self.duties.items()]

    @property
    def days(self) -> dict[tuple[str, str], Decimal]:
        return {(duty.level, duty.category): self.cleaned_data[name] for name, duty in self.duties.items()}
