"""Who owes the mid-year review, who has sent it and what became of it: rows of the list and counts per unit."""

from typing import Any

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from cadres.models import place_of
from cadres.models.text import begins_words
from criteria import rules
from criteria.filters import under_units
from criteria.models import MidyearReview, Period, Pledge
from criteria.models.pledge_queries import PledgeQuerySet

STATES = (
    ("chua", "Chưa gửi"),
    ("cho", "Chờ ý kiến"),
    ("giup", "Cần giúp"),
    ("dung", "Đúng tiến độ"),
    ("muon", "Gửi sau hạn"),
)
_CONDITIONS = {
    "chua": Q(midyear=None),
    "cho": Q(midyear__isnull=False, midyear__verdict=""),
    "giup": Q(midyear__verdict=MidyearReview.Verdict.NEEDS_HELP),
    "dung": Q(midyear__verdict=MidyearReview.Verdict.ON_TRACK),
    "muon": Q(midyear__submitted_at__date__gt=F("midyear__due_on")),
}


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
            pledges = pledges.filter(_CONDITIONS[chosen["tinh_trang"]])
        return pledges


def people(pledges: PledgeQuerySet) -> PledgeQuerySet:
    rows = pledges.select_related("cadre", "unit", "period", "appointment__position", "midyear")
    return rows.annotate(place=place_of()).order_by("cadre__sort_key", "pk")


def by_unit(pledges: PledgeQuerySet) -> QuerySet[Any, dict[str, Any]]:
    """How many owe, sent, wait for a remark and need help; who misses most stands first."""
    counted = {code: Count("pk", filter=condition) for code, condition in _CONDITIONS.items()}
    rows = pledges.order_by().annotate(place=place_of()).values("unit", "place").annotate(total=Count("pk"), **counted)
    return rows.order_by("-chua", "-giup", "place")


def owed_by(user: User) -> Pledge | None:
    """The own approved pledge of an open period whose review is due and not sent."""
    sent = MidyearReview.objects.filter(pledge=OuterRef("pk"))
    own = Pledge.objects.filter(cadre__user=user, state=Pledge.State.APPROVED, period__state=Period.State.OPEN)
    today = timezone.localdate()
    pledges = own.exclude(Exists(sent)).select_related("period").order_by("-period__year")
    return next((pledge for pledge in pledges if rules.can_write_midyear(pledge, today)), None)
