"""Drafts of pledges and programmes that were never sent."""

from datetime import datetime

from django.db import models

from accounts import retention
from criteria.models import Pledge, PledgeLinks, Programme
from criteria.pledging import drop_work_plan


@retention.step("drafts")
def _work_plans(now: datetime, is_rehearsal: bool) -> int:
    """The files beside those drafts, before the rows that point at them go; the drafts themselves are counted below."""
    before = retention.TERM["drafts"].ends_before(now)
    for links in (
        [] if is_rehearsal else PledgeLinks.objects.filter(pledge__in=_pledges(before)).exclude(work_plan=None)
    ):
        drop_work_plan(links)
    return 0


@retention.dropping("drafts")
def _pledges(before: datetime) -> models.QuerySet:
    return Pledge.objects.filter(state=Pledge.State.DRAFT, first_submitted_at=None, created_at__lt=before)


@retention.dropping("drafts")
def _programmes(before: datetime) -> models.QuerySet:
    """A programme does not say when it was begun: the end of its year stands for that."""
    return Programme.objects.filter(state=Programme.State.DRAFT, submitted_at=None, period__closes_on__lt=before.date())
