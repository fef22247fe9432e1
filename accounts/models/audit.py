from __future__ import annotations

from typing import Any

from django.db import models


class AuditEvent(models.Model):
    """A decision that was made: what, on what, by whom, why. Append-only; ids without foreign keys.

    The database fills `seq`, `prev_hash` and `hash` (migration 0002) and refuses UPDATE, DELETE and TRUNCATE.
    """

    seq = models.BigIntegerField(unique=True, editable=False)
    at = models.DateTimeField(editable=False)
    actor_id = models.BigIntegerField(null=True)
    acting_role = models.CharField(max_length=30, blank=True)
    on_behalf_of_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    cadre_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    reason = models.TextField(blank=True)
    before: models.JSONField[Any] = models.JSONField(null=True)
    after: models.JSONField[Any] = models.JSONField(null=True)
    ip = models.GenericIPAddressField(null=True)
    request_id = models.CharField(max_length=32, blank=True)
    prev_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["target", "target_id"], name="audit_by_target"),
            models.Index(fields=["cadre_id"], name="audit_by_cadre"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target} {self.target_id}"
