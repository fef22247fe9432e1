from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cadres.models import Appointment, Category
from criteria.models.statements import StatementSet

# The soft dates of a year, in the order in which they come (domain §5).
DATE_FIELDS = (
    "opens_on",
    "focus_due_on",
    "pledge_due_on",
    "approve_due_on",
    "self_opens_on",
    "self_due_on",
    "union_due_on",
    "party_due_on",
    "appraise_due_on",
    "notify_due_on",
    "closes_on",
)


class Profile(models.TextChoices):
    CALENDAR = "calendar", "Năm dương lịch"
    SCHOOL = "school", "Năm học"


def profile_of(category: str) -> Profile:
    """Which year a person follows: teachers the school year, everybody else the calendar year."""
    return Profile.SCHOOL if category == Category.TEAM_HEAD else Profile.CALENDAR


class PeriodQuerySet(models.QuerySet["Period"]):
    def open(self) -> PeriodQuerySet:
        return self.filter(state=Period.State.OPEN)

    def for_year(self, year: int) -> PeriodQuerySet:
        """Both profiles of the year; the school year 2025–2026 has year 2026."""
        return self.filter(year=year)

    def open_for(self, appointment: Appointment) -> PeriodQuerySet:
        """The open periods of the holder's profile, newest first: `.first()` is the one to work in."""
        return self.open().filter(profile=profile_of(appointment.position.category)).order_by("-year")


class Period(models.Model):
    """One year of training with its dates. All but the last are soft: later counts as late, and is accepted."""

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        OPEN = "open", "Đang mở"
        CLOSED = "closed", "Đã đóng"
        LOCKED = "locked", "Đã khóa"

    year = models.PositiveSmallIntegerField("năm")
    profile = models.CharField("lịch", max_length=10, choices=Profile, default=Profile.CALENDAR)
    name = models.CharField("tên kỳ", max_length=100)
    state = models.CharField("trạng thái", max_length=8, choices=State.choices, default=State.DRAFT)
    statement_set = models.ForeignKey(
        StatementSet, on_delete=models.PROTECT, related_name="periods", verbose_name="bộ tiêu chí"
    )
    opens_on = models.DateField("mở kỳ")
    focus_due_on = models.DateField("hạn đặt tiêu chí trọng tâm")
    pledge_due_on = models.DateField("hạn nộp bản đăng ký")
    approve_due_on = models.DateField("hạn duyệt bản đăng ký")
    self_opens_on = models.DateField("mở tự đánh giá")
    self_due_on = models.DateField("hạn tự đánh giá")
    union_due_on = models.DateField("hạn cấp bộ Đoàn đánh giá")
    party_due_on = models.DateField("hạn cấp ủy nhận xét")
    appraise_due_on = models.DateField("hạn thẩm định")
    notify_due_on = models.DateField("hạn thông báo kết quả")
    closes_on = models.DateField("đóng kỳ")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "profile"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "profile"],
                name="one_period_per_year_and_profile",
                violation_error_message="Năm này đã có kỳ rèn luyện. Mở kỳ đó để sửa thời hạn.",
            ),
            models.CheckConstraint(
                name="period_dates_come_in_order",
                condition=Q(opens_on__lte=F("focus_due_on"))
                & Q(opens_on__lte=F("pledge_due_on"))
                & Q(pledge_due_on__lte=F("approve_due_on"))
                & Q(approve_due_on__lte=F("self_due_on"))
                & Q(self_opens_on__lte=F("self_due_on"))
                & Q(self_due_on__lte=F("union_due_on"))
                & Q(union_due_on__lte=F("appraise_due_on"))
                & Q(party_due_on__lte=F("appraise_due_on"))
                & Q(appraise_due_on__lte=F("notify_due_on"))
                & Q(notify_due_on__lte=F("closes_on")),
                violation_error_message="Các mốc thời gian phải nối tiếp nhau: mở kỳ, đăng ký, duyệt, tự đánh giá, "
                "chấm, thẩm định, thông báo, đóng kỳ. Xem lại mốc đứng trước mốc đã có.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("criteria:period_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def spans(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on
