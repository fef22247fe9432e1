from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, target: str, target_id: str) -> AuditEventQuerySet:
        """All that happened to one thing, named as the trail names it: "criteria.pledge", "12"."""
        return self.filter(target=target, target_id=target_id)


class AuditEvent(models.Model):
    """A decision that was made: what, on what, by whom, why. Append-only; ids without foreign keys.

    The database fills `seq`, `scheme`, `prev_hash` and `hash` (migrations 0002 and 0004) and refuses UPDATE, DELETE
    and TRUNCATE. `scheme` says how the hash was made.
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
    scheme = models.PositiveSmallIntegerField(default=1, editable=False)
    prev_hash = models.CharField(max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["target", "target_id"], name="audit_by_target"),
            models.Index(fields=["cadre_id", "-seq"], name="audit_by_person"),
            models.Index(fields=["unit_id", "-seq"], name="audit_by_unit"),
            models.Index(fields=["actor_id", "-seq"], name="audit_by_actor"),
            models.Index(fields=["verb", "-seq"], name="audit_by_verb"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target} {self.target_id}"


class AuditSeal(models.Model):
    """A month of the trail that is over: from which row to which, and the hash of its last row.

    Whoever inserts one names the month; the database fills the rest and refuses any change. What is left of the
    trail after old months were dropped is checked from the seal of the last dropped one.
    """

    month = models.DateField(unique=True)
    first_seq = models.BigIntegerField(editable=False)
    last_seq = models.BigIntegerField(editable=False)
    head_hash = models.CharField(max_length=64, editable=False)
    count = models.BigIntegerField(editable=False)
    sealed_at = models.DateTimeField(editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def next_month(self) -> date:
        return (self.month + timedelta(days=31)).replace(day=1)
