from django.db import models


class Holiday(models.Model):
    """A day off by law (Tết, national days): no working day in deadlines and service times."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"
