"""What a unit's draft took over from the programme above it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Run
from cadres.models import Unit
from criteria.models.foci import Focus
from criteria.models.programmes import Programme


class FocusCopy(models.Model):
    """One focus of the superior in the draft of a unit below.

    It points to no row of the draft: those are the unit's own, to be rewritten as it likes. `content` is what was
    written there, word for word, so that it can be told whether it was adapted since, and taken out as long as not.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="focus_copies")
    source = models.ForeignKey(Focus, on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    source_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="focus_copies")
    copied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    copied_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "focus copies"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "source"], name="a_focus_is_copied_into_a_draft_once")
        ]

    def __str__(self) -> str:
        return str(self.content["text"])
