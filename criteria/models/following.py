"""What is written down about items after the approval: each step of progress, each look at what is said to be done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from criteria.models.pledge_items import PledgeItem
from criteria.models.progress import Outcome, Progress


class ItemUpdate(models.Model):
    """One line of an item's log: how far it was said to be, when and by whom. Never changed."""

    item = models.ForeignKey(PledgeItem, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    progress = models.CharField("tiến độ", max_length=12, choices=Progress.choices)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="a_dropped_item_says_why", condition=~Q(progress="dropped") | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_progress_display()}: {self.note}" if self.note else self.get_progress_display()


class ItemCheck(models.Model):
    """What the approver found. `replaced_at` is when progress or evidence changed, so that it holds no longer."""

    item = models.ForeignKey(PledgeItem, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome.choices)
    note = models.CharField("nhận xét", max_length=300, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], name="one_check_in_force", condition=Q(replaced_at=None)),
            models.CheckConstraint(name="a_check_that_is_not_met_says_why", condition=Q(outcome="met") | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
