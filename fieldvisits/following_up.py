"""What happens to a follow-up: open → in progress → resolved, or rejected with the reason."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from fieldvisits import notices, rules
from fieldvisits.models import FollowUp


@transaction.atomic
def move(follow_up: FollowUp, state: str, *, by: User, version: int, outcome: str = "") -> FollowUp:
    """Say how far it is; a rejection says why."""
    row = FollowUp.objects.select_for_update(of=("self",)).for_list().get(pk=follow_up.pk)
    check_version(row, version)
    if not rules.may_move(by, row):
        raise PermissionDenied
    if not rules.can_move(row):
        raise StaleDocument(row, "Kiến nghị này đã xong rồi.")
    was, row.state = row.state, state
    row.outcome, row.changed_at = outcome, timezone.now()
    row.version += 1
    row.save(update_fields=["state", "outcome", "changed_at", "version"])
    notices.follow_up_moved(row, by=by)
    audit.record(
        "followup.moved",
        row,
        by=by,
        cadre_id=row.visit.cadre_id,
        unit_id=row.visit.unit_id,
        reason=outcome,
        before={"state": was},
        after={"state": state},
    )
    return row
