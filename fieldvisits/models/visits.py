from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from accounts.models import Attachment, User
from cadres.models import (
    Cadre,
    DecidedByUnit,
    Right,
    open_to_stand_in,
    place_of,
    says_why_in_place,
    stand_in_index,
    within_reach,
)
from criteria.models import Period
from fieldvisits.models.plans import VisitForm, VisitPlanItem


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """One's own, those in the reach of one's right to read, and reported ones that one's unit confirms."""
        deciding = within_reach(user, Right.VISIT_DECIDE, unit="deciding_unit", cadre=None)
        return self.filter(within_reach(user, Right.VISIT_READ) | Q(deciding, reported_at__isnull=False))

    def to_confirm(self, user: User) -> VisitQuerySet:
        """Reported and waiting for this user's word, oldest first."""
        deciding = within_reach(user, Right.VISIT_DECIDE, unit="deciding_unit", cadre=None)
        waiting = self.filter(deciding, state=Visit.State.REPORTED, period__state=Period.State.OPEN)
        return waiting.exclude(cadre__user=user).order_by("reported_at", "pk")

    def to_stand_in(self, user: User) -> VisitQuerySet:
        """Reports that the unit below let wait twice too long: open to this user's word in its place."""
        overdue = self.filter(open_to_stand_in(user, Right.VISIT_DECIDE, timezone.localdate()))
        waiting = overdue.filter(state=Visit.State.REPORTED, period__state=Period.State.OPEN)
        return waiting.exclude(cadre__user=user).order_by("stand_in_from", "pk")

    def reported(self) -> VisitQuerySet:
        return self.exclude(reported_at=None)

    def awaiting_report(self) -> VisitQuerySet:
        return self.filter(state=Visit.State.LOGGED)

    def reported_on_time(self) -> VisitQuerySet:
        """Reported by the end of the day it was due, by the clock of the province."""
        day = TruncDate("reported_at", tzinfo=timezone.get_default_timezone())
        return self.reported().alias(reported_day=day).filter(reported_day__lte=F("report_due_on"))

    def for_list(self) -> VisitQuerySet:
        rows = self.select_related("cadre", "unit", "period", "appointment__position", "plan_item")
        return rows.annotate(place=place_of())

    def with_people(self) -> VisitQuerySet:
        related = ("cadre__user", "unit", "period", "deciding_unit", "stand_in_unit", "in_place_of", "decided_by")
        return self.select_related(*related, "appointment__position", "appointment__unit", "plan_item__plan")

    def for_detail(self) -> VisitQuerySet:
        return self.with_people().annotate(place=place_of()).prefetch_related("follow_ups__resolver_unit")


class YouthGroup(models.TextChoices):
    """The focus groups of the province (283-KH, IV.1)."""

    RESIDENTIAL = "residential", "Địa bàn dân cư"
    WORKERS = "workers", "Công nhân"
    LODGING = "lodging", "Nhà trọ"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    SCHOOL = "school", "Trường học"


@pghistory.track()
class Visit(DecidedByUnit):
    """A visit that took place, against an item of a plan or unplanned, and its report (Mẫu 3)."""

    class State(models.TextChoices):
        LOGGED = "logged", "Cần báo cáo"
        REPORTED = "reported", "Đã báo cáo"
        CONFIRMED = "confirmed", "Đã xác nhận"
        QUESTIONED = "questioned", "Cần làm rõ"

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="visits")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="visits")
    appointment = models.ForeignKey("cadres.Appointment", on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="visits")
    deciding_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="visits_to_confirm"
    )
    plan_item = models.OneToOneField(
        VisitPlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="visit"
    )
    is_unplanned = models.BooleanField("đột xuất", default=False)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.LOGGED)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    host_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="visits_received"
    )
    host_name = models.CharField("đơn vị đến", max_length=200)
    form = models.CharField("hình thức", max_length=1, choices=VisitForm.choices, default=VisitForm.SURVEY)
    days_district = models.DecimalField("ngày ở cấp huyện", max_digits=4, decimal_places=1, default=Decimal(0))
    days_base = models.DecimalField("ngày ở cấp xã", max_digits=4, decimal_places=1, default=Decimal(0))
    days_branch = models.DecimalField("ngày ở chi đoàn", max_digits=4, decimal_places=1, default=Decimal(0))
    report_due_on = models.DateField("hạn báo cáo")
    reported_at = models.DateTimeField(null=True, blank=True)
    present = models.CharField("thành phần làm việc", max_length=200, blank=True)
    work_done = models.TextField("nội dung đã làm", blank=True)
    situation = models.TextField("tình hình nắm được", blank=True)
    findings = models.TextField("khó khăn, vướng mắc", blank=True)
    support = models.TextField("giải pháp đã hỗ trợ", blank=True)
    youth_group = models.CharField("nhóm thanh niên", max_length=12, choices=YouthGroup, blank=True)
    members_met = models.PositiveIntegerField("số đoàn viên, thanh niên đã gặp", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.TextField("điều cần làm rõ", blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_visit_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                name="a_visit_is_planned_or_says_it_was_not",
                condition=Q(plan_item__isnull=False, is_unplanned=False) | Q(plan_item=None, is_unplanned=True),
            ),
            models.CheckConstraint(
                name="a_reported_visit_says_when",
                condition=Q(state="logged", reported_at=None) | ~Q(state="logged") & Q(reported_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_decided_visit_says_when_and_by_whom",
                condition=Q(state__in=["confirmed", "questioned"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=["logged", "reported"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="days_of_a_visit_are_not_negative",
                condition=Q(days_district__gte=0, days_base__gte=0, days_branch__gte=0),
            ),
            says_why_in_place("a_visit_decided_in_place_says_why", undecided=Q(state__in=["logged", "reported"])),
        ]
        indexes = [
            models.Index(fields=["cadre", "period"], name="visits_of_a_person"),
            models.Index(fields=["period", "unit"], name="visits_of_a_unit"),
            stand_in_index("visits_to_stand_in", Q(state="reported")),
        ]

    def __str__(self) -> str:
        return f"Chuyến đi {self.host_name} ngày {self.starts_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("fieldvisits:visit_detail", args=[self.pk])

    @property
    def days(self) -> Decimal:
        return self.days_district + self.days_base + self.days_branch

    @property
    def is_report_late(self) -> bool:
        """Reported after the due day, or still missing after it."""
        day = timezone.localtime(self.reported_at).date() if self.reported_at else timezone.localdate()
        return day > self.report_due_on

    @property
    def chip_state(self) -> str:
        return "late" if self.state == self.State.LOGGED and self.is_report_late else self.state


class VisitPhoto(models.Model):
    """A photo of a visit; served through the visit's own scope."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="photos")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Ảnh của {self.visit}"
