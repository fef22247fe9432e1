"""Drafts of assessments that were never sent."""

from datetime import datetime

from django.db import models

from accounts import retention
from evaluations.models import SourceAssessment


@retention.dropping("drafts")
def _assessments(before: datetime) -> models.QuerySet:
    return SourceAssessment.objects.filter(state=SourceAssessment.State.DRAFT, at__lt=before)
