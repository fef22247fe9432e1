"""A change of the unit tree as a document, and what it leaves to be decided by hand."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.grants import within_reach
from cadres.models.rights import Right


class ReorganisationQuerySet(models.QuerySet["Reorganisation"]):
    def visible_to(self, user: User) -> ReorganisationQuerySet:
        """Changes of a part of the tree all of which the user keeps."""
        return self.filter(within_reach(user, Right.UNIT_EDIT, cadre=None))

    def due(self, day: date) -> ReorganisationQuerySet:
        """Planned ones whose day has come, in the order of their days."""
        return self.filter(state=Reorganisation.State.PLANNED, on__lte=day).order_by("on", "created_at")


class Reorganisation(models.Model):
    """Units that are founded, renamed, moved, merged, split or closed on one day, looked at before it is done.

    `change` says what is wanted (cadres/reorganising/changes.py), `preview` what was told of it, `outcome` what it did.
    """

    PREVIEW_LASTS = timedelta(days=1)

    class State(models.TextChoices):
        DRAFT = "draft", "Xem trước"
        PLANNED = "planned", "Chờ đến ngày"
        DONE = "done", "Đã thực hiện"
        CANCELLED = "cancelled", "Đã hủy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, related_name="reorganisations", verbose_name="trong đơn vị"
    )
    title = models.CharField("nội dung", max_length=250)
    on = models.DateField("ngày hiệu lực")
    legal_basis = models.CharField("căn cứ", max_length=200, blank=True)
    change: models.JSONField[Any] = models.JSONField(default=dict)
    preview: models.JSONField[Any] = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    outcome: models.JSONField[Any] = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    file_name = models.CharField("tệp", max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    problem = models.TextField("vì sao chưa thực hiện được", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="a_done_reorganisation_says_when",
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done") & Q(done_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["on"], name="planned_reorganisations", condition=Q(state="planned")),
            models.Index(fields=["unit", "-created_at"], name="reorganisations_of_a_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cadres:reorganisation_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Can it still be confirmed as it was shown?"""
        return self.state == self.State.DRAFT and self.created_at > timezone.now() - self.PREVIEW_LASTS

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.PLANNED}


class HandDecisionQuerySet(models.QuerySet["HandDecision"]):
    def visible_to(self, user: User) -> HandDecisionQuerySet:
        """What is left of units that the user keeps, or of changes of the whole part of the tree that he keeps."""
        old = within_reach(user, Right.UNIT_EDIT, unit="old_unit", cadre=None)
        return self.filter(old | within_reach(user, Right.UNIT_EDIT, unit="reorganisation__unit", cadre=None))

    def open(self) -> HandDecisionQuerySet:
        return self.filter(state=HandDecision.State.OPEN)

    def in_order(self) -> HandDecisionQuerySet:
        """Unit by unit; in each its people by rank, then the units below it."""
        return self.order_by("old_unit__path", F("appointment__position__rank").asc(nulls_last=True), "pk")

    def for_page(self) -> HandDecisionQuerySet:
        return self.select_related(
            *("reorganisation__unit", "old_unit", "unit", "chosen_unit", "new_appointment__position", "decided_by"),
            *("appointment__cadre__user", "appointment__unit", "appointment__position"),
        )


class HandDecision(models.Model):
    """A person or a unit that a reorganisation cannot place by itself: somebody says where it goes."""

    class Why(models.TextChoices):
        SPLIT = "split", "Đơn vị chia cho nhiều đơn vị"
        DOUBLED = "doubled", "Chức danh chỉ có một người"
        CLOSED = "closed", "Đơn vị kết thúc"

    class State(models.TextChoices):
        OPEN = "open", "Chờ quyết định"
        PLACED = "placed", "Đã sắp xếp"
        LEFT = "left", "Thôi giữ chức vụ"

    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="decisions")
    appointment = models.OneToOneField(
        "cadres.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="hand_decision"
    )
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    old_unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="hand_decisions")
    why = models.CharField("lý do", max_length=10, choices=Why.choices)
    candidates: models.JSONField[Any] = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    chosen_unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    new_appointment = models.ForeignKey(
        "cadres.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = HandDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["old_unit__path", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_person_or_a_unit_is_placed",
                condition=Q(appointment__isnull=False, unit=None) | Q(appointment=None, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="a_placing_says_who_and_when",
                condition=Q(state="open", decided_at=None, decided_by=None)
                | ~Q(state="open") & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_placed_has_a_place",
                condition=Q(state="placed", chosen_unit__isnull=False) | ~Q(state="placed") & Q(chosen_unit=None),
            ),
            models.CheckConstraint(name="no_unit_is_left_out", condition=~Q(state="left") | Q(unit=None)),
            models.UniqueConstraint(fields=["reorganisation", "unit"], name="a_unit_is_placed_once_per_change"),
        ]
        indexes = [models.Index(fields=["old_unit"], name="open_hand_decisions", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.appointment.cadre if self.appointment else self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:hand_decision", args=[self.pk])
