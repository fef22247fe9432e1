from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.grants import within_reach
from cadres.models.rights import Right


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> ImportBatchQuerySet:
        """Imports into units whose people the user keeps."""
        return self.filter(within_reach(user, Right.PEOPLE_EDIT, cadre=None))

    def forgotten(self) -> ImportBatchQuerySet:
        """Whose lines, full of personal data, are of no more use."""
        now = timezone.now()
        return self.exclude(rows=[]).filter(
            models.Q(state=ImportBatch.State.PREVIEWED, created_at__lt=now - ImportBatch.PREVIEW_LASTS)
            | models.Q(state=ImportBatch.State.APPLIED, created_at__lt=now - ImportBatch.LINES_LAST)
        )


class ImportBatch(models.Model):
    """A list of cadres that an office sent: what each line would do, looked at before it is done."""

    PREVIEW_LASTS = timedelta(days=1)
    LINES_LAST = timedelta(days=30)

    class State(models.TextChoices):
        PREVIEWED = "previewed", "Chờ xác nhận"
        APPLIED = "applied", "Đã nhập"
        EXPIRED = "expired", "Hết hạn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="imports", verbose_name="đơn vị")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("tệp", max_length=200)
    on = models.DateField("tính đến ngày")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    rows = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    wanted = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="an_applied_import_says_when",
                condition=models.Q(state="applied", applied_at__isnull=False)
                | (~models.Q(state="applied") & models.Q(applied_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["unit", "-created_at"], name="imports_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:import_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Can it still be applied?"""
        return self.state == self.State.PREVIEWED and self.created_at > timezone.now() - self.PREVIEW_LASTS

    def rows_of(self, kind: str) -> list[dict[str, Any]]:
        """Lines of one kind: new, changed, unchanged, duplicate or wrong."""
        return [row for row in self.rows if row["kind"] == kind]
