"""Takes the decision on a programme back, within ten minutes and while nobody has built on it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, lock
from accounts.models import User
from accounts.notifying import withdraw
from cadres.deciding import deciders
from cadres.models import Right
from cadres.standing_in import ROUTE
from criteria import rules
from criteria.models import PledgeItem, Programme
from criteria.routing import take_programme_route

_ROUTE = tuple(name for name in ROUTE if name != "is_by_minutes")
_DECISION = ("decided_at", "decided_by", "return_reason", "in_place_reason")


@transaction.atomic
def undo(programme: Programme, *, by: User) -> Programme:
    """It waits again; the version stays, the notice and its mail are withdrawn."""
    lock(programme)
    programme = Programme.objects.for_detail().select_related("submitted_by").get(pk=programme.pk)
    if programme.decided_by_id not in {None, by.pk}:
        raise PermissionDenied("Chỉ người vừa quyết định mới hoàn tác được.")
    if not rules.can_undo_programme(programme, timezone.now()):
        raise StaleDocument(programme, "Chỉ hoàn tác được trong 10 phút sau khi quyết định.")
    if _is_built_on(programme):
        raise StaleDocument(programme, "Đơn vị đã làm tiếp theo quyết định này nên không hoàn tác được nữa.")
    was = programme.state
    _withdraw(programme)
    programme.state, programme.decided_at, programme.decided_by = Programme.State.SUBMITTED, None, None
    programme.return_reason = programme.in_place_reason = ""
    take_programme_route(programme)
    programme.save(update_fields=["state", *_ROUTE, *_DECISION])
    audit.record(
        "programme.undone",
        programme,
        by=by,
        unit_id=programme.unit_id,
        before={"state": was},
        after={"state": programme.state, "version": programme.version},
    )
    return programme


def _is_built_on(programme: Programme) -> bool:
    """Rewritten after it came back; or reported on, or taken into a pledge, after it was approved."""
    events = audit.trail(programme).filter(at__gte=programme.decided_at)
    if programme.state == Programme.State.RETURNED:
        return not events.filter(verb="programme.returned", after__version=programme.version).exists()
    is_reported = events.filter(verb__in=["programme.progressed", "evidence.attached"]).exists()
    return bool(is_reported or PledgeItem.objects.filter(focus__programme=programme).exists())


def _withdraw(programme: Programme) -> None:
    told = [programme.submitted_by] if programme.submitted_by else []
    withdraw(f"programme-decided:{programme.pk}:{programme.version}", told)
    if programme.in_place_of:
        passed_over = deciders(programme.in_place_of, Right.PROGRAMME_DECIDE, absent_too=True)
        withdraw(f"programme-in-place:{programme.pk}:{programme.version}", passed_over)
