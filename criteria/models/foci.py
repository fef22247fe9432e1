"""What a programme puts in the foreground, and what cadres of the unit and below may take of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cadres.models import Appointment, Category, Unit
from criteria.models.period import Period
from criteria.models.statements import Statement


def paths_down_to(unit: Unit) -> list[str]:
    """The paths of the root, of each unit on the way, and of the unit itself."""
    return [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]


class Focus(models.Model):
    """One focus ("tiêu chí trọng tâm") of a programme and the statements it serves."""

    programme = models.ForeignKey("criteria.Programme", on_delete=models.CASCADE, related_name="foci")
    order = models.PositiveSmallIntegerField()
    text = models.CharField("tiêu chí trọng tâm", max_length=300)
    statements = models.ManyToManyField(Statement, related_name="foci", verbose_name="phục vụ điều")
    source = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="taken_over",
        verbose_name="lấy từ trọng tâm của cấp trên",
    )

    class Meta:
        verbose_name_plural = "foci"
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(name="a_focus_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def offered_to(self, appointment: Appointment, period: Period) -> IndicatorQuerySet:
        """Those of the approved programmes of the unit and of all above that fit the post; the nearest unit first."""
        return (
            self.filter(
                focus__programme__period=period,
                focus__programme__state="approved",
                focus__programme__unit__path__in=paths_down_to(appointment.unit),
                category__in=("", appointment.position.category),
            )
            .select_related("statement", "focus__programme__unit")
            .order_by("-focus__programme__unit__depth", "focus__order", "order", "pk")
        )


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

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(name="an_indicator_has_words", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text
