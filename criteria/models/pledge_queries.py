"""The states of a pledge, and the questions asked of many pledges at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, open_to_stand_in, place_of, within_reach
from criteria.models.leading import going_first, paths_above
from criteria.models.pledge_items import PledgeItem
from criteria.models.progress import Outcome, Progress


class PledgeState(models.TextChoices):
    DRAFT = "draft", "Nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt"
    RETURNED = "returned", "Trả lại"
    CLOSED = "closed", "Đã chốt"
    CANCELLED = "cancelled", "Đã hủy"


EDITABLE = (PledgeState.DRAFT, PledgeState.RETURNED)
SENT = (PledgeState.SUBMITTED, PledgeState.APPROVED, PledgeState.RETURNED, PledgeState.CLOSED)
DECIDED = (PledgeState.APPROVED, PledgeState.RETURNED, PledgeState.CLOSED)


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, user: User) -> PledgeQuerySet:
        """One's own, those in the reach of one's right to read, and those one's unit has to decide on."""
        return self.filter(
            within_reach(user, Right.PLEDGE_READ)
            | Q(within_reach(user, Right.PLEDGE_DECIDE, unit="deciding_unit"), state__in=SENT)
        )

    def readable_by(self, user: User) -> PledgeQuerySet:
        """Those whose words the user may read: a draft is for its writers alone until it is sent (docs/adr/0006)."""
        return self.visible_to(user).filter(~Q(state=PledgeState.DRAFT) | Q(cadre__user=user) | Q(entered_by=user))

    def examples_for(self, user: User) -> PledgeQuerySet:
        """The approved pledges of the leaders of the user's own unit and of those above it ("nêu gương trước").

        What the person promised, to read; neither what is not approved yet nor how it came about.
        """
        return self.approved().filter(going_first("appointment__position"), unit__path__in=paths_above(user))

    def to_decide(self, user: User) -> PledgeQuerySet:
        """Waiting for this user's decision, oldest first."""
        deciding = within_reach(user, Right.PLEDGE_DECIDE, unit="deciding_unit", cadre=None)
        recording = within_reach(user, Right.PLEDGE_RECORD, unit="deciding_unit", cadre=None)
        return (
            self.filter(state=PledgeState.SUBMITTED)
            .filter(deciding | Q(recording, is_by_minutes=True))
            .exclude(Q(cadre__user=user) | Q(entered_by=user))
            .order_by("submitted_at", "pk")
        )

    def to_write(self, user: User) -> PledgeQuerySet:
        """One's own, and those that one enters for others."""
        entered = Q(within_reach(user, Right.PLEDGE_ENTER, cadre=None), entered_by=user)
        return self.filter(Q(cadre__user=user) | entered)

    def to_stand_in(self, user: User) -> PledgeQuerySet:
        """Waiting below this user's unit, and twice overdue there: open to a decision in its place."""
        overdue = self.filter(open_to_stand_in(user, Right.PLEDGE_DECIDE, timezone.localdate()))
        waiting = overdue.filter(state=PledgeState.SUBMITTED).exclude(Q(cadre__user=user) | Q(entered_by=user))
        return waiting.order_by("stand_in_from", "pk")

    def current(self) -> PledgeQuerySet:
        return self.exclude(state=PledgeState.CANCELLED)

    def approved(self) -> PledgeQuerySet:
        """Approved, be the period over or not."""
        return self.filter(state__in=[PledgeState.APPROVED, PledgeState.CLOSED])

    def first_submitted(self) -> PledgeQuerySet:
        return self.current().exclude(first_submitted_at=None)

    def on_time(self) -> PledgeQuerySet:
        """First sent by the end of the day it was due, by the clock of the province."""
        day = TruncDate("first_submitted_at", tzinfo=timezone.get_default_timezone())
        return self.current().alias(first_day=day).filter(first_day__lte=F("due_on"))

    def entered(self) -> PledgeQuerySet:
        """Written by somebody else from the person's signed paper."""
        return self.exclude(entered_by=None)

    def with_counts(self) -> PledgeQuerySet:
        """With items_total (dropped ones apart), items_done and items_met, for the rows that are shown only."""
        items = PledgeItem.objects.filter(pledge=OuterRef("pk")).order_by().values("pledge")

        def counted(condition: Q) -> Coalesce:
            return Coalesce(Subquery(items.filter(condition).annotate(n=Count("pk")).values("n")), 0)

        return self.annotate(
            items_total=counted(~Q(progress=Progress.DROPPED)),
            items_done=counted(Q(progress=Progress.DONE)),
            items_met=counted(Q(progress=Progress.DONE, outcome=Outcome.MET)),
        )

    def to_check(self, user: User) -> PledgeQuerySet:
        """Approved ones with something done that this user, who decides on them, has not looked at; with `n_open`,
        how many, and `oldest_done_at`."""
        deciding = within_reach(user, Right.PLEDGE_DECIDE, unit="deciding_unit", cadre=None)
        in_place = within_reach(user, Right.PLEDGE_DECIDE, unit="in_place_of", cadre=None)
        recording = within_reach(user, Right.PLEDGE_RECORD, unit="deciding_unit", cadre=None)
        open_done = Q(items__progress=Progress.DONE, items__outcome="")
        found = self.filter(state=PledgeState.APPROVED, period__state="open")
        found = found.filter(deciding | in_place | Q(recording, is_by_minutes=True))
        found = found.exclude(Q(cadre__user=user) | Q(entered_by=user))
        return (
            found.annotate(
                n_open=Count("items", filter=open_done), oldest_done_at=Min("items__progressed_at", filter=open_done)
            )
            .filter(n_open__gt=0)
            .order_by("oldest_done_at", "pk")
        )

    def for_list(self) -> PledgeQuerySet:
        rows = self.select_related("cadre", "unit", "period", "appointment__position")
        return rows.annotate(place=place_of()).with_counts()

    def with_people(self) -> PledgeQuerySet:
        related = ("cadre__user", "unit", "deciding_unit", "stand_in_unit", "in_place_of", "passed_on_by", "decided_by")
        return self.select_related(
            *related,
            "period__statement_set",
            "period__pledge_policy",
            "links__work_plan",
            "entered_by",
            "entry__by",
            "appointment__position",
            "appointment__unit",
        ).annotate(place=place_of())

    def for_writing(self) -> PledgeQuerySet:
        """What the pages on which a pledge is written need: few joins, for on the last day everybody asks for them."""
        items = PledgeItem.objects.select_related("statement", "focus", "indicator")
        rows = self.select_related("cadre", "unit", "period__pledge_policy", "appointment__position")
        return rows.annotate(place=place_of()).prefetch_related(Prefetch("items", queryset=items))

    def for_detail(self) -> PledgeQuerySet:
        items = PledgeItem.objects.select_related("statement", "focus").prefetch_related("evidences__attachment")
        return self.with_people().prefetch_related(Prefetch("items", queryset=items), "entry__papers__attachment")
