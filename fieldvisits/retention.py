"""Drafts of quarterly plans that were never sent."""

from datetime import datetime

from django.db import models

from accounts import retention
from fieldvisits.models import VisitPlan


@retention.dropping("drafts")
def _plans(before: datetime) -> models.QuerySet:
    return VisitPlan.objects.filter(state=VisitPlan.State.DRAFT, first_submitted_at=None, created_at__lt=before)
