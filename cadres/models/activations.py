from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class ActivationQuerySet(models.QuerySet["Activation"]):
    def usable(self) -> ActivationQuerySet:
        """Codes that still open an account: unused, in time, not locked by misses."""
        return self.filter(used_at=None, expires_at__gt=timezone.now(), misses__lt=Activation.MAX_MISSES)


class Activation(models.Model):
    """A one-time code, handed over on paper, with which a listed cadre opens the own account."""

    MAX_MISSES = 5

    cadre = models.ForeignKey("cadres.Cadre", on_delete=models.PROTECT, related_name="activations")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)

    objects = ActivationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cadre"], name="one_open_code_per_cadre", condition=models.Q(used_at=None))
        ]

    def __str__(self) -> str:
        return f"Mã kích hoạt của {self.cadre}"
