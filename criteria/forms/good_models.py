"""A good model in its owner's words, the decision on it, and what narrows the library."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F

from cadres.models.text import begins_words
from cadres.models.units import Sector
from criteria.forms.deciding import VersionForm
from criteria.good_models import Told
from criteria.models import Criterion, Focus, Programme, Solution
from criteria.models.good_models import GoodModelQuerySet


class GoodModelForm(forms.Form):
    criterion = forms.ChoiceField(label="Tiêu chí", choices=Criterion.choices)
    title = forms.CharField(
        label="Tên mô hình", max_length=200, error_messages={"required": "Đặt tên ngắn, nói được việc đã làm."}
    )
    done = forms.CharField(
        label="Cách làm",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Viết cách làm để đơn vị khác làm theo được."},
    )
    result = forms.CharField(
        label="Kết quả bằng số",
        max_length=300,
        error_messages={"required": "Ghi kết quả, ví dụ “24 cuộc họp, 23 cuộc kết thúc đúng giờ”."},
    )
    contact = forms.CharField(label="Hỏi thêm ở ai (không bắt buộc)", max_length=150, required=False)

    def clean_result(self) -> str:
        result: str = self.cleaned_data["result"]
        if not any(character.isdigit() for character in result):
            raise forms.ValidationError("Ghi kết quả bằng số, ví dụ “24 cuộc họp, 23 cuộc kết thúc đúng giờ”.")
        return result

    def told(self) -> Told:
        return Told(**self.cleaned_data)


class ModelReasonForm(VersionForm):
    """Why a model is refused or hidden."""

    reason = forms.CharField(
        label="Lý do", max_length=500, error_messages={"required": "Viết lý do; người đề xuất đọc nguyên văn."}
    )


class LibraryFilter(forms.Form):
    SORTS = (("", "Mới nhất"), ("lay", "Lấy về nhiều nhất"))

    tim = forms.CharField(label="Tìm mô hình, đơn vị", required=False, max_length=100)
    tieu_chi = forms.ChoiceField(label="Tiêu chí", required=False, choices=[("", "Mọi tiêu chí"), *Criterion.choices])
    linh_vuc = forms.ChoiceField(label="Lĩnh vực", required=False, choices=[("", "Mọi lĩnh vực"), *Sector.choices])
    hinh_thuc = forms.ChoiceField(
        label="Hình thức", required=False, choices=[("", "Mọi hình thức"), *Solution.Kind.choices]
    )
    xep = forms.ChoiceField(label="Xếp theo", required=False, choices=SORTS)

    def apply(self, models: GoodModelQuerySet) -> GoodModelQuerySet:
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if chosen.get("tim"):
            models = models.filter(begins_words(chosen["tim"]) | begins_words(chosen["tim"], "unit__search_key"))
        for name, lookup in (("tieu_chi", "criterion"), ("linh_vuc", "unit__sector"), ("hinh_thuc", "kind")):
            if chosen.get(name):
                models = models.filter(**{lookup: chosen[name]})
        newest = ("-decided_at", "-pk")
        if chosen.get("xep") == "lay":
            return models.order_by((F("units_taking") + F("people_taking")).desc(), *newest)
        return models.order_by(*newest)


class TakeOverForm(forms.Form):
    """Into which programme of one's own, under which focus."""

    programme = forms.ModelChoiceField(
        label="Chương trình",
        queryset=Programme.objects.none(),
        error_messages={"required": "Chọn chương trình đang soạn của đơn vị."},
    )
    focus = forms.ModelChoiceField(label="Trọng tâm", queryset=Focus.objects.none(), required=False)

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["focus"].queryset = Focus.objects.filter(programme__in=programmes)
