"""What narrows the lists of this app; a bad value in the address is ignored, not an error."""

from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q

from accounts.models import User
from cadres.models import Unit
from cadres.models.text import begins_words
from cadres.models.units import UnitQuerySet
from criteria.models import Period, Pledge, Programme
from criteria.models.pledges import PledgeQuerySet
from criteria.models.programmes import ProgrammeQuerySet

MOST_UNITS = 30


def under_units(words: str, user: User, lookup: str = "unit") -> Q:
    """Rows of the units of that name or code, and of all below them; a unit out of sight matches nothing."""
    paths = Unit.objects.visible_to(user).matching(words).values_list("path", flat=True)[:MOST_UNITS]
    return reduce(or_, (Q(**{f"{lookup}__path__startswith": path}) for path in paths), Q(pk__in=[]))


class PledgeFilter(forms.Form):
    tim = forms.CharField(label="Tên cán bộ", required=False, max_length=100)
    don_vi = forms.CharField(label="Đơn vị và cấp dưới", required=False, max_length=100)
    trang_thai = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Mọi trạng thái"), *Pledge.State.choices]
    )
    ky = forms.ModelChoiceField(
        label="Kỳ",
        required=False,
        queryset=Period.objects.all(),
        empty_label="Mọi kỳ",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def apply(self, pledges: PledgeQuerySet, user: User) -> PledgeQuerySet:
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if chosen.get("tim"):
            pledges = pledges.filter(begins_words(chosen["tim"], "cadre__search_key"))
        if chosen.get("don_vi"):
            pledges = pledges.filter(under_units(chosen["don_vi"], user))
        if chosen.get("trang_thai"):
            pledges = pledges.filter(state=chosen["trang_thai"])
        if chosen.get("ky"):
            pledges = pledges.filter(period=chosen["ky"])
        return pledges


class ProgrammeFilter(forms.Form):
    """Chooses among the units that owe a programme."""

    CHOICES = (("", "Tất cả"), ("chua", "Chưa có"), ("co", "Có giải pháp"), *Programme.State.choices)

    tim = forms.CharField(label="Đơn vị", required=False, max_length=100)
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False, choices=CHOICES)

    def apply(self, units: UnitQuerySet, programmes: ProgrammeQuerySet) -> UnitQuerySet:
        """`programmes` are those of the period."""
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        state = chosen.get("trang_thai")
        if chosen.get("tim"):
            units = units.matching(chosen["tim"])
        if state == "chua":
            units = units.exclude(pk__in=programmes.values("unit"))
        elif state == "co":
            units = units.filter(pk__in=programmes.with_solutions().values("unit"))
        elif state:
            units = units.filter(pk__in=programmes.filter(state=state).values("unit"))
        return units
