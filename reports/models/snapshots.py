from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, Unit, within_reach


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def frozen_for(self, unit: Unit) -> SnapshotQuerySet:
        """Frozen ones that hold figures of the unit, newest first."""
        return self.filter(kind=Snapshot.Kind.FROZEN, rows__unit=unit).order_by("-as_of")


class Snapshot(models.Model):
    """All figures of a year as they stood at one moment. A frozen one is never changed and can be verified."""

    class Kind(models.TextChoices):
        NIGHTLY = "nightly", "Hằng đêm"
        FROZEN = "frozen", "Đã chốt"

    year = models.PositiveSmallIntegerField("năm")
    as_of = models.DateTimeField("số liệu lúc")
    counted_on = models.DateField("tính cho ngày")
    kind = models.CharField("loại", max_length=8, choices=Kind.choices)
    measure_set = ArrayField(models.CharField(max_length=40))
    sha256 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("ghi chú", max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of"]
        indexes = [models.Index(fields=["kind", "year", "-as_of"], name="snapshots_of_a_year")]
        constraints = [
            models.CheckConstraint(
                name="a_frozen_snapshot_says_by_whom", condition=~Q(kind="frozen") | Q(frozen_by__isnull=False)
            )
        ]
        triggers = [
            pgtrigger.Protect(name="snapshots_stay", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="frozen_snapshots_stay", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__kind="frozen")
            ),
        ]

    def __str__(self) -> str:
        return f"Số liệu năm {self.year}, {timezone.localtime(self.as_of):%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("reports:snapshot_detail", args=[self.pk])

    @property
    def chip_text(self) -> str:
        return f"Chốt {timezone.localtime(self.as_of):%d/%m/%Y}"


class SnapshotRowQuerySet(models.QuerySet["SnapshotRow"]):
    def visible_to(self, user: User) -> SnapshotRowQuerySet:
        return self.filter(within_reach(user, Right.REPORT_READ, cadre=None))


class SnapshotRow(models.Model):
    """The figures of one unit, own and with all below, in the order of the snapshot's measures."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    depth = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    own = ArrayField(models.BigIntegerField())
    total = ArrayField(models.BigIntegerField())

    objects = SnapshotRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "unit"], name="one_row_per_snapshot_and_unit")]
        triggers = [pgtrigger.Protect(name="snapshot_rows_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name


class SnapshotEntry(models.Model):
    """One row behind frozen figures: which object, counted at which unit, meeting which measures.

    Bit n of `flags` says that the object counts for the n-th measure of the snapshot; `amounts` are what it adds
    to the measures that are sums, in their order.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="entries")
    source = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    flags = models.BigIntegerField()
    amounts = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name_plural = "snapshot entries"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "source", "object_id"], name="an_object_is_entered_once")
        ]
        indexes = [models.Index(fields=["snapshot", "source", "unit"], name="entries_of_a_unit")]
        # Only frozen snapshots have entries, so none is ever taken away.
        triggers = [pgtrigger.Protect(name="snapshot_entries_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"
