from __future__ import annotations

from django.conf import settings
from django.db import models

from cadres.models import Unit


class Reminder(models.Model):
    """A unit was reminded of the people who have not pledged; once a day at most."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reminders")
    year = models.PositiveSmallIntegerField()
    reminded_on = models.DateField()
    reminded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    missing = models.PositiveIntegerField()

    class Meta:
        ordering = ["-reminded_on"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "reminded_on"], name="a_unit_is_reminded_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.reminded_on:%d/%m/%Y}"
