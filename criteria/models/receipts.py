"""That a unit received the approved programme of its superior, and passed it on to its own people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, Unit, within_reach
from criteria.models.programmes import Programme


class ProgrammeReceiptQuerySet(models.QuerySet["ProgrammeReceipt"]):
    def visible_to(self, user: User) -> ProgrammeReceiptQuerySet:
        return self.filter(within_reach(user, Right.PROGRAMME_READ, cadre=None))

    def passed_on(self) -> ProgrammeReceiptQuerySet:
        """Not only received: the unit's own people heard of it."""
        return self.filter(passed_on_on__isnull=False)


class ProgrammeReceipt(models.Model):
    """One unit below and the programme above it (283-KH, IV.1: triển khai đến cơ sở)."""

    class How(models.TextChoices):
        MEETING = "meeting", "Hội nghị, sinh hoạt"
        PAPER = "paper", "Sao gửi văn bản"
        ONLINE = "online", "Nhóm, trang mạng của đơn vị"
        OTHER = "other", "Cách khác"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="receipts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="programme_receipts", verbose_name="đơn vị")
    received_on = models.DateField("ngày nhận", default=timezone.localdate)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passed_on_on = models.DateField("ngày triển khai", null=True, blank=True)
    audience = models.PositiveIntegerField("số người", null=True, blank=True)
    how = models.CharField("hình thức", max_length=10, choices=How.choices, default=How.MEETING)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProgrammeReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "unit"], name="a_unit_receives_a_programme_once"),
            models.CheckConstraint(
                name="a_programme_passed_on_says_to_how_many",
                condition=Q(passed_on_on=None, audience=None) | Q(passed_on_on__isnull=False, audience__gt=0),
            ),
            models.CheckConstraint(
                name="nothing_is_passed_on_before_it_is_received",
                condition=Q(passed_on_on=None) | Q(passed_on_on__gte=F("received_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.programme}"

    def get_absolute_url(self) -> str:
        return self.programme.get_absolute_url()
