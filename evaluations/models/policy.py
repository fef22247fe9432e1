"""Settings of a period in typed columns: copied from the year before, frozen when evaluations are opened."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cadres.models import Category, Level, Right, Unit, within_reach
from criteria.models import Period
from evaluations.models.terms import Source


def _points(label: str, default: int) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(label, default=default)


def _capping_codes() -> list[str]:
    return ["GM-K1", "GM-K2", "GM-K4"]


class ScoringPolicy(models.Model):
    """Weights, deductions and levels of one period (domain §9)."""

    period = models.OneToOneField(Period, on_delete=models.CASCADE, related_name="scoring_policy")
    self_weight = _points("trọng số tự đánh giá", 0)
    union_weight = _points("trọng số cấp bộ Đoàn", 50)
    party_weight = _points("trọng số cấp ủy", 30)
    youth_weight = _points("trọng số ĐVTN", 20)
    reminder_points = models.DecimalField("trừ khi nhắc nhở", max_digits=3, decimal_places=1, default=3)
    serious_points = models.DecimalField("trừ khi nghiêm trọng", max_digits=3, decimal_places=1, default=8)
    overall_excellent = _points("mức Xuất sắc của cấp ủy bằng", 95)
    overall_good = _points("mức Tốt của cấp ủy bằng", 80)
    overall_satisfactory = _points("mức Đạt của cấp ủy bằng", 60)
    overall_unsatisfactory = _points("mức Chưa đạt của cấp ủy bằng", 40)
    excellent_from = _points("Xuất sắc từ", 90)
    good_from = _points("Tốt từ", 70)
    satisfactory_from = _points("Đạt từ", 50)
    source_floor = _points("nguồn thấp nhất để được Xuất sắc", 70)
    capping_codes = ArrayField(models.CharField(max_length=10), default=_capping_codes, blank=True)
    reconsider_days = _points("số ngày làm việc để đề nghị xem xét lại", 5)

    class Meta:
        verbose_name_plural = "scoring policies"
        constraints = [
            models.CheckConstraint(
                name="weights_share_out_one_hundred",
                condition=Q(self_weight=100 - F("union_weight") - F("party_weight") - F("youth_weight")),
                violation_error_message="Bốn trọng số cộng lại phải bằng 100.",
            ),
            models.CheckConstraint(
                name="levels_come_in_order",
                condition=Q(excellent_from__gt=F("good_from"), excellent_from__lte=100)
                & Q(good_from__gt=F("satisfactory_from"), satisfactory_from__gt=0),
                violation_error_message="Mức xếp loại phải giảm dần: Xuất sắc, Tốt, Đạt; Xuất sắc không quá 100.",
            ),
            models.CheckConstraint(
                name="overall_levels_come_in_order",
                condition=Q(overall_excellent__gt=F("overall_good"), overall_excellent__lte=100)
                & Q(overall_good__gt=F("overall_satisfactory"))
                & Q(overall_satisfactory__gt=F("overall_unsatisfactory")),
                violation_error_message="Điểm của bốn mức cấp ủy phải giảm dần, mức cao nhất không quá 100.",
            ),
            models.CheckConstraint(
                name="deductions_are_points_of_a_criterion",
                condition=Q(reminder_points__gte=0, serious_points__gte=F("reminder_points"), serious_points__lte=25),
                violation_error_message="Điểm trừ khi nghiêm trọng không ít hơn khi nhắc nhở và không quá 25.",
            ),
        ]

    def __str__(self) -> str:
        return f"Quy tắc tính {self.period}"


class SourceRequirement(models.Model):
    """Whether a source must, may or does not score cadres of a category at a level."""

    class Need(models.TextChoices):
        REQUIRED = "required", "Bắt buộc"
        OPTIONAL = "optional", "Có thì tính"
        NONE = "none", "Không dùng"

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="source_requirements")
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    category = models.CharField("diện cán bộ", max_length=12, choices=Category.choices)
    source = models.CharField("nguồn", max_length=6, choices=Source.choices)
    need = models.CharField("yêu cầu", max_length=8, choices=Need.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "level", "category", "source"], name="one_requirement_per_category_and_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.source}: {self.need}"


class SourceWaiverQuerySet(models.QuerySet["SourceWaiver"]):
    def visible_to(self, user: User) -> SourceWaiverQuerySet:
        return self.filter(within_reach(user, Right.EVALUATION_READ, cadre=None))


class SourceWaiver(models.Model):
    """A unit where a source cannot exist ("không có tổ chức Đảng"): said once for all its cadres of the period."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="source_waivers")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="source_waivers")
    source = models.CharField("nguồn", max_length=6, choices=Source.choices)
    reason = models.CharField("lý do", max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = SourceWaiverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period", "source"], name="one_waiver_per_unit_and_source"),
            models.CheckConstraint(name="a_waiver_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_source_display()}"
