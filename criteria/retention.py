"""Drafts of pledges and programmes that were never sent; calls and reminders of past years."""

from datetime import datetime

from django.db import models, transaction

from accounts import retention
from accounts.attachments import forget
from criteria.models import Contact, DutyReminder, PaperPhoto, Pledge, PledgeLinks, Programme
from criteria.pledging import drop_work_plan


def _old_drafts(before: datetime) -> models.QuerySet:
    return Pledge.objects.filter(state=Pledge.State.DRAFT, first_submitted_at=None, created_at__lt=before)


@retention.step("drafts")
def _work_plans(now: datetime, is_rehearsal: bool) -> int:
    """The files beside such drafts go before the rows that point at them; the drafts are counted below."""
    drafts = _old_drafts(retention.TERM["drafts"].ends_before(now))
    links = PledgeLinks.objects.filter(pledge__in=drafts).exclude(work_plan=None)
    for link in [] if is_rehearsal else links:
        drop_work_plan(link)
    return 0


@retention.step("drafts")
def _papers(now: datetime, is_rehearsal: bool) -> int:
    """Photos of the papers from which such a draft was entered go with their files, before the draft goes."""
    drafts = _old_drafts(retention.TERM["drafts"].ends_before(now))
    papers = list(PaperPhoto.objects.filter(entry__pledge__in=drafts).select_related("attachment"))
    for paper in [] if is_rehearsal else papers:
        with transaction.atomic():
            paper.delete()
            forget(paper.attachment)
    return len(papers)


@retention.dropping("drafts")
def _pledges(before: datetime) -> models.QuerySet:
    return _old_drafts(before)


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
