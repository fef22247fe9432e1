"""The questions asked of many programmes at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from cadres.models import Level, Right, Unit, open_to_stand_in, within_reach
from criteria.models.foci import Focus, paths_down_to
from criteria.models.period import Period
from criteria.models.progress import Progress
from criteria.models.solutions import Solution

# Lies with the superior unit: a programme that was sent, or an amendment of one that is approved.
WAITING = Q(state="submitted") | Q(amendment_sent_at__isnull=False)
SINCE = Coalesce("amendment_sent_at", "submitted_at")
APPROVED = "approved"
SHORTFALLS = ("approval", "solution", "environment", "results", "dialogue", "party_report", "progress")


def _truth(condition: Any) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField())


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: User) -> ProgrammeQuerySet:
        return self.filter(within_reach(user, Right.PROGRAMME_READ, cadre=None))

    def to_decide(self, user: User) -> ProgrammeQuerySet:
        """Waiting for this user, oldest first; what one sent oneself, or for a unit that one leads, is not."""
        waiting = self.awaiting().filter(within_reach(user, Right.PROGRAMME_DECIDE, unit="deciding_unit", cadre=None))
        return self._of_others(waiting, user).order_by(SINCE, "pk")

    def to_stand_in(self, user: User) -> ProgrammeQuerySet:
        """Twice overdue at the unit below: open to a decision in its place."""
        overdue = self.awaiting().filter(open_to_stand_in(user, Right.PROGRAMME_DECIDE, timezone.localdate()))
        return self._of_others(overdue, user).order_by("stand_in_from", "pk")

    def _of_others(self, waiting: ProgrammeQuerySet, user: User) -> ProgrammeQuerySet:
        of_own_unit = within_reach(user, Right.PROGRAMME_DECIDE, cadre=None)
        return waiting.exclude(of_own_unit & ~Q(unit=F("deciding_unit"))).exclude(submitted_by=user)

    def approved(self) -> ProgrammeQuerySet:
        return self.filter(state=APPROVED)

    def awaiting(self) -> ProgrammeQuerySet:
        return self.filter(WAITING)

    def with_solutions(self) -> ProgrammeQuerySet:
        """Approved, with at least one focus and at least one solution for each: the "có giải pháp" of the 100 %."""
        foci = Focus.objects.filter(programme=OuterRef("pk"))
        without = foci.exclude(Exists(Solution.objects.filter(focus=OuterRef("pk"))))
        return self.approved().filter(Exists(foci)).exclude(Exists(without))

    def with_results(self) -> ProgrammeQuerySet:
        """Those of them with a finished solution that says its result in figures and shows evidence of it."""
        proven = Solution.objects.filter(evidences__isnull=False, evidences__taken_down_at=None)
        done = proven.filter(programme=OuterRef("pk"), progress=Progress.DONE).exclude(result_figure="")
        return self.with_solutions().filter(Exists(done))

    def with_shortfalls(self, today: date) -> ProgrammeQuerySet:
        """Each with `lacks_…`, which `rules.shortfalls` gives advice on; what the year brings counts once approved."""
        solutions = Solution.objects.filter(programme=OuterRef("pk"))
        lasting = solutions.exclude(progress=Progress.DROPPED)
        foci = Focus.objects.filter(programme=OuterRef("pk"))
        bare = foci.exclude(Exists(Solution.objects.filter(focus=OuterRef("pk"))))
        is_approved, is_district = Q(state=APPROVED), Q(unit__level=Level.DISTRICT)
        talked = solutions.filter(kind=Solution.Kind.DIALOGUE, events__held_on__lte=today)
        late = solutions.filter(due_on__lt=today, progress=Progress.NOT_STARTED)
        return self.annotate(
            lacks_approval=_truth(~is_approved),
            lacks_solution=_truth(~Exists(foci) | Exists(bare)),
            lacks_environment=_truth(is_district & ~Exists(lasting.filter(system=Solution.System.ENVIRONMENT))),
            lacks_results=_truth(is_district & ~Exists(lasting.filter(system=Solution.System.RESULTS))),
            lacks_dialogue=_truth(is_approved & ~Exists(talked)),
            lacks_party_report=_truth(is_approved & Q(reported_to_party_on=None)),
            lacks_progress=_truth(is_approved & Exists(late)),
        )

    def lacking(self, what: str, today: date) -> ProgrammeQuerySet:
        """`what` is one of SHORTFALLS."""
        return self.with_shortfalls(today).filter(**{f"lacks_{what}": True})

    def count_shortfalls(self, today: date) -> dict[str, int]:
        """How many programmes lack each of them."""
        counts = {what: Count("pk", filter=Q(**{f"lacks_{what}": True})) for what in SHORTFALLS}
        found: dict[str, int] = self.order_by().with_shortfalls(today).aggregate(**counts)
        return found

    def governing(self, unit: Unit, period: Period) -> ProgrammeQuerySet:
        """The approved programmes of the unit and of those above it, nearest first."""
        return self.approved().filter(period=period, unit__path__in=paths_down_to(unit)).order_by("-unit__depth")

    def for_list(self) -> ProgrammeQuerySet:
        return self.select_related("unit", "period", "deciding_unit", "stand_in_unit", "in_place_of")

    def for_detail(self) -> ProgrammeQuerySet:
        related = ("unit", "period", "decided_by", "deciding_unit", "stand_in_unit", "in_place_of")
        return self.select_related(*related).prefetch_related(
            "foci__statements",
            "foci__source__programme__unit",
            "foci__indicators__statement",
            "foci__solutions__statements",
            "foci__solutions__in_charge_cadre",
            "foci__solutions__events",
            "foci__solutions__evidences__attachment",
        )
