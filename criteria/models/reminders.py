"""Who was called about what is owed, and who was reminded of it when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.models import Cadre, Right, Unit, within_reach
from criteria.models.period import Period


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> ContactQuerySet:
        """For the line of the unit alone: whoever may remind people there."""
        return self.filter(within_reach(user, Right.PLEDGE_REMIND, cadre=None))

    def last_calls(self, cadre_ids: list[int], period: Period) -> dict[int, Contact]:
        """The last call to each of the people about the period, by cadre id."""
        rows = self.filter(cadre__in=cadre_ids, period=period).order_by("cadre_id", "-at").distinct("cadre_id")
        return {row.cadre_id: row for row in rows.select_related("by")}


class Contact(models.Model):
    """Somebody of the unit line called a person who owes a pledge, and what came of it."""

    class Outcome(models.TextChoices):
        PROMISED = "promised", "Đã gọi, hẹn nộp"
        UNREACHABLE = "unreachable", "Không liên lạc được"

    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, related_name="contacts")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("kết quả", max_length=12, choices=Outcome.choices)
    promised_on = models.DateField("hẹn nộp ngày", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_call_that_was_answered_says_until_when",
                condition=Q(outcome="promised", promised_on__isnull=False) | Q(outcome="unreachable", promised_on=None),
            )
        ]
        indexes = [models.Index(fields=["cadre", "period", "-at"], name="contacts_of_a_person")]

    def __str__(self) -> str:
        words = str(self.get_outcome_display())
        return f"{words} {self.promised_on:%d/%m/%Y}" if self.promised_on else words


class DutyReminderQuerySet(models.QuerySet["DutyReminder"]):
    def visible_to(self, user: User) -> DutyReminderQuerySet:
        return self.filter(within_reach(user, Right.PLEDGE_REMIND, cadre=None))

    def last_days(self, cadre_ids: list[int], period: Period) -> dict[int, date]:
        """When a reminder of the period's pledge last reached each of the people, by cadre id."""
        reached = self.exclude(channel=DutyReminder.Channel.NONE)
        rows = reached.filter(cadre__in=cadre_ids, period=period).order_by()
        return dict(rows.values_list("cadre").annotate(last=models.Max("on")))


class DutyReminder(models.Model):
    """A person, or a unit of which a programme is owed, was reminded: by the clock at a step, or by hand.

    A step is counted in days from the own due date (−14, −7, −3, −1, then 7, 14 …); by hand there is none.
    """

    class Reason(models.TextChoices):
        MISSING = "missing", "Chưa nộp bản đăng ký"
        RETURNED = "returned", "Bản đăng ký được trả lại"
        PROGRAMME = "programme", "Đơn vị chưa gửi chương trình"

    class Channel(models.TextChoices):
        MAIL = "mail", "Thông báo và e-mail"
        NOTICE = "notice", "Thông báo trên Cổng"
        NONE = "none", "Không có kênh liên lạc"

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=10, choices=Reason.choices)
    cadre = models.ForeignKey(Cadre, on_delete=models.PROTECT, null=True, blank=True, related_name="duty_reminders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    step = models.SmallIntegerField("bước", null=True, blank=True)
    due_on = models.DateField("hạn")
    on = models.DateField("ngày nhắc")
    channel = models.CharField("kênh", max_length=6, choices=Channel.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.UUIDField(help_text="The one insertion that it came with.")

    objects = DutyReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="people_owe_pledges_and_units_programmes",
                condition=Q(reason="programme", cadre=None) | ~Q(reason="programme") & Q(cadre__isnull=False),
            ),
            models.CheckConstraint(
                name="who_reminds_is_a_person_or_the_clock",
                condition=Q(step=None, by__isnull=False) | Q(step__isnull=False, by=None),
            ),
            models.UniqueConstraint(
                fields=["cadre", "period", "reason", "on"],
                name="a_person_is_reminded_once_a_day",
                condition=Q(cadre__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["cadre", "period", "reason", "due_on", "step"],
                name="a_person_is_reminded_once_a_step",
                condition=Q(cadre__isnull=False, step__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["unit", "period", "due_on", "step"],
                name="a_unit_is_reminded_of_its_programme_once_a_step",
                condition=Q(reason="programme"),
            ),
        ]
        indexes = [
            models.Index(fields=["on"], name="duty_reminders_of_a_day"),
            models.Index(fields=["batch"], name="duty_reminders_of_a_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.on:%d/%m/%Y}"
