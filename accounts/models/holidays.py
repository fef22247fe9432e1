from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from accounts.working_days import DaysOff


class HolidayQuerySet(models.QuerySet["Holiday"]):
    def days_off(self) -> DaysOff:
        """What the arithmetic of working days asks for. One query."""
        rows = list(self.values_list("on", "is_working"))
        return DaysOff((on for on, is_working in rows if not is_working), (on for on, is_working in rows if is_working))

    def in_year(self, year: int) -> HolidayQuerySet:
        return self.filter(on__range=(date(year, 1, 1), date(year, 12, 31)))


class Holiday(models.Model):
    """A day off by law (Tết, national days), or a day of a weekend that is worked in exchange for one."""

    on = models.DateField("ngày", unique=True, error_messages={"unique": "Ngày này đã có trong bảng. Sửa dòng đó."})
    name = models.CharField("tên", max_length=100)
    is_working = models.BooleanField("ngày làm bù", default=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.CheckConstraint(
                name="only_weekends_are_worked_instead",
                condition=Q(is_working=False) | Q(on__iso_week_day__gte=6),
                violation_error_message="Ngày làm bù phải là thứ Bảy hoặc Chủ nhật. Chọn ngày khác, hoặc bỏ làm bù.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.on:%d/%m/%Y}"
