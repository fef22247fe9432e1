"""Random samples that the inspection committee draws among what is said to be done (domain §16)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models import Right, within_reach
from criteria.models.period import Period
from criteria.models.pledge_items import PledgeItem
from criteria.models.progress import Outcome


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: User) -> SampleQuerySet:
        return self.filter(within_reach(user, Right.PLEDGE_INSPECT, cadre=None))

    def with_counts(self) -> SampleQuerySet:
        found = {f"n_{outcome}": Count("items", filter=Q(items__finding=outcome)) for outcome in Outcome.values}
        counted = self.annotate(n_open=Count("items", filter=Q(items__finding="")), **found)
        return counted.order_by("-drawn_at", "-pk")


class Sample(models.Model):
    """A draw that anybody can repeat: the seed, and all items among which it chose (`frame`), in ascending order."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+", verbose_name="kỳ")
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    size = models.PositiveSmallIntegerField("số nội dung")
    seed = models.CharField("mã rút", max_length=32)
    frame = ArrayField(models.BigIntegerField())
    purpose = models.CharField("phục vụ việc", max_length=200)
    drawn_at = models.DateTimeField(default=timezone.now)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [models.CheckConstraint(name="a_sample_holds_something", condition=Q(size__gt=0))]

    def __str__(self) -> str:
        return f"Mẫu {self.size} nội dung ở {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:sample_detail", args=[self.pk])


class SampleItemQuerySet(models.QuerySet["SampleItem"]):
    def visible_to(self, user: User) -> SampleItemQuerySet:
        return self.filter(sample__in=Sample.objects.visible_to(user))


class SampleItem(models.Model):
    """One drawn item, and what the inspector found there; the approver's own outcome stays as it is."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(PledgeItem, on_delete=models.CASCADE, related_name="samplings")
    order = models.PositiveSmallIntegerField()
    finding = models.CharField("kết luận", max_length=8, choices=Outcome.choices, blank=True)
    note = models.CharField("nhận xét", max_length=500, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SampleItemQuerySet.as_manager()

    class Meta:
        ordering = ["sample", "order"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "item"], name="an_item_is_drawn_once_per_sample"),
            models.CheckConstraint(
                name="a_finding_says_when_and_by_whom",
                condition=Q(finding="", found_at=None, found_by=None)
                | ~Q(finding="") & Q(found_at__isnull=False, found_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def row_id(self) -> str:
        """Unlike any other on the page."""
        return f"mau-{self.pk}"
