"""Who owes the mid-year review, who has sent it and what became of it: rows of the list and counts per unit."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from cadres.models import place_of
from criteria import rules
from criteria.models import MidyearReview, Period, Pledge
from criteria.models.pledge_queries import PledgeQuerySet

STATES = (
    ("chua", "Chưa gửi"),
    ("cho", "Chờ ý kiến"),
    ("giup", "Cần giúp"),
    ("dung", "Đúng tiến độ"),
    ("muon", "Gửi sau hạn"),
)
CONDITIONS = {
    "chua": Q(midyear=None),
    "cho": Q(midyear__isnull=False, midyear__verdict=""),
    "giup": Q(midyear__verdict=MidyearReview.Verdict.NEEDS_HELP),
    "dung": Q(midyear__verdict=MidyearReview.Verdict.ON_TRACK),
    "muon": Q(midyear__submitted_at__date__gt=F("midyear__due_on")),
}


def people(pledges: PledgeQuerySet) -> PledgeQuerySet:
    rows = pledges.select_related("cadre", "unit", "period", "appointment__position", "midyear")
    return rows.annotate(place=place_of()).order_by("cadre__sort_key", "pk")


def by_unit(pledges: PledgeQuerySet) -> QuerySet[Any, dict[str, Any]]:
    """How many owe, sent, wait for a remark and need help; who misses most stands first."""
    counted = {code: Count("pk", filter=condition) for code, condition in CONDITIONS.items()}
    rows = pledges.order_by().annotate(place=place_of()).values("unit", "place").annotate(total=Count("pk"), **counted)
    return rows.order_by("-chua", "-giup", "place")


def owed_by(user: User) -> Pledge | None:
    """The own approved pledge of an open period whose review is due and not sent."""
    sent = MidyearReview.objects.filter(pledge=OuterRef("pk"))
    own = Pledge.objects.filter(cadre__user=user, state=Pledge.State.APPROVED, period__state=Period.State.OPEN)
    today = timezone.localdate()
    pledges = own.exclude(Exists(sent)).select_related("period").order_by("-period__year")
    return next((pledge for pledge in pledges if rules.can_write_midyear(pledge, today)), None)
