"""What proves an item of a pledge or a solution of a programme: a photo, a PDF or a link."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Attachment, User
from criteria.models.pledge_items import PledgeItem
from criteria.models.pledges import Pledge
from criteria.models.programmes import Programme
from criteria.models.solutions import Solution


def _is_one_thing(name: str) -> models.CheckConstraint:
    is_file = Q(attachment__isnull=False, link="")
    is_link = Q(attachment=None) & ~Q(link="")
    shown = Q(taken_down_at=None, taken_down_by=None, taken_down_reason="") & (is_file | is_link)
    gone = Q(taken_down_at__isnull=False, taken_down_by__isnull=False, attachment=None, link="")
    return models.CheckConstraint(name=name, condition=shown | gone & ~Q(taken_down_reason=""))


class Evidence(models.Model):
    """One piece. What was taken down loses its file or link at once; that it was there, and why it went, stays."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField("liên kết", max_length=500, blank=True)
    caption = models.CharField("chú thích", max_length=150, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_down_at = models.DateTimeField(null=True, blank=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_down_reason = models.CharField("lý do gỡ", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.caption or self.link or "Tệp minh chứng"

    @property
    def is_shown(self) -> bool:
        return self.taken_down_at is None


class ItemEvidenceQuerySet(models.QuerySet["ItemEvidence"]):
    def visible_to(self, user: User) -> ItemEvidenceQuerySet:
        return self.filter(item__pledge__in=Pledge.objects.readable_by(user))


class ItemEvidence(Evidence):
    item = models.ForeignKey(PledgeItem, on_delete=models.CASCADE, related_name="evidences")

    objects = ItemEvidenceQuerySet.as_manager()

    class Meta(Evidence.Meta):
        constraints = [_is_one_thing("evidence_of_an_item_is_one_thing")]


class SolutionEvidenceQuerySet(models.QuerySet["SolutionEvidence"]):
    def visible_to(self, user: User) -> SolutionEvidenceQuerySet:
        return self.filter(solution__programme__in=Programme.objects.visible_to(user))


class SolutionEvidence(Evidence):
    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="evidences")

    objects = SolutionEvidenceQuerySet.as_manager()

    class Meta(Evidence.Meta):
        constraints = [_is_one_thing("evidence_of_a_solution_is_one_thing")]
