from typing import Any

from django import forms
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, Unit
from cadres.models.units import UnitQuerySet
from cadres.names import fold
from criteria.models import Period
from reports.reading import Line

SHOWN = [("", "Thiếu nhiều xếp trước"), ("thieu", "Chỉ đơn vị chưa đủ"), ("cay", "Theo thứ tự đơn vị")]


class BoardFilter(forms.Form):
    """Which unit and year a page of figures shows, and which lines of its table."""

    don_vi = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput)
    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    q = forms.CharField(label="Tìm đơn vị", required=False, max_length=100)
    xep = forms.ChoiceField(label="Xếp", required=False, choices=SHOWN)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach: UnitQuerySet = Unit.objects.where(user, Right.REPORT_READ)
        self.tops: UnitQuerySet = Unit.objects.valid_on(timezone.localdate()).tops_of(user, Right.REPORT_READ)
        self.years = sorted(set(Period.objects.order_by().values_list("year", flat=True)), reverse=True)
        self.fields["don_vi"].queryset = self.reach
        self.fields["nam"].choices = [(year, f"Năm {year}") for year in self.years]
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        return getattr(self, "cleaned_data", {})

    @property
    def unit(self) -> Unit:
        """The unit asked for, which is 404 when out of reach; else the highest one in reach."""
        if self.errors.get("don_vi"):
            raise Http404
        unit = self.chosen.get("don_vi") or self.tops.first()
        if unit is None:
            raise Http404
        return unit

    @property
    def year(self) -> int:
        """The year asked for; else the latest that has begun."""
        today = timezone.localdate()
        begun = [year for year in self.years if year <= today.year]
        return self.chosen.get("nam") or (begun or self.years or [today.year])[0]

    def apply(self, lines: list[Line]) -> list[Line]:
        words = fold(self.chosen.get("q") or "")
        order = self.chosen.get("xep")
        if words:
            lines = [line for line in lines if words in line.unit.search_key]
        if order == "thieu":
            lines = [line for line in lines if line.light.tone != "ok"]
        return lines if order == "cay" else sorted(lines, key=lambda line: line.gap)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen.get("q") or self.chosen.get("xep") == "thieu")
