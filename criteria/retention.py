"""Drafts of pledges and programmes that were never sent; calls and reminders of past years."""

from datetime import datetime

from django.db import models

from accounts import retention
from criteria.models import Contact, DutyReminder, Pledge, Programme


@retention.dropping("drafts")
def _pledges(before: datetime) -> models.QuerySet:
    return Pledge.objects.filter(state=Pledge.State.DRAFT, first_submitted_at=None, created_at__lt=before)


@retention.dropping("drafts")
def _programmes(before: datetime) -> models.QuerySet:
    """A programme does not say when it was begun: the end of its year stands for that."""
    return Programme.objects.filter(state=Programme.State.DRAFT, submitted_at=None, period__closes_on__lt=before.date())


@retention.dropping("notices")
def _calls(before: datetime) -> models.QuerySet:
    return Contact.objects.filter(at__lt=before)


@retention.dropping("notices")
def _reminders(before: datetime) -> models.QuerySet:
    return DutyReminder.objects.filter(on__lt=before.date())
