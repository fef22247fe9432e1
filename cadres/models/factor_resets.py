from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.grants import holds
from cadres.models.rights import Right


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def visible_to(self, user: User) -> FactorResetQuerySet:
        """Who keeps the system sees them all; who asks sees what he asked for."""
        return self if holds(user, Right.SYSTEM_MANAGE) else self.filter(asked_by=user)

    def waiting(self) -> FactorResetQuerySet:
        """Not yet decided, and still in time to be."""
        return self.filter(decision=FactorReset.Decision.WAITING, expires_at__gt=timezone.now())

    def waiting_first(self) -> FactorResetQuerySet:
        is_waiting = Q(decision=FactorReset.Decision.WAITING, expires_at__gt=timezone.now())
        return self.order_by(Case(When(is_waiting, then=0), default=1), "-asked_at", "-pk")

    def overdue(self) -> FactorResetQuerySet:
        return self.filter(decision=FactorReset.Decision.WAITING, expires_at__lte=timezone.now())


class FactorReset(models.Model):
    """Somebody lost the second factor: one person asks that it be removed, another who keeps the system confirms."""

    class Decision(models.TextChoices):
        WAITING = "waiting", "Chờ xác nhận"
        CONFIRMED = "confirmed", "Đã gỡ"
        REFUSED = "refused", "Từ chối"
        EXPIRED = "expired", "Quá hạn"

    KEEP = timedelta(hours=24)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="factor_resets")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField("lý do", max_length=300)
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField("trả lời", max_length=300, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], name="one_waiting_reset_per_user", condition=Q(decision="waiting")
            ),
            models.CheckConstraint(
                name="a_decided_reset_says_who_and_when",
                condition=Q(decision__in=["confirmed", "refused"], decided_by__isnull=False, decided_at__isnull=False)
                | Q(decision__in=["waiting", "expired"], decided_by=None, decided_at=None),
            ),
            models.CheckConstraint(name="nobody_asks_for_the_own_reset", condition=~Q(asked_by=F("user"))),
            models.CheckConstraint(
                name="two_others_restore_an_account",
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")) & ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_reset_expires_after_it_was_asked", condition=Q(expires_at__gt=F("asked_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"Đề nghị gỡ lớp bảo vệ thứ hai của {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:reset_detail", args=[self.pk])

    @property
    def standing(self) -> str:
        """The decision as it is now: nobody has to come by for a request to be too old."""
        is_overdue = self.decision == self.Decision.WAITING and self.expires_at <= timezone.now()
        return self.Decision.EXPIRED if is_overdue else self.decision

    @property
    def is_waiting(self) -> bool:
        return self.standing == self.Decision.WAITING
