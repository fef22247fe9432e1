from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cadres.models.appointments import Position
from cadres.models.units import UnitType


class ExpectedPost(models.Model):
    """How many holders of a post a unit of this type should have; until set, cadres/rosters.py has the usual ones."""

    unit_type = models.CharField("loại đơn vị", max_length=24, choices=UnitType)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+", verbose_name="chức vụ")
    count = models.PositiveSmallIntegerField("số người")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_type", "position"], name="a_post_is_expected_once_per_unit_type")
        ]

    def __str__(self) -> str:
        return f"{self.get_unit_type_display()}: {self.count} {self.position}"


class RosterAttestation(models.Model):
    """A unit confirms who holds its posts this year, against how many there should be (domain §16, "The 100 %").

    `rows` keep ids: [{"unit", "position", "expected", "cadres", "note"}]; `posts` the appointments that were seen,
    so that a later change shows. Each new attestation of a year is a row of its own.
    """

    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="attestations")
    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField("lần")
    rows: models.JSONField[Any] = models.JSONField(default=list)
    posts = ArrayField(models.BigIntegerField(), default=list)
    expected = models.PositiveIntegerField("phải có")
    held = models.PositiveIntegerField("đang có")
    vacant = models.PositiveIntegerField("khuyết")
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "version"], name="one_attestation_per_unit_year_and_turn")
        ]

    def __str__(self) -> str:
        return f"Điểm danh {self.unit} năm {self.year}, lần {self.version}"
