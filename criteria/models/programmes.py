from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import (
    Category,
    DecidedByUnit,
    Right,
    Unit,
    UnitType,
    open_to_stand_in,
    says_why_in_place,
    stand_in_index,
    within_reach,
)
from criteria.models.period import Period
from criteria.models.progress import Progress
from criteria.models.statements import Statement

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
        paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
        return self.approved().filter(period=period, unit__path__in=paths).order_by("-unit__depth")

    def for_list(self) -> ProgrammeQuerySet:
        return self.select_related("unit", "period", "deciding_unit", "stand_in_unit", "in_place_of")

    def for_detail(self) -> ProgrammeQuerySet:
        related = ("unit", "period", "decided_by", "deciding_unit", "stand_in_unit", "in_place_of")
        return self.select_related(*related).prefetch_related(
            "foci__statements", "foci__solutions__evidences__attachment"
        )


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


class Focus(models.Model):
    """One focus ("tiêu chí trọng tâm") of a programme and the statements it serves."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="foci")
    order = models.PositiveSmallIntegerField()
    text = models.CharField("tiêu chí trọng tâm", max_length=300)
    statements = models.ManyToManyField(Statement, related_name="foci", verbose_name="phục vụ điều")

    class Meta:
        verbose_name_plural = "foci"
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(name="a_focus_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text


class Indicator(models.Model):
    """A focus made concrete ("cụ thể hóa"): what cadres of the unit and below may take into their pledge."""

    focus = models.ForeignKey(Focus, on_delete=models.CASCADE, related_name="indicators")
    order = models.PositiveSmallIntegerField(default=1)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+", verbose_name="điều")
    category = models.CharField("diện cán bộ", max_length=12, choices=Category.choices, blank=True)
    text = models.CharField("việc cụ thể", max_length=300)
    target = models.CharField("chỉ tiêu gợi ý", max_length=150, blank=True)
    due_on = models.DateField("thời gian gợi ý", null=True, blank=True)
    evidence = models.CharField("minh chứng gợi ý", max_length=150, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(name="an_indicator_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text


class Solution(models.Model):
    """One thing a unit does for a focus, who is in charge, and what came of it."""

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", "Phong trào, hoạt động"
        MODEL = "model", "Mô hình, cách làm mới"
        TRAINING = "training", "Tuyên truyền, tập huấn"
        RULE = "rule", "Quy chế, nền nếp"
        INSPECTION = "inspection", "Kiểm tra, giám sát"
        OTHER = "other", "Việc khác"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="solutions")
    focus = models.ForeignKey(Focus, on_delete=models.CASCADE, related_name="solutions")
    order = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField("hình thức", max_length=12, choices=Kind.choices, default=Kind.CAMPAIGN)
    text = models.CharField("giải pháp", max_length=300)
    due_on = models.DateField("hạn")
    in_charge = models.CharField("phụ trách", max_length=120, blank=True)
    progress = models.CharField("tiến độ", max_length=12, choices=Progress.choices, default=Progress.NOT_STARTED)
    result = models.CharField("kết quả", max_length=500, blank=True)
    result_figure = models.CharField("con số", max_length=60, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(name="a_solution_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_finished_solution_says_its_result",
                condition=~Q(progress="done") | ~Q(result=""),
                violation_error_message="Viết kết quả đã đạt trước khi đánh dấu hoàn thành.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
