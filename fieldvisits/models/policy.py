"""How many days a year the visits of a category take, and within how many days a report is due."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from cadres.models import Category, Level
from criteria.models import Period


class VisitPolicy(models.Model):
    """The rules of a period for base visits (03-HD/TWĐTN-BTC and practice of the provinces)."""

    period = models.OneToOneField(Period, on_delete=models.CASCADE, related_name="visit_policy")
    report_days = models.PositiveSmallIntegerField("số ngày để báo cáo", default=10)
    max_photos = models.PositiveSmallIntegerField("số ảnh nhiều nhất", default=5)
    max_chars = models.PositiveSmallIntegerField("số ký tự nhiều nhất của báo cáo", default=1500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_policy_is_possible",
                condition=Q(report_days__gte=1, report_days__lte=60, max_photos__lte=5, max_chars__gte=300),
                violation_error_message="Báo cáo trong 1 đến 60 ngày, nhiều nhất 5 ảnh, dài ít nhất 300 ký tự.",
            )
        ]

    def __str__(self) -> str:
        return f"báo cáo trong {self.report_days} ngày"


class VisitQuota(models.Model):
    """Days of base visits that a category of cadres owes in a period."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="visit_quotas")
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    category = models.CharField("diện cán bộ", max_length=12, choices=Category.choices)
    days = models.DecimalField("số ngày mỗi năm", max_digits=4, decimal_places=1, default=Decimal(0))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "level", "category"], name="one_quota_per_level_and_category"),
            models.CheckConstraint(name="a_quota_fits_a_year", condition=Q(days__gte=0, days__lte=260)),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.days} ngày"
