"""Settings of a period in typed columns: copied from the year before, frozen when the period opens."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cadres.models import Appointment, Category, Level
from criteria.models.period import Period


class Owed(models.TextChoices):
    NONE = "none", "Không"
    RECOMMENDED = "recommended", "Khuyến khích"
    REQUIRED = "required", "Bắt buộc"


class DutyQuerySet(models.QuerySet["Duty"]):
    def of(self, appointment: Appointment, period: Period) -> DutyQuerySet:
        """The row that says what the holder of this post owes in the period; no row means nothing is owed."""
        position = appointment.position
        return self.filter(period=period, level=position.level, category=position.category)


class Duty(models.Model):
    """What cadres of a category at a level owe in a period."""

    period = models.ForeignKey(Period, on_delete=models.CASCADE, related_name="duties")
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    category = models.CharField("diện cán bộ", max_length=12, choices=Category.choices)
    pledge = models.CharField("bản đăng ký", max_length=12, choices=Owed, default=Owed.REQUIRED)
    visit = models.CharField("đi cơ sở", max_length=12, choices=Owed, default=Owed.NONE)
    evaluation = models.CharField("đánh giá", max_length=12, choices=Owed, default=Owed.REQUIRED)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "level", "category"], name="one_duty_per_level_and_category")
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}, {self.get_level_display()}"


def short_form_default() -> list[str]:
    return [Category.BRANCH_SEC.value]


class PaperCopy(models.TextChoices):
    NONE = "none", "Không cần bản giấy"
    SIGNED = "signed", "In ra, ký tay và lưu"


class PledgePolicy(models.Model):
    """How many items a pledge has per criterion, how long they are, the time for each side, and its paper."""

    period = models.OneToOneField(Period, on_delete=models.CASCADE, related_name="pledge_policy")
    min_items = models.PositiveSmallIntegerField("ít nhất mỗi tiêu chí", default=1)
    max_items = models.PositiveSmallIntegerField("nhiều nhất mỗi tiêu chí", default=3)
    max_chars = models.PositiveSmallIntegerField("số ký tự mỗi nội dung", default=300)
    new_appointee_days = models.PositiveSmallIntegerField("số ngày cho người mới nhận nhiệm vụ", default=30)
    sla_days = models.PositiveSmallIntegerField("số ngày làm việc để duyệt", default=5)
    twin_percent = models.PositiveSmallIntegerField("tỷ lệ trùng trong đơn vị thì nhắc (%)", default=30)
    district_extension_days = models.PositiveSmallIntegerField("cấp huyện được gia hạn nhiều nhất (ngày)", default=10)
    paper_copy = models.CharField("bản giấy", max_length=6, choices=PaperCopy, default=PaperCopy.NONE)
    paper_kept_at = models.CharField("bản giấy lưu tại", max_length=150, blank=True)
    short_form_categories = ArrayField(
        models.CharField(max_length=12, choices=Category.choices),
        verbose_name="diện dùng mẫu rút gọn",
        default=short_form_default,
        blank=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pledge_policy_is_possible",
                condition=Q(min_items__gte=1, max_items__gte=F("min_items"), max_items__lte=9)
                & Q(max_chars__gte=50, max_chars__lte=300, sla_days__gte=1),
                violation_error_message="Số nội dung từ 1 đến 9, ít nhất không lớn hơn nhiều nhất; "
                "mỗi nội dung 50 đến 300 ký tự; thời gian duyệt ít nhất 1 ngày.",
            ),
            models.CheckConstraint(
                name="twins_are_counted_in_percent",
                condition=Q(twin_percent__gte=1, twin_percent__lte=100),
                violation_error_message="Tỷ lệ trùng từ 1 đến 100.",
            ),
            models.CheckConstraint(
                name="a_signed_paper_is_kept_somewhere",
                condition=Q(paper_copy="none", paper_kept_at="") | Q(paper_copy="signed") & ~Q(paper_kept_at=""),
                violation_error_message="Bản giấy ký tay thì ghi nơi lưu; không cần bản giấy thì để trống nơi lưu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.min_items}–{self.max_items} nội dung mỗi tiêu chí"
