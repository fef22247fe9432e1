from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from cadres.models import Appointment, Category, UnitType
from criteria.models.period_dates import dates_in_order
from criteria.models.statements import StatementSet

# The types of units that owe a programme in a year of which nothing else is said (domain §16).
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


def usual_owing_types() -> list[str]:
    return [unit_type.value for unit_type in OWES_PROGRAMME]


def owing_types(*periods: Period | None) -> set[str]:
    """The types of units that owe a programme in any of these periods; the usual ones where there is none."""
    found = {unit_type for period in periods if period for unit_type in period.owing_types}
    return found if any(periods) else set(OWES_PROGRAMME)


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


@dataclass(frozen=True)
class YearPair:
    """A year with its two periods, either of which may be missing."""

    year: int
    calendar: Period | None
    school: Period | None


def by_year(periods: Iterable[Period]) -> list[YearPair]:
    """The calendar year and the school year side by side, the newest year first."""
    found = {(period.year, period.profile): period for period in periods}
    years = sorted({year for year, _ in found}, reverse=True)
    return [
        YearPair(year, found.get((year, Profile.CALENDAR.value)), found.get((year, Profile.SCHOOL.value)))
        for year in years
    ]


class Period(models.Model):
    """One year of training with its dates. Most are soft: later counts as late, and is accepted.

    Hard are the window in which the young give their view, and the last day (decisions 8).
    """

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
    owing_types = ArrayField(
        models.CharField(max_length=24, choices=UnitType.choices),
        verbose_name="đơn vị phải có chương trình",
        default=usual_owing_types,
    )
    opens_on = models.DateField("mở kỳ")
    focus_due_on = models.DateField("hạn đặt tiêu chí trọng tâm")
    leader_pledge_due_on = models.DateField("hạn lãnh đạo nộp bản đăng ký")
    pledge_due_on = models.DateField("hạn nộp bản đăng ký")
    approve_due_on = models.DateField("hạn duyệt bản đăng ký")
    midyear_opens_on = models.DateField("mở tự kiểm tra giữa năm")
    midyear_due_on = models.DateField("hạn tự kiểm tra giữa năm")
    feedback_opens_on = models.DateField("mở góp ý của đoàn viên, thanh niên")
    feedback_closes_on = models.DateField("đóng góp ý của đoàn viên, thanh niên")
    self_opens_on = models.DateField("mở tự đánh giá")
    self_due_on = models.DateField("hạn tự đánh giá")
    union_due_on = models.DateField("hạn cấp bộ Đoàn đánh giá")
    party_due_on = models.DateField("hạn cấp ủy nhận xét")
    appraise_due_on = models.DateField("hạn thẩm định")
    notify_due_on = models.DateField("hạn thông báo kết quả")
    reconsider_due_on = models.DateField("hạn đề nghị xem xét lại")
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
            *dates_in_order(),
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
