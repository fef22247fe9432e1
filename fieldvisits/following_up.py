"""What becomes of a follow-up: the only module that writes its state once the report is sent."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from fieldvisits import notices, rules
from fieldvisits.models import FollowUp


@transaction.atomic
def move(follow_up: FollowUp, *, by: User, version: int, state: str, outcome: str) -> FollowUp:
    """Onwards, with what was done or why not."""
    follow_up = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("visit__cadre__user", "resolver_unit")
        .get(pk=follow_up.pk)
    )
    check_version(follow_up, version)
    if not rules.may_move(by, follow_up):
        raise PermissionDenied
    if not rules.can_move(follow_up, state):
        raise StaleDocument(follow_up, "Kiến nghị này đã được kết luận hoặc đang ở bước khác.")
    was = follow_up.state
    follow_up.state, follow_up.outcome = FollowUp.State(state), outcome
    follow_up.changed_at, follow_up.version = timezone.now(), follow_up.version + 1
    follow_up.save(update_fields=["state", "outcome", "changed_at", "version"])
    audit.record(
        "followup.moved",
        follow_up,
        by=by,
        cadre_id=follow_up.visit.cadre_id,
        unit_id=follow_up.visit.unit_id,
        reason=outcome,
        before={"state": was},
        after={"state": follow_up.state, "version": follow_up.version},
    )
    notices.follow_up_moved(follow_up, by=by)
    return follow_up
