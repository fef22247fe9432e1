from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import (
    DecidedByUnit,
    Right,
    Unit,
    UnitType,
    open_to_stand_in,
    says_why_in_place,
    stand_in_index,
    within_reach,
)
from criteria.models.foci import Focus, paths_down_to
from criteria.models.period import Period
from criteria.models.progress import Progress
from criteria.models.solutions import Solution

# The types of units that owe a programme (domain §16); chi đoàn work by that of their base.
OWES_PROGRAMME = (
    UnitType.DEPARTMENT,
    UnitType.SERVICE_UNIT,
    UnitType.DISTRICT,
    UnitType.AFFILIATED_BLOCK,
    UnitType.AFFILIATED_ARMED,
    UnitType.AFFILIATED_UNIVERSITY,
    UnitType.AFFILIATED_ENTERPRISE,
    UnitType.BASE,
    UnitType.BASE_BRANCH,
)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: User) -> ProgrammeQuerySet:
        return self.filter(within_reach(user, Right.PROGRAMME_READ, cadre=None))

    def to_decide(self, user: User) -> ProgrammeQuerySet:
        """Waiting for this user, oldest first; what one sent oneself, or for a unit that one leads, is not."""
        waiting = self.awaiting().filter(within_reach(user, Right.PROGRAMME_DECIDE, unit="deciding_unit", cadre=None))
        return self._of_others(waiting, user).order_by("submitted_at", "pk")

    def to_stand_in(self, user: User) -> ProgrammeQuerySet:
        """Twice overdue at the unit below: open to a decision in its place."""
        overdue = self.awaiting().filter(open_to_stand_in(user, Right.PROGRAMME_DECIDE, timezone.localdate()))
        return self._of_others(overdue, user).order_by("stand_in_from", "pk")

    def _of_others(self, waiting: ProgrammeQuerySet, user: User) -> ProgrammeQuerySet:
        of_own_unit = within_reach(user, Right.PROGRAMME_DECIDE, cadre=None)
        return waiting.exclude(of_own_unit & ~Q(unit=F("deciding_unit"))).exclude(submitted_by=user)

    def approved(self) -> ProgrammeQuerySet:
        return self.filter(state=Programme.State.APPROVED)

    def awaiting(self) -> ProgrammeQuerySet:
        return self.filter(state=Programme.State.SUBMITTED)

    def with_solutions(self) -> ProgrammeQuerySet:
        """Approved, with at least one focus and at least one solution for each: the "có giải pháp" of the 100 %."""
        foci = Focus.objects.filter(programme=OuterRef("pk"))
        without = foci.exclude(Exists(Solution.objects.filter(focus=OuterRef("pk"))))
        return self.approved().filter(Exists(foci)).exclude(Exists(without))

    def with_results(self) -> ProgrammeQuerySet:
        """Those of them with a finished solution that says its result in figures."""
        done = Solution.objects.filter(programme=OuterRef("pk"), progress=Progress.DONE).exclude(result_figure="")
        return self.with_solutions().filter(Exists(done))

    def governing(self, unit: Unit, period: Period) -> ProgrammeQuerySet:
        """The approved programmes of the unit and of those above it, nearest first."""
        return self.approved().filter(period=period, unit__path__in=paths_down_to(unit)).order_by("-unit__depth")

    def for_list(self) -> ProgrammeQuerySet:
        return self.select_related("unit", "period", "deciding_unit", "stand_in_unit", "in_place_of")

    def for_detail(self) -> ProgrammeQuerySet:
        related = ("unit", "period", "decided_by", "deciding_unit", "stand_in_unit", "in_place_of")
        return self.select_related(*related).prefetch_related("foci__statements", "foci__solutions")


@pghistory.track()
class Programme(DecidedByUnit):
    """What a unit puts in the foreground this year, and by which solutions (283-KH, I.2)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programmes", verbose_name="đơn vị")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="programmes", verbose_name="kỳ")
    deciding_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes_to_decide"
    )
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    document_no = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField("lý do trả lại", blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["period", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_programme_per_unit_and_period"),
            models.CheckConstraint(
                name="a_decided_programme_says_when_and_by_whom",
                condition=Q(state__in=["approved", "returned"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=["draft", "submitted"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="a_returned_programme_says_why",
                condition=Q(state="returned") & ~Q(return_reason="") | ~Q(state="returned") & Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="a_sent_programme_has_its_document",
                condition=Q(state="draft")
                | Q(submitted_at__isnull=False, document_on__isnull=False) & ~Q(document_no=""),
            ),
            models.CheckConstraint(
                name="a_sent_programme_has_its_deciding_unit",
                condition=Q(state="draft") | Q(deciding_unit__isnull=False),
            ),
            says_why_in_place("a_programme_decided_in_place_says_why", undecided=Q(state__in=["draft", "submitted"])),
        ]
        indexes = [
            models.Index(fields=["period", "state"], name="programmes_by_state"),
            stand_in_index("programmes_to_stand_in", Q(state="submitted")),
        ]

    def __str__(self) -> str:
        return f"Chương trình {self.period.year} của {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:programme_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}
