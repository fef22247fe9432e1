from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, within_reach
from fieldvisits.models.visits import Visit


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> FollowUpQuerySet:
        """Whoever may read the visit, and the unit that is to resolve it."""
        return self.filter(
            within_reach(user, Right.VISIT_READ, unit="visit__unit", cadre="visit__cadre")
            | Q(self._to_resolve(user), visit__reported_at__isnull=False)
        )

    def to_resolve(self, user: User) -> FollowUpQuerySet:
        """What this user's unit was asked for and has not settled yet."""
        return self.unresolved().filter(self._to_resolve(user), visit__reported_at__isnull=False)

    def of(self, user: User) -> FollowUpQuerySet:
        """From one's own visits."""
        return self.filter(visit__cadre__user=user)

    def sent(self) -> FollowUpQuerySet:
        """Of visits that were reported: those of a draft are nobody's business yet."""
        return self.filter(visit__reported_at__isnull=False)

    def for_list(self) -> FollowUpQuerySet:
        return self.select_related("visit__cadre__user", "visit__unit", "resolver_unit")

    @staticmethod
    def _to_resolve(user: User) -> Q:
        return within_reach(user, Right.VISIT_DECIDE, unit="resolver_unit", cadre=None)

    def unresolved(self) -> FollowUpQuerySet:
        return self.filter(state__in=FollowUp.UNRESOLVED)


class FollowUp(models.Model):
    """What a visit found that somebody has to do something about ("kiến nghị, đề xuất")."""

    class State(models.TextChoices):
        OPEN = "open", "Chờ giải quyết"
        IN_PROGRESS = "in_progress", "Đang giải quyết"
        RESOLVED = "resolved", "Đã giải quyết"
        REJECTED = "rejected", "Không giải quyết"

    UNRESOLVED = (State.OPEN, State.IN_PROGRESS)

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="follow_ups")
    text = models.CharField("nội dung kiến nghị", max_length=300)
    resolver_name = models.CharField("đơn vị giải quyết", max_length=200)
    resolver_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=12, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    outcome = models.CharField("kết quả, lý do", max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_rejected_follow_up_says_why", condition=~Q(state="rejected") | ~Q(outcome="")
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("fieldvisits:visit_detail", args=[self.visit_id])

    @property
    def is_late(self) -> bool:
        return self.state in self.UNRESOLVED and self.due_on is not None and self.due_on < timezone.localdate()
