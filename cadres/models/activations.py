from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User


class _OneTime(models.QuerySet[Any]):
    def usable(self) -> Any:
        """Codes that still open something: unused, in time, not locked by misses."""
        return self.unused().filter(expires_at__gt=timezone.now(), misses__lt=self.model.MAX_MISSES)

    def unused(self) -> Any:
        return self.filter(used_at=None)

    def take_try(self) -> bool:
        """Count one try before it is looked at, so that many at once get no more tries than one after the other."""
        return bool(self.usable().update(misses=F("misses") + 1))

    def give_try_back(self) -> None:
        """The try was right, only something else was missing."""
        self.update(misses=F("misses") - 1)

    def count_miss(self) -> None:
        self.update(misses=F("misses") + 1)


class OneTimeCode(models.Model):
    """A secret that opens one thing once, for a time, for a few tries. Only its keyed hash is kept."""

    MAX_MISSES = 5

    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)

    objects = _OneTime.as_manager()

    class Meta:
        abstract = True

    @property
    def is_locked(self) -> bool:
        return self.misses >= self.MAX_MISSES

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def standing(self) -> str:
        """What became of it, in a word of the chips: open, used, locked, expired."""
        if self.used_at:
            return "used"
        return "locked" if self.is_locked else "expired" if self.is_expired else "open"


class Activation(OneTimeCode):
    """With this somebody opens the own account: a listed cadre, or a user who was invited without being one.

    A card is handed over on paper and asks for the birth date too; a link goes to the e-mail address.
    """

    class Way(models.TextChoices):
        CARD = "card", "Phiếu kích hoạt"
        LINK = "link", "Liên kết qua e-mail"

    LASTS = {Way.CARD: timedelta(days=30), Way.LINK: timedelta(hours=72)}

    cadre = models.ForeignKey(
        "cadres.Cadre", on_delete=models.PROTECT, null=True, blank=True, related_name="activations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="activations"
    )
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.CARD)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_activation_is_for_a_cadre_or_a_user",
                condition=Q(cadre__isnull=False, user=None) | Q(cadre=None, user__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["cadre", "way"], name="one_open_activation_per_cadre_and_way", condition=Q(used_at=None)
            ),
            models.UniqueConstraint(
                fields=["user", "way"], name="one_open_activation_per_user_and_way", condition=Q(used_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} của {self.person}"

    @property
    def person(self) -> Any:
        """The cadre, or the invited user, whose account it opens."""
        return self.cadre or self.user

    @property
    def token(self) -> str:
        """What the link carries: worked out when the mail is made, so that it lies in no table."""
        owner = f"cadre:{self.cadre_id}" if self.cadre_id else f"user:{self.user_id}"
        return salted_hmac("cadres.activation", f"{owner}:{self.issued_at.isoformat()}", algorithm="sha256").hexdigest()


class ResetCode(OneTimeCode):
    """With this code, read out on the phone by the secretary above, somebody sets a new password."""

    LASTS = timedelta(minutes=15)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reset_codes")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], name="one_open_reset_code_per_user", condition=Q(used_at=None)),
            models.CheckConstraint(
                name="a_reset_is_seen_after_it_was_done", condition=Q(seen_at=None) | Q(used_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], name="resets_to_be_told", condition=Q(used_at__isnull=False, seen_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"Mã đặt lại mật khẩu của {self.user}"

    @classmethod
    def to_be_told(cls, user: User) -> ResetCode | None:
        """The newest reset of this account that its owner has not been told of."""
        return (
            cls.objects.filter(user=user, used_at__isnull=False, seen_at=None)
            .select_related("issued_by")
            .order_by("-used_at")
            .first()
        )
