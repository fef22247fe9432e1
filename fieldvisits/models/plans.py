from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
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


class HostLevel(models.TextChoices):
    DISTRICT = "district", "Cấp huyện"
    BASE = "base", "Cấp xã"
    BRANCH = "branch", "Chi đoàn"


class VisitForm(models.TextChoices):
    """What a visit is for (Đà Nẵng, domain §7)."""

    SURVEY = "a", "Chuyên đề: khảo sát, nắm tình hình"
    ACTIVITY = "b", "Phối hợp tổ chức hoạt động"
    INSPECTION = "c", "Kiểm tra, giám sát"
    MEETING = "d", "Dự sinh hoạt, dự họp"


class VisitPlanQuerySet(models.QuerySet["VisitPlan"]):
    def visible_to(self, user: User) -> VisitPlanQuerySet:
        """One's own, those in the reach of one's right to read, and those one's unit decides on."""
        deciding = within_reach(user, Right.VISIT_DECIDE, unit="deciding_unit", cadre=None)
        return self.filter(within_reach(user, Right.VISIT_READ) | Q(deciding, state__in=VisitPlan.SENT))

    def to_decide(self, user: User) -> VisitPlanQuerySet:
        """Waiting for this user's decision, oldest first."""
        deciding = within_reach(user, Right.VISIT_DECIDE, unit="deciding_unit", cadre=None)
        recording = within_reach(user, Right.PLEDGE_RECORD, unit="deciding_unit", cadre=None)
        waiting = self.filter(state__in=VisitPlan.WAITING, period__state=Period.State.OPEN)
        waiting = waiting.filter(deciding | Q(recording, is_by_minutes=True))
        return waiting.exclude(cadre__user=user).order_by("submitted_at", "pk")

    def to_stand_in(self, user: User) -> VisitPlanQuerySet:
        """Waiting below this user's unit, and twice overdue there: open to a decision in its place."""
        overdue = self.filter(open_to_stand_in(user, Right.VISIT_DECIDE, timezone.localdate()))
        waiting = overdue.filter(state__in=VisitPlan.WAITING, period__state=Period.State.OPEN)
        return waiting.exclude(cadre__user=user).order_by("stand_in_from", "pk")

    def with_days(self) -> VisitPlanQuerySet:
        """With `days`: the sum of the items that were not cancelled."""
        return self.annotate(days=Sum("items__days", filter=~Q(items__state="cancelled"), default=0))

    def for_list(self) -> VisitPlanQuerySet:
        rows = self.select_related("cadre", "unit", "period", "appointment__position")
        return rows.annotate(place=place_of()).with_days()

    def with_people(self) -> VisitPlanQuerySet:
        related = ("cadre__user", "unit", "period", "deciding_unit", "stand_in_unit", "in_place_of", "decided_by")
        return self.select_related(*related, "appointment__position", "appointment__unit")

    def for_detail(self) -> VisitPlanQuerySet:
        return self.with_people().annotate(place=place_of()).prefetch_related("items__visit").with_days()


@pghistory.track()
class VisitPlan(DecidedByUnit):
    """A cadre's base visits of one quarter, as registered and decided (Mẫu 2)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        DEPT_OK = "dept_ok", "Ban đã xem, chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"
        EXPIRED = "expired", "Hết hạn"

    EDITABLE = (State.DRAFT, State.RETURNED)
    WAITING = (State.SUBMITTED, State.DEPT_OK)
    SENT = (State.SUBMITTED, State.DEPT_OK, State.APPROVED, State.RETURNED, State.EXPIRED)

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="visit_plans")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="visit_plans")
    quarter = models.PositiveSmallIntegerField("quý")
    appointment = models.ForeignKey("cadres.Appointment", on_delete=models.PROTECT, related_name="visit_plans")
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="visit_plans")
    deciding_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="visit_plans_to_decide"
    )
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField("lý do trả lại", blank=True)
    is_by_minutes = models.BooleanField(default=False)
    minutes_no = models.CharField("số biên bản", max_length=60, blank=True)
    minutes_on = models.DateField("ngày biên bản", null=True, blank=True)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "-quarter", "cadre"]
        constraints = [
            models.UniqueConstraint(fields=["cadre", "period", "quarter"], name="one_visit_plan_per_quarter"),
            models.CheckConstraint(name="a_year_has_four_quarters", condition=Q(quarter__gte=1, quarter__lte=4)),
            models.CheckConstraint(
                name="a_sent_plan_has_its_times",
                condition=Q(state__in=["draft", "expired"])
                | Q(first_submitted_at__isnull=False, submitted_at__isnull=False, deciding_unit__isnull=False),
            ),
            models.CheckConstraint(
                name="a_decided_plan_says_when_and_by_whom",
                condition=Q(state="expired")
                | Q(state__in=["approved", "returned"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=["draft", "submitted", "dept_ok"], decided_at=None, decided_by=None),
            ),
            models.CheckConstraint(
                name="a_returned_plan_says_why", condition=~Q(state="returned") | ~Q(return_reason="")
            ),
            says_why_in_place(
                "a_plan_decided_in_place_says_why",
                undecided=Q(state__in=["draft", "submitted", "dept_ok", "expired"]),
            ),
        ]
        indexes = [
            models.Index(fields=["period", "state"], name="visit_plans_by_state"),
            models.Index(
                fields=["deciding_unit", "submitted_at"],
                name="visit_plans_waiting",
                condition=Q(state__in=["submitted", "dept_ok"]),
            ),
            stand_in_index("visit_plans_to_stand_in", Q(state__in=["submitted", "dept_ok"])),
        ]

    def __str__(self) -> str:
        return f"Bảng đăng ký đi cơ sở quý {self.quarter}/{self.period.year} của {self.cadre}"

    def get_absolute_url(self) -> str:
        return reverse("fieldvisits:plan_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def title(self) -> str:
        return f"quý {self.quarter}/{self.period.year}"


class VisitPlanItem(models.Model):
    """One visit that is planned: when, where, what for."""

    class State(models.TextChoices):
        PLANNED = "planned", "Đã lên lịch"
        DONE = "done", "Đã đi"
        POSTPONED = "postponed", "Hoãn"
        CANCELLED = "cancelled", "Đã hủy"

    plan = models.ForeignKey(VisitPlan, on_delete=models.CASCADE, related_name="items")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến ngày")
    days = models.DecimalField("số ngày", max_digits=4, decimal_places=1)
    host_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="planned_visits"
    )
    host_name = models.CharField("đơn vị đến", max_length=200)
    host_level = models.CharField("cấp", max_length=10, choices=HostLevel, default=HostLevel.BASE)
    content = models.CharField("nội dung", max_length=300)
    form = models.CharField("hình thức", max_length=1, choices=VisitForm, default=VisitForm.SURVEY)
    audience = models.CharField("đối tượng thanh niên", max_length=120, blank=True)
    companions = models.CharField("đi cùng", max_length=200, blank=True)
    transport = models.CharField("phương tiện", max_length=60, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.PLANNED)
    cancel_reason = models.CharField("lý do hủy", max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_planned_visit_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
            ),
            models.CheckConstraint(name="a_planned_visit_takes_half_days", condition=Q(days__gte=0.5, days__lte=31)),
        ]

    def __str__(self) -> str:
        return f"{self.host_name}, {self.starts_on:%d/%m/%Y}"
