from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.appointments import Appointment, Position
from cadres.models.grants import within_reach
from cadres.models.rights import Right


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: User) -> TransferQuerySet:
        """Whoever keeps the people of the unit that gives, and whoever receives or confirms for the other."""
        receiving = within_reach(user, Right.PEOPLE_EDIT, unit="receiving_unit", cadre=None)
        confirming = within_reach(user, Right.PEOPLE_CONFIRM, unit="receiving_unit", cadre=None)
        giving = within_reach(user, Right.PEOPLE_EDIT, unit="appointment__unit", cadre=None)
        return self.filter(receiving | confirming | giving)

    def to_decide(self, user: User) -> TransferQuerySet:
        """Proposed to a unit for which this user receives; nobody receives himself."""
        receiving = within_reach(user, Right.PEOPLE_EDIT, unit="receiving_unit", cadre=None)
        confirming = within_reach(user, Right.PEOPLE_CONFIRM, unit="receiving_unit", cadre=None)
        return self.filter(receiving | confirming, state=Transfer.State.PROPOSED).exclude(cadre__user=user)

    def for_list(self) -> TransferQuerySet:
        related = ("cadre", "unit", "position", "receiving_unit", "proposed_by")
        return self.select_related(*related, "appointment__unit", "appointment__position")


@pghistory.track()
class Transfer(models.Model):
    """A union proposes to hand a cadre over to another one, outside its reach, which accepts or refuses."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ nơi nhận"
        ACCEPTED = "accepted", "Đã nhận"
        REFUSED = "refused", "Không nhận"
        WITHDRAWN = "withdrawn", "Đã rút"

    cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="transfers")
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="+", verbose_name="chức vụ đang giữ"
    )
    unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, related_name="transfers", verbose_name="đơn vị nhận"
    )
    receiving_unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", verbose_name="chức vụ mới")
    valid_from = models.DateField("từ ngày")
    decision_no = models.CharField("số quyết định", max_length=60, blank=True)
    decision_on = models.DateField("ngày quyết định", null=True, blank=True)
    is_full_time = models.BooleanField("chuyên trách", default=False)
    is_public_servant = models.BooleanField("cán bộ, công chức, viên chức", default=False)
    message = models.CharField("lời nhắn", max_length=300, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State.choices, default=State.PROPOSED)
    version = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cadre"],
                name="one_open_transfer_per_cadre",
                condition=Q(state="proposed"),
                violation_error_message="Đồng chí này đang có một đề nghị điều chuyển chờ nơi nhận.",
            ),
            models.CheckConstraint(
                name="a_decided_transfer_says_when_and_by_whom",
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | ~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(name="a_refused_transfer_says_why", condition=~Q(state="refused") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["receiving_unit", "state"], name="transfers_to_decide")]

    def __str__(self) -> str:
        return f"Điều chuyển {self.cadre}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:transfer_detail", args=[self.pk])


class Briefing(models.Model):
    """The secretary, or who keeps the list, has shown a newly appointed cadre what there is to do."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="briefing")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Đã hướng dẫn {self.appointment}"
