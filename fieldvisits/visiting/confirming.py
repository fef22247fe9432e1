"""What the deciding secretary does with a reported visit: confirm it, or ask what is unclear."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import User
from cadres.models import Right
from cadres.standing_in import settle
from fieldvisits import notices, rules
from fieldvisits.models import Visit
from fieldvisits.routing import take_route
from fieldvisits.visiting import rows


@transaction.atomic
def confirm(visit: Visit, *, by: User, version: int, in_place_reason: str = "") -> Visit:
    return _decide(visit, Visit.State.CONFIRMED, by=by, version=version, in_place_reason=in_place_reason)


@transaction.atomic
def question(visit: Visit, *, by: User, version: int, reason: str, in_place_reason: str = "") -> Visit:
    """Back to the person, who completes the report and sends it again."""
    return _decide(
        visit, Visit.State.QUESTIONED, by=by, version=version, reason=reason, in_place_reason=in_place_reason
    )


def _decide(visit: Visit, state: str, *, by: User, version: int, in_place_reason: str, reason: str = "") -> Visit:
    visit = rows.locked(visit, version)
    take_route(visit)
    acts = rules.confirms_as(by, visit, timezone.localdate())
    if acts is None:
        raise PermissionDenied("Chuyến đi này do đơn vị khác xác nhận, và không ai tự xác nhận cho mình.")
    if not rules.can_confirm(visit):
        raise StaleDocument(visit, "Chuyến đi này không còn chờ xác nhận.")
    acting = settle(visit, acts, Right.VISIT_DECIDE, by=by, reason=in_place_reason)
    was = visit.state
    visit.state, visit.question, visit.decided_at, visit.decided_by = state, reason, timezone.now(), by
    rows.save(visit, "state", *rows.ROUTE, *rows.DECISION)
    rows.record(state, visit, by=by, was=was, reason=reason or visit.in_place_reason, acting=acting)
    notices.visit_decided(visit)
    notices.visit_passed_over(visit, by=by)
    return visit
