from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Run, User
from cadres.models.grants import within_reach
from cadres.models.rights import Right


class Sheet(models.TextChoices):
    """What a list is about."""

    CADRES = "cadres", "Cán bộ"
    UNITS = "units", "Đơn vị"
    APPOINTMENTS = "appointments", "Bổ nhiệm"
    GRANTS = "grants", "Vai trò"
    PLEDGES = "pledges", "Bản đăng ký"


SHEET_RIGHTS: dict[Sheet, Right] = {
    Sheet.CADRES: Right.PEOPLE_EDIT,
    Sheet.UNITS: Right.UNIT_EDIT,
    Sheet.APPOINTMENTS: Right.PEOPLE_EDIT,
    Sheet.GRANTS: Right.GRANT_MANAGE,
    Sheet.PLEDGES: Right.PLEDGE_ENTER,
}


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> ImportBatchQuerySet:
        """Lists for units over which the user holds the right that such a list needs."""
        condition = models.Q(pk__in=[])
        for sheet, right in SHEET_RIGHTS.items():
            condition |= models.Q(kind=sheet) & within_reach(user, right, cadre=None)
        return self.filter(condition)

    def forgotten(self) -> ImportBatchQuerySet:
        """Whose lines, full of personal data, are of no more use."""
        now = timezone.now()
        return self.exclude(rows=[], file="").filter(
            models.Q(state__in=ImportBatch.UNDONE, created_at__lt=now - ImportBatch.PREVIEW_LASTS)
            | models.Q(state=ImportBatch.State.APPLIED, created_at__lt=now - ImportBatch.LINES_LAST)
        )


class ImportBatch(models.Model):
    """A list that an office sent: what each line would do, looked at before it is done."""

    PREVIEW_LASTS = timedelta(days=1)
    LINES_LAST = timedelta(days=30)

    class State(models.TextChoices):
        READING = "reading", "Đang đọc"
        REFUSED = "refused", "Không nhận được"
        PREVIEWED = "previewed", "Chờ xác nhận"
        APPLYING = "applying", "Đang nhập"
        APPLIED = "applied", "Đã nhập"
        EXPIRED = "expired", "Hết hạn"

    UNDONE = (State.READING, State.PREVIEWED, State.APPLYING)
    BUSY = (State.READING, State.APPLYING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại danh sách", max_length=12, choices=Sheet, default=Sheet.CADRES)
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="imports", verbose_name="đơn vị")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField("tệp", max_length=200)
    on = models.DateField("tính đến ngày")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.CharField("tệp đang đợi đọc", max_length=100, blank=True)
    refusal = models.CharField("lý do không nhận", max_length=500, blank=True)
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
    def is_busy(self) -> bool:
        """Is a worker at it?"""
        return self.state in self.BUSY and self.run is not None and not self.run.is_finished

    @property
    def is_open(self) -> bool:
        """Can it still be applied? Applying that was stopped or failed wrote nothing and can begin anew."""
        is_waiting = self.state == self.State.PREVIEWED or (self.state == self.State.APPLYING and not self.is_busy)
        return is_waiting and self.created_at > timezone.now() - self.PREVIEW_LASTS

    @property
    def rows_to_write(self) -> int:
        return int(self.counts["new"]) + int(self.counts["changed"])

    def rows_of(self, kind: str) -> list[dict[str, Any]]:
        """Lines of one kind: new, changed, unchanged, duplicate or wrong."""
        return [row for row in self.rows if row["kind"] == kind]
