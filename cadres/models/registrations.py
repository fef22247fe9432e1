from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.grants import within_reach
from cadres.models.people import CODE_LETTERS
from cadres.models.rights import Right
from cadres.models.text import search_key
from cadres.models.units import place_of
from cadres.names import fold


def new_sign_in_name() -> str:
    """What somebody signs in with until the unit has confirmed, e.g. dk-7k4p2x."""
    return "dk-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(6)).lower()


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: User) -> RegistrationQuerySet:
        """Those of units where the user confirms people; never the own one."""
        return self.filter(within_reach(user, Right.PEOPLE_CONFIRM, unit="deciding_unit", cadre=None)).exclude(
            user=user
        )

    def waiting(self) -> RegistrationQuerySet:
        return self.filter(state=Registration.State.WAITING)

    def open(self) -> RegistrationQuerySet:
        """Whose owner sees nothing yet but the waiting page."""
        return self.exclude(state__in=Registration.SETTLED)

    def alike(self, registration: Registration) -> RegistrationQuerySet:
        """Others under the same name and birth date: the same person, it seems, who sent it twice."""
        others = self.exclude(pk=registration.pk)
        return others.filter(search_key=fold(registration.full_name), birth_date=registration.birth_date)

    def with_all(self) -> RegistrationQuerySet:
        """With what a line or page about it prints."""
        rows = self.select_related("user", "unit", "position", "deciding_unit", "decided_by", "cadre", "appointment")
        return rows.annotate(place=place_of())


class Registration(models.Model):
    """Somebody who is on no list signed up; until the unit has answered, the account opens the waiting page only."""

    CONTESTED_WITHIN = timedelta(days=30)

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ xác nhận"
        CONFIRMED = "confirmed", "Đã xác nhận"
        MERGED = "merged", "Đã gộp vào hồ sơ có sẵn"
        REFUSED = "refused", "Chưa được xác nhận"
        WITHDRAWN = "withdrawn", "Đã rút"

    SETTLED = (State.CONFIRMED, State.MERGED)

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registration")
    full_name = models.CharField("họ và tên", max_length=120)
    birth_date = models.DateField("ngày sinh")
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    email = models.EmailField("e-mail", blank=True)
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="registrations")
    position = models.ForeignKey("cadres.Position", on_delete=models.PROTECT, related_name="+")
    deciding_unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="registrations_to_decide")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    is_passed_on = models.BooleanField(default=False)
    is_contested = models.BooleanField(default=False)
    reason = models.CharField("lý do", max_length=500, blank=True)
    cadre = models.ForeignKey(
        "cadres.Cadre", on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    appointment = models.ForeignKey(
        "cadres.Appointment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submit_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    search_key = search_key("full_name")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_registration_says_how_to_reach_the_person",
                condition=~Q(phone="", email=""),
                violation_error_message="Nhập số điện thoại hoặc e-mail để đơn vị liên lạc được.",
            ),
            models.CheckConstraint(
                name="a_settled_registration_has_its_cadre",
                condition=~Q(state__in=["confirmed", "merged"]) | Q(cadre__isnull=False),
            ),
            models.CheckConstraint(
                name="a_decided_registration_says_by_whom_and_when",
                condition=Q(decided_at=None, decided_by=None) & ~Q(state__in=["confirmed", "merged", "refused"])
                | Q(decided_at__isnull=False, decided_by__isnull=False, state__in=["confirmed", "merged", "refused"]),
            ),
            models.CheckConstraint(name="a_refusal_has_a_reason", condition=~Q(state="refused") | ~Q(reason="")),
        ]
        indexes = [
            models.Index(
                fields=["deciding_unit", "sent_at"], name="registrations_waiting", condition=Q(state="waiting")
            ),
            GinIndex(fields=["search_key"], name="registrations_by_name", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["phone"], name="registrations_by_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"Đăng ký tài khoản của {self.full_name}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:registration_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state not in self.SETTLED

    @property
    def is_correctable(self) -> bool:
        """May the person change it and send it (again)?"""
        return self.is_open

    @property
    def is_contestable(self) -> bool:
        """May the person say that this is not the own unit: after it was passed on, or just confirmed?"""
        if self.state == self.State.WAITING:
            return self.is_passed_on
        confirmed_lately = self.decided_at and timezone.now() - self.decided_at <= self.CONTESTED_WITHIN
        return self.state == self.State.CONFIRMED and bool(confirmed_lately)
