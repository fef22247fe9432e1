"""What narrows the list of mid-year reviews; a bad value in the address is ignored, not an error."""

from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from cadres.models.text import begins_words
from criteria.filters import under_units
from criteria.midyear_list import CONDITIONS, STATES
from criteria.models import Period, Pledge
from criteria.models.pledge_queries import PledgeQuerySet


class MidyearFilter(forms.Form):
    tim = forms.CharField(label="Tên cán bộ", required=False, max_length=100)
    don_vi = forms.CharField(label="Đơn vị và cấp dưới", required=False, max_length=100)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *STATES])
    ky = forms.ModelChoiceField(
        label="Kỳ",
        required=False,
        queryset=Period.objects.exclude(state=Period.State.DRAFT),
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    @classmethod
    def asked(cls, query: QueryDict) -> "MidyearFilter":
        """As the address says; one that names no period means the newest that is open."""
        period = Period.objects.open().order_by("-year", "profile").first()
        return cls(query if query.get("ky") or not period else query.dict() | {"ky": period.pk})

    @property
    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})

    def listed(self, user: User) -> PledgeQuerySet:
        """Approved pledges that the user may see and that fit, each with its review."""
        chosen = self.chosen
        pledges = Pledge.objects.visible_to(user).approved().filter(period=chosen.get("ky"))
        if chosen.get("tim"):
            pledges = pledges.filter(begins_words(chosen["tim"], "cadre__search_key"))
        if chosen.get("don_vi"):
            pledges = pledges.filter(under_units(chosen["don_vi"], user))
        if chosen.get("tinh_trang"):
            pledges = pledges.filter(CONDITIONS[chosen["tinh_trang"]])
        return pledges
