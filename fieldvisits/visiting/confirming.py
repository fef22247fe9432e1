"""What the deciding secretary does with a reported visit: confirm it, or ask what is unclear."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Unit
from fieldvisits import notices, rules
from fieldvisits.models import Visit
from fieldvisits.routing import route_of
from fieldvisits.visiting import rows


@transaction.atomic
def confirm(visit: Visit, *, by: User, version: int) -> Visit:
    return _decide(visit, Visit.State.CONFIRMED, by=by, version=version)


@transaction.atomic
def question(visit: Visit, *, by: User, version: int, reason: str) -> Visit:
    """Back to the person, who completes the report and sends it again."""
    return _decide(visit, Visit.State.QUESTIONED, by=by, version=version, reason=reason)


def _decide(visit: Visit, state: str, *, by: User, version: int, reason: str = "") -> Visit:
    visit = rows.locked(visit, version)
    visit.deciding_unit = Unit.objects.get(pk=route_of(visit).unit_id)
    if not rules.may_confirm(by, visit, visit.deciding_unit.path):
        raise PermissionDenied
    if not rules.can_confirm(visit):
        raise StaleDocument(visit, "Chuyến đi này không còn chờ xác nhận.")
    was = visit.state
    visit.state, visit.question, visit.decided_at, visit.decided_by = state, reason, timezone.now(), by
    rows.save(visit, "state", "deciding_unit", *rows.DECISION)
    rows.record(state, visit, by=by, was=was, reason=reason)
    notices.visit_decided(visit)
    return visit
