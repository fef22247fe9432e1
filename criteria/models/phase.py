from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cadres.models.spans import DaySpan
from criteria.models.period import Period, PeriodQuerySet


class Phase(models.Model):
    """Several years that a plan binds together: 283-KH/TĐTN-TCKT runs from 13/7/2020 to the end of 2022."""

    name = models.CharField("tên giai đoạn", max_length=100)
    begins_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")

    class Meta:
        ordering = ["-begins_on"]
        constraints = [
            models.CheckConstraint(
                name="phase_ends_after_it_begins",
                condition=Q(ends_on__gt=F("begins_on")),
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            ExclusionConstraint(
                name="phases_do_not_overlap",
                expressions=[(DaySpan("begins_on", "ends_on"), "&&")],
                violation_error_message="Đã có giai đoạn khác trong thời gian này. Sửa ngày để hai giai đoạn rời nhau.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("criteria:phase_detail", args=[self.pk])

    @property
    def periods(self) -> PeriodQuerySet:
        """The periods of its years; the school year counts where it ends."""
        return Period.objects.filter(year__range=(self.begins_on.year, self.ends_on.year))
