"""Every look at another person's evaluation is in the trail."""

from datetime import timedelta

from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, User
from evaluations.models import Evaluation

VERB = "evaluation.viewed"
SAME_LOOK = timedelta(minutes=1)


def note(evaluation: Evaluation, *, by: User, page: str, is_fragment: bool = False) -> None:
    """Write that the page was shown; a fragment of the same page that htmx asks for again is the same look."""
    if evaluation.cadre.user_id == by.pk:
        return
    if is_fragment and _was_just_seen(evaluation, by):
        return
    audit.record(
        VERB, evaluation, by=by, cadre_id=evaluation.cadre_id, unit_id=evaluation.unit_id, after={"page": page}
    )


def _was_just_seen(evaluation: Evaluation, by: User) -> bool:
    looks = AuditEvent.objects.about(evaluation._meta.label_lower, str(evaluation.pk)).filter(verb=VERB)
    return looks.filter(actor_id=by.pk, at__gt=timezone.now() - SAME_LOOK).exists()
