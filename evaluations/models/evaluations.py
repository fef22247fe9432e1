from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse

from accounts.models import User
from cadres.models import (
    Cadre,
    DecidedByUnit,
    Right,
    Unit,
    place_of,
    says_why_in_place,
    stand_in_index,
    within_reach,
)
from criteria.models import Period
from evaluations.models.sheets import ScoreSheet
from evaluations.models.sources import SourceAssessment
from evaluations.models.terms import SELF, UNION, Rating


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: User) -> EvaluationQuerySet:
        """One's own, those in the reach of one's right to read, and those one's unit has to decide on."""
        return self.filter(
            within_reach(user, Right.EVALUATION_READ)
            | within_reach(user, Right.EVALUATION_UNION, unit="deciding_unit", cadre=None)
            | within_reach(user, Right.EVALUATION_APPRAISE, unit="deciding_unit", cadre=None)
        )

    def rated(self) -> EvaluationQuerySet:
        """With a decision, be it told yet or not."""
        return self.filter(state__in=Evaluation.DECIDED)

    def released(self) -> EvaluationQuerySet:
        return self.filter(state__in=Evaluation.RELEASED)

    def lacking(self, source: str) -> EvaluationQuerySet:
        """Open ones to which the source has not sent its assessment."""
        sent = SourceAssessment.objects.filter(source=source, state=SourceAssessment.State.SUBMITTED)
        return self.filter(state=Evaluation.State.OPEN).exclude(sources__in=sent)

    def for_list(self) -> EvaluationQuerySet:
        rows = self.select_related("cadre", "unit", "deciding_unit", "stand_in_unit", "period", "appointment__position")
        return rows.annotate(place=place_of()).prefetch_related("sources")

    def for_detail(self) -> EvaluationQuerySet:
        sources = SourceAssessment.objects.select_related("by")
        return (
            self.select_related(
                "cadre__user",
                "unit",
                "deciding_unit",
                "stand_in_unit",
                "in_place_of",
                "period__statement_set",
                "period__scoring_policy",
                "appointment__position",
                "appointment__unit",
                "decided_by",
            )
            .annotate(place=place_of())
            .prefetch_related(Prefetch("sources", queryset=sources))
        )


@pghistory.track()
class Evaluation(DecidedByUnit):
    """The evaluation of a cadre in a period: sources arrive in any order, then one decides, then it is told."""

    class State(models.TextChoices):
        OPEN = "open", "Đang đánh giá"
        APPRAISED = "appraised", "Đã thẩm định"
        DECIDED = "decided", "Đã quyết định"
        NOTIFIED = "notified", "Đã thông báo"
        RECONSIDERING = "reconsidering", "Đang xem xét lại"
        LOCKED = "locked", "Đã khóa"
        NOT_RATED = "not_rated", "Không xếp loại"

    DECIDED = (State.DECIDED, State.NOTIFIED, State.RECONSIDERING, State.LOCKED)
    RELEASED = (State.NOTIFIED, State.RECONSIDERING, State.LOCKED)
    COMPUTED = (State.APPRAISED, *DECIDED)

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="evaluations", verbose_name="cán bộ")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="evaluations", verbose_name="kỳ")
    appointment = models.ForeignKey("cadres.Appointment", on_delete=models.PROTECT, related_name="evaluations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluations", verbose_name="đơn vị")
    deciding_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evaluations_to_decide")
    is_by_minutes = models.BooleanField(default=False)
    state = models.CharField("trạng thái", max_length=14, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    result = models.JSONField(null=True, blank=True)
    total = models.DecimalField("tổng điểm", max_digits=4, decimal_places=1, null=True, blank=True)
    rating = models.CharField("mức", max_length=14, choices=Rating.choices, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    appraised_at = models.DateTimeField(null=True, blank=True)
    appraised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    minutes_no = models.CharField("số biên bản", max_length=60, blank=True)
    minutes_on = models.DateField("ngày biên bản", null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    not_rated_reason = models.CharField("lý do không xếp loại", max_length=200, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["period", "unit", "cadre"]
        constraints = [
            models.UniqueConstraint(fields=["cadre", "period"], name="one_evaluation_per_cadre_and_period"),
            models.CheckConstraint(
                name="a_computed_evaluation_has_its_sheet",
                condition=Q(state__in=["open", "not_rated"], result=None, total=None, rating="")
                | Q(
                    state__in=["appraised", "decided", "notified", "reconsidering", "locked"],
                    result__isnull=False,
                    total__isnull=False,
                )
                & ~Q(rating=""),
            ),
            models.CheckConstraint(
                name="totals_are_of_one_hundred", condition=Q(total=None) | Q(total__range=(0, 100))
            ),
            models.CheckConstraint(
                name="a_decided_evaluation_says_when_and_by_whom",
                condition=Q(
                    state__in=["decided", "notified", "reconsidering", "locked"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(state__in=["open", "appraised", "not_rated"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="a_released_evaluation_says_when",
                condition=Q(state__in=["notified", "reconsidering", "locked"], notified_at__isnull=False)
                | Q(state__in=["open", "appraised", "decided", "not_rated"]),
            ),
            models.CheckConstraint(
                name="whoever_is_not_rated_knows_why",
                condition=Q(state="not_rated") & ~Q(not_rated_reason="")
                | ~Q(state="not_rated") & Q(not_rated_reason=""),
            ),
            models.CheckConstraint(
                name="evaluation_minutes_have_number_and_date",
                condition=Q(minutes_no="", minutes_on=None) | ~Q(minutes_no="") & Q(minutes_on__isnull=False),
            ),
            says_why_in_place(
                "an_evaluation_decided_in_place_says_why",
                undecided=Q(state__in=["open", "appraised", "not_rated"]),
            ),
        ]
        indexes = [
            models.Index(fields=["period", "state"], name="evaluations_by_state"),
            models.Index(fields=["deciding_unit", "state"], name="evaluations_to_decide"),
            stand_in_index("evaluations_to_stand_in", Q(state__in=["open", "appraised"])),
        ]

    def __str__(self) -> str:
        return f"Kết quả rèn luyện {self.period.year} của {self.cadre}"

    def get_absolute_url(self) -> str:
        return reverse("evaluations:detail", args=[self.pk])

    @property
    def is_released(self) -> bool:
        return self.state in self.RELEASED

    @property
    def is_short_form(self) -> bool:
        """Chi đoàn secretaries are scored by the Union on four lines (domain §16)."""
        return self.appointment.position.category == "BRANCH_SEC"

    @property
    def sheet(self) -> ScoreSheet | None:
        return ScoreSheet.from_json(self.result) if self.result else None

    @property
    def chip_state(self) -> str:
        """The word of the state chip: while open, how far the sheets have come."""
        sent = {row.source for row in self.sources.all() if row.is_submitted and not row.is_waived}
        if self.state == self.State.OPEN and sent & {UNION, SELF}:
            return "union_done" if UNION in sent else "self_done"
        return self.state

    def source(self, code: str) -> SourceAssessment | None:
        """The row of a source, out of the prefetched ones."""
        return next((row for row in self.sources.all() if row.source == code), None)
