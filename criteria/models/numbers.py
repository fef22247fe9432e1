from django.db import models


class NumberSeries(models.Model):
    """The last number given to documents of a kind by a unit in a year. Numbers are never given twice."""

    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "year"], name="one_series_per_unit_kind_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}: {self.last}"
