"""What a unit says about the programme above it, and what a superior copies down."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cadres.models import Unit
from cadres.models.units import Sector, UnitQuerySet
from criteria.models import Focus, Indicator, Programme, ProgrammeReceipt
from criteria.passing_on import PassedOn


class PassedOnForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    passed_on_on = forms.DateField(
        label="Ngày triển khai",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Chọn ngày đã triển khai.", "invalid": "Viết ngày theo dạng 15/01/2026."},
    )
    audience = forms.IntegerField(
        label="Số người được triển khai",
        min_value=1,
        max_value=999_999,
        error_messages={
            "required": "Ghi số người đã nghe phổ biến.",
            "invalid": "Ghi bằng chữ số, ví dụ 85.",
            "min_value": "Ghi ít nhất 1 người.",
            "max_value": "Số này quá lớn. Ghi số người của đơn vị mình.",
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    how = forms.ChoiceField(label="Hình thức", choices=ProgrammeReceipt.How.choices, required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, programme: Programme, receipt: ProgrammeReceipt | None, **kwargs: Any) -> None:
        initial = {"version": receipt.version if receipt else 0, "passed_on_on": timezone.localdate()}
        if receipt and receipt.passed_on_on:
            initial |= {name: getattr(receipt, name) for name in ("passed_on_on", "audience", "how", "note")}
        super().__init__(*args, initial=initial, **kwargs)
        self.programme = programme

    def clean_passed_on_on(self) -> date:
        day: date = self.cleaned_data["passed_on_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Ngày này chưa tới. Chọn ngày đã triển khai.")
        if self.programme.document_on and day < self.programme.document_on:
            raise forms.ValidationError(
                f"Văn bản ban hành ngày {self.programme.document_on:%d/%m/%Y}. Chọn ngày sau đó."
            )
        return day

    def said(self) -> PassedOn:
        data = self.cleaned_data
        return PassedOn(
            data["passed_on_on"], data["audience"], data["how"] or ProgrammeReceipt.How.MEETING, data["note"]
        )


class BelowFilter(forms.Form):
    """Narrows the units right below a programme."""

    CHOICES = (("", "Tất cả"), ("da", "Đã triển khai"), ("nhan", "Mới nhận"), ("chua", "Chưa có gì"))

    tim = forms.CharField(label="Đơn vị", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=CHOICES)

    def apply(self, units: UnitQuerySet, programme: Programme) -> UnitQuerySet:
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        receipts = ProgrammeReceipt.objects.filter(programme=programme)
        if chosen.get("tim"):
            units = units.matching(chosen["tim"])
        if chosen.get("tinh_trang") == "da":
            units = units.filter(pk__in=receipts.passed_on().values("unit"))
        elif chosen.get("tinh_trang") == "nhan":
            units = units.filter(pk__in=receipts.filter(passed_on_on=None).values("unit"))
        elif chosen.get("tinh_trang") == "chua":
            units = units.exclude(pk__in=receipts.values("unit"))
        return units


class NarrowForm(forms.Form):
    """Which of the units below are offered for copying."""

    loai = forms.ChoiceField(label="Loại đơn vị", required=False)
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False, choices=[("", "Mọi lĩnh vực"), *Sector.choices])

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        labels = {unit.type: unit.get_type_display() for unit in units}
        self.fields["loai"].choices = [("", "Mọi loại"), *labels.items()]

    def apply(self) -> UnitQuerySet:
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        units = self.units
        if chosen.get("loai"):
            units = units.filter(type=chosen["loai"])
        if chosen.get("linh_vuc"):
            units = units.filter(sector=chosen["linh_vuc"])
        return units


class CopyDownForm(forms.Form):
    foci = forms.ModelMultipleChoiceField(
        label="Trọng tâm",
        queryset=Focus.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một trọng tâm."},
    )
    units = forms.ModelMultipleChoiceField(
        label="Đơn vị",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một đơn vị."},
    )
    with_solutions = forms.BooleanField(label="Chép cả giải pháp của từng trọng tâm", required=False)

    def __init__(self, *args: Any, programme: Programme, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["foci"].queryset = programme.foci.all()
        self.fields["units"].queryset = units


class TakeFocusForm(forms.Form):
    """One focus of the superior, or one indicator of it."""

    version = forms.IntegerField(required=False)
    focus = forms.ModelChoiceField(queryset=Focus.objects.none())
    indicator = forms.ModelChoiceField(queryset=Indicator.objects.none(), required=False)

    def __init__(self, *args: Any, above: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        foci = Focus.objects.select_related("programme").prefetch_related("statements", "indicators", "solutions")
        self.fields["focus"].queryset = foci.filter(programme=above)
        self.fields["indicator"].queryset = Indicator.objects.filter(focus__programme=above)
