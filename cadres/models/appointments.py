from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from cadres.models.rights import Category, Level, Seat
from cadres.models.spans import DaySpan, ends_after_it_begins, valid_on


class Position(models.Model):
    """A post ("chức vụ") as the regulation names it, with the level and the category of cadres it belongs to."""

    code = models.CharField("mã", max_length=30, unique=True)
    name = models.CharField("chức vụ", max_length=120)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    category = models.CharField("diện cán bộ", max_length=12, choices=Category.choices)
    seat = models.CharField("vai trò trong đơn vị", max_length=10, choices=Seat.choices, default=Seat.STAFF)
    rank = models.PositiveSmallIntegerField("thứ tự", default=100)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True, help_text="Cách viết khác")

    class Meta:
        ordering = ["rank", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_leader(self) -> bool:
        return self.seat in {Seat.SECRETARY, Seat.DEPUTY}


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def valid_on(self, day: date) -> AppointmentQuerySet:
        return self.filter(valid_on(day))

    def not_ended(self) -> AppointmentQuerySet:
        """Held today, or from a day to come."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))

    def main(self) -> AppointmentQuerySet:
        return self.filter(is_main=True)

    def in_posts(self) -> AppointmentQuerySet:
        """With all that a line about the person prints."""
        return self.select_related("cadre", "unit", "position")

    def owing(self, day: date) -> AppointmentQuerySet:
        """Main posts of people who are not away on the day."""
        return self.valid_on(day).main().filter(~away_on(day))

    def to_come(self, day: date) -> AppointmentQuerySet:
        """Held on the day, or from a later day on."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def secretaries(self) -> AppointmentQuerySet:
        """Seats of secretary at the unit's own level: a chi đoàn secretary listed at a base is none of its."""
        return self.filter(position__seat=Seat.SECRETARY, position__level=F("unit__level"))


@pghistory.track()
class Appointment(models.Model):
    """A cadre holds a position in a unit, from a day to a day. The main one says where the person counts."""

    class EndReason(models.TextChoices):
        TERM_OVER = "term_over", "Hết nhiệm kỳ"
        MOVED = "moved", "Chuyển công tác"
        LEFT_UNION = "left_union", "Thôi làm công tác Đoàn"
        RETIRED = "retired", "Nghỉ hưu"
        DIED = "died", "Từ trần"
        OTHER = "other", "Lý do khác"

    cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    is_full_time = models.BooleanField("chuyên trách", default=False)
    is_public_servant = models.BooleanField("cán bộ, công chức, viên chức", default=False)
    is_main = models.BooleanField("chức vụ chính", default=True)
    end_reason = models.CharField("lý do thôi giữ", max_length=12, choices=EndReason.choices, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("appointment_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_main_appointment_at_a_time",
                expressions=[("cadre", "="), (DaySpan(), "&&")],
                condition=Q(is_main=True),
                violation_error_message="Cán bộ đã có chức vụ chính trong thời gian này.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "valid_from"], name="appointments_of_a_unit"),
            models.Index(fields=["cadre", "-valid_from"], name="appointments_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.unit}"

    @property
    def is_leader_of_its_unit(self) -> bool:
        """Secretary or deputy of this very unit (not of a branch that is only listed under it)."""
        return self.position.is_leader and self.position.level == self.unit.level


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def valid_on(self, day: date) -> ExemptionQuerySet:
        return self.filter(valid_on(day))


@pghistory.track()
class Exemption(models.Model):
    """A time without visit duty or deadlines: study of six months or more, long illness, maternity."""

    class Kind(models.TextChoices):
        MATERNITY = "maternity", "Nghỉ thai sản"
        ILLNESS = "illness", "Nghỉ ốm dài ngày"
        STUDY = "study", "Đi học từ 6 tháng"
        OTHER = "other", "Lý do khác"

    cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="exemptions")
    kind = models.CharField("lý do", max_length=10, choices=Kind.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_it_begins("exemption_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_exemption_at_a_time",
                expressions=[("cadre", "="), (DaySpan(), "&&")],
                violation_error_message="Cán bộ đã có thời gian nghỉ khác trùng những ngày này.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def returns_on(self) -> date | None:
        """The first day back; none while the end is open."""
        return self.valid_to + timedelta(days=1) if self.valid_to else None


class Remark(models.Model):
    """Why somebody who owes something does not answer; noted by who keeps the list, until it is cleared."""

    class Kind(models.TextChoices):
        UNREACHABLE = "unreachable", "Không liên lạc được"
        REFUSED = "refused", "Từ chối"

    cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="remarks")
    kind = models.CharField("lý do", max_length=12, choices=Kind.choices)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cadre"], name="one_open_remark_per_cadre", condition=Q(cleared_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, ghi ngày {timezone.localtime(self.noted_at):%d/%m/%Y}"


def away_on(day: date, cadre: str = "cadre") -> Exists:
    """The condition that the person behind `cadre` is exempt on the day: owes nothing then, is not reminded."""
    return Exists(Exemption.objects.filter(valid_on(day), cadre=OuterRef(cadre)))


def back_since(first: date, day: date, cadre: str = "cadre") -> Exists:
    """The condition that the person came back from an exemption on `first` or later, before or on the day."""
    last_days = (first - timedelta(days=1), day - timedelta(days=1))
    return Exists(Exemption.objects.filter(valid_to__range=last_days, cadre=OuterRef(cadre)))


def returned_on(cadre_ids: Collection[int], day: date) -> dict[int, date]:
    """The last day of return of each person who was away before the day, by cadre id."""
    over = Exemption.objects.filter(cadre__in=cadre_ids, valid_to__lt=day).order_by().values_list("cadre")
    return {cadre_id: last + timedelta(days=1) for cadre_id, last in over.annotate(Max("valid_to"))}
