"""What narrows the lists of this app; a bad value in the address is ignored, not an error."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Prefetch, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, Unit
from cadres.models.appointments import AppointmentQuerySet
from cadres.models.text import begins_words
from cadres.models.units import UnitQuerySet
from criteria.lateness import OVERDUE, STATES, overdue, owing_to
from criteria.models import Period, Pledge, Programme, owing_types
from criteria.models.pledge_queries import PledgeQuerySet
from criteria.models.programme_queries import ProgrammeQuerySet
from criteria.rules.shortfalls import LACK_LABELS

MOST_UNITS = 30


def under_units(words: str, user: User, lookup: str = "unit") -> Q:
    """Rows of the units of that name or code, and of all below them; a unit out of sight matches nothing."""
    return below(paths_of(words, user), lookup)


def paths_of(words: str, user: User) -> list[str]:
    return list(Unit.objects.visible_to(user).matching(words).values_list("path", flat=True)[:MOST_UNITS])


def below(paths: list[str], lookup: str = "unit") -> Q:
    """Rows of units at these places of the tree or below."""
    return reduce(or_, (Q(**{f"{lookup}__path__startswith": path}) for path in paths), Q(pk__in=[]))


def programme_period() -> Period | None:
    """The calendar year that is open; units have one programme a year."""
    return Period.objects.open().filter(profile="calendar").order_by("-year").first()


def owing_programmes(user: User) -> UnitQuerySet:
    """Units in reach that have to have a programme."""
    types = owing_types(programme_period())
    return Unit.objects.where(user, Right.PROGRAMME_READ).filter(type__in=types, valid_to=None)


class PledgeFilter(forms.Form):
    tim = forms.CharField(label="Tên cán bộ", required=False, max_length=100)
    don_vi = forms.CharField(label="Đơn vị và cấp dưới", required=False, max_length=100)
    trang_thai = forms.ChoiceField(
        label="Trạng thái", required=False, choices=[("", "Mọi trạng thái"), *Pledge.State.choices]
    )
    nhap_ho = forms.ChoiceField(
        label="Cách nộp",
        required=False,
        choices=[("", "Mọi cách"), ("co", "Nhập hộ"), ("chua", "Nhập hộ, chưa xác nhận"), ("khong", "Tự nộp")],
    )
    ky = forms.ModelChoiceField(
        label="Kỳ",
        required=False,
        queryset=Period.objects.all(),
        empty_label="Mọi kỳ",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    @classmethod
    def asked(cls, query: QueryDict) -> PledgeFilter:
        """As the address says; one that names no period means the newest that is open."""
        period = Period.objects.open().order_by("-year", "profile").first()
        return cls(query if "ky" in query or not period else query.dict() | {"ky": period.pk})

    def listed(self, user: User) -> PledgeQuerySet:
        """The pledges that the user may see and that fit, in the order of the list."""
        pledges = self.apply(Pledge.objects.visible_to(user).for_list(), user)
        return pledges.order_by("cadre__sort_key", "-period__year", "pk")

    def apply(self, pledges: PledgeQuerySet, user: User) -> PledgeQuerySet:
        chosen = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if chosen.get("tim"):
            pledges = pledges.filter(begins_words(chosen["tim"], "cadre__search_key"))
        if chosen.get("don_vi"):
            pledges = pledges.filter(under_units(chosen["don_vi"], user))
        if chosen.get("trang_thai"):
            pledges = pledges.filter(state=chosen["trang_thai"])
        if chosen.get("nhap_ho"):
            pledges = pledges.filter(entered_by__isnull=chosen["nhap_ho"] == "khong")
        if chosen.get("nhap_ho") == "chua":
            pledges = pledges.filter(entry__answer="")
        if chosen.get("ky"):
            pledges = pledges.filter(period=chosen["ky"])
        return pledges


class ProgrammeFilter(forms.Form):
    """Chooses among the units that owe a programme."""

    LACK = "thieu-"
    CHOICES = (
        *(("", "Tất cả"), ("chua", "Chưa có"), ("co", "Có giải pháp"), ("ket-qua", "Giải pháp đã có kết quả")),
        *Programme.State.choices,
        *((f"thieu-{code}", label) for code, label in LACK_LABELS.items()),
    )

    tim = forms.CharField(label="Đơn vị", required=False, max_length=100)
    trang_thai = forms.ChoiceField(label="Trạng thái", required=False, choices=CHOICES)

    def listed(self, units: UnitQuerySet, programmes: ProgrammeQuerySet) -> UnitQuerySet:
        """Those that fit, each with its programme of the period as `programmes_now`."""
        flagged = programmes.with_shortfalls(timezone.localdate())
        shown = Prefetch("programmes", queryset=flagged, to_attr="programmes_now")
        return self.apply(units, programmes).prefetch_related(shown)

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
        elif state == "ket-qua":
            units = units.filter(pk__in=programmes.with_results().values("unit"))
        elif state == f"{self.LACK}approval":
            units = units.exclude(pk__in=programmes.approved().values("unit"))
        elif state and state.startswith(self.LACK):
            lacking = programmes.lacking(state.removeprefix(self.LACK), timezone.localdate())
            units = units.filter(pk__in=lacking.values("unit"))
        elif state:
            units = units.filter(pk__in=programmes.filter(state=state).values("unit"))
        return units


class LateFilter(forms.Form):
    """Chooses among the people of a period who have no approved pledge."""

    CHANNELS = (("", "Mọi kênh"), ("khong", "Không có kênh liên lạc"))

    tim = forms.CharField(label="Tên cán bộ", required=False, max_length=100)
    don_vi = forms.CharField(label="Đơn vị và cấp dưới", required=False, max_length=100)
    trang_thai = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Tất cả"), *((word, label) for word, (label, _) in STATES.items()), (OVERDUE, "Quá hạn")],
    )
    kenh = forms.ChoiceField(label="Kênh liên lạc", required=False, choices=CHANNELS)

    def __init__(self, data: Any, *, user: User, period: Period) -> None:
        super().__init__(data)
        self.user, self.period = user, period

    @property
    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})

    def in_unit(self) -> AppointmentQuerySet:
        """Everybody of the unit that is asked for, or in reach, whatever their state."""
        posts = owing_to(self.user, self.period)
        words = self.chosen.get("don_vi")
        return posts.filter(under_units(words, self.user)) if words else posts

    def listed(self, late: list[int] | None = None) -> AppointmentQuerySet:
        """Those who fit, by unit; `late` are the posts that are overdue, when they were found already."""
        posts, chosen = self.in_unit(), self.chosen
        state = chosen.get("trang_thai")
        if chosen.get("tim"):
            posts = posts.filter(begins_words(chosen["tim"], "cadre__search_key"))
        if state in STATES:
            posts = posts.filter(STATES[state][1])
        elif state == OVERDUE:
            found = overdue(self.in_unit(), self.period, timezone.localdate()) if late is None else late
            posts = posts.filter(pk__in=found or [])
        if chosen.get("kenh"):
            posts = posts.exclude(cadre__user__is_active=True)
        return posts.order_by("unit__path", "cadre__sort_key", "pk")

    def url(self, **other: str) -> str:
        """The address of the list as it is filtered, with something else where that is said."""
        asked = {name: self.chosen.get(name, "") for name in self.fields} | other
        query = {name: value for name, value in asked.items() if value} | {"ky": self.period.pk}
        return f"{reverse('criteria:late_list')}?{urlencode(query)}"
