"""The light review in the middle of the year: one page by the person, one remark by whoever decides (domain §5)."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, within_reach
from criteria.models.pledges import Pledge


class MidyearQuerySet(models.QuerySet["MidyearReview"]):
    def visible_to(self, user: User) -> MidyearQuerySet:
        return self.filter(pledge__in=Pledge.objects.visible_to(user))

    def to_remark(self, user: User) -> MidyearQuerySet:
        """Sent, without a remark, of people on whom this user decides."""
        deciding = within_reach(user, Right.PLEDGE_DECIDE, unit="pledge__deciding_unit", cadre=None)
        in_place = within_reach(user, Right.PLEDGE_DECIDE, unit="pledge__in_place_of", cadre=None)
        own = Q(pledge__cadre__user=user) | Q(pledge__entered_by=user)
        waiting = self.filter(deciding | in_place, verdict="", pledge__period__state="open").exclude(own)
        return waiting.order_by("submitted_at", "pk")


class MidyearReview(models.Model):
    """How far each item has come in percent, in the person's own words; then "đúng tiến độ" or what help is needed."""

    class Verdict(models.TextChoices):
        ON_TRACK = "on_track", "Đúng tiến độ"
        NEEDS_HELP = "needs_help", "Cần giúp"

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, related_name="midyear")
    version = models.PositiveIntegerField(default=1)
    remark = models.CharField("nhận xét của bản thân", max_length=500)
    help_needed = models.CharField("cần được giúp", max_length=300, blank=True)
    submitted_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("hạn gửi")
    verdict = models.CharField("ý kiến", max_length=10, choices=Verdict.choices, blank=True)
    verdict_note = models.CharField("cần giúp gì", max_length=500, blank=True)
    remarked_at = models.DateTimeField(null=True, blank=True)
    remarked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MidyearQuerySet.as_manager()

    class Meta:
        ordering = ["pledge"]
        constraints = [
            models.CheckConstraint(
                name="a_midyear_remark_says_when_and_by_whom",
                condition=Q(verdict="", remarked_at=None, remarked_by=None)
                | ~Q(verdict="") & Q(remarked_at__isnull=False, remarked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="needed_help_is_named", condition=~Q(verdict="needs_help") | ~Q(verdict_note="")
            ),
        ]
        indexes = [models.Index(fields=["submitted_at"], name="midyear_to_remark", condition=Q(verdict=""))]

    def __str__(self) -> str:
        return f"Tự xem lại giữa năm {self.pledge.period.year} của {self.pledge.cadre}"

    @property
    def is_on_time(self) -> bool:
        return timezone.localtime(self.submitted_at).date() <= self.due_on

    @property
    def chip_state(self) -> str:
        return self.verdict or "waiting"


class MidyearLine(models.Model):
    """One item of the review."""

    review = models.ForeignKey(MidyearReview, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey("criteria.PledgeItem", on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField("tiến độ (%)", validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ["item__order"]
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="one_midyear_line_per_item"),
            models.CheckConstraint(name="percent_is_at_most_a_hundred", condition=Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.percent}%"
