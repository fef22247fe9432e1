"""What is forgotten of people and lists when its term is over."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from accounts import retention
from cadres import forgetting, intake
from cadres.models import Activation, ImportBatch

AT_ONCE = 5_000


@retention.dropping("activations")
def _activations(before: datetime) -> models.QuerySet:
    return Activation.objects.filter(expires_at__lt=before)


@retention.step("previews")
def _previews(now: datetime, is_rehearsal: bool) -> int:
    """The lines go, the numbers of what was imported stay."""
    old = ImportBatch.objects.forgotten()
    count = old.count()
    if not is_rehearsal:
        intake.forget()
    return count


@retention.step("contacts")
def _contacts(now: datetime, is_rehearsal: bool) -> int:
    """People who left every post long ago; the next sweep goes on where this one stops."""
    before = timezone.localdate(retention.TERM["contacts"].ends_before(now))
    left = forgetting.left_before(before)
    if is_rehearsal:
        return left.count()
    return sum(1 for cadre in left[:AT_ONCE] if forgetting.forget(cadre, by=None))
