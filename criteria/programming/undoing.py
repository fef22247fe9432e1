"""Takes the decision on a programme back, within ten minutes and while nobody has built on it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from accounts.notifying import withdraw
from cadres.deciding import deciders
from cadres.models import Right
from criteria import rules
from criteria.models import PledgeItem, Programme
from criteria.programming import rows
from criteria.routing import take_programme_route

_DECIDED = ("programme.approved", "programme.returned")


@transaction.atomic
def undo(programme: Programme, *, by: User) -> Programme:
    """It waits again; the version stays, the notice and its mail are withdrawn."""
    programme = rows.locked(programme)
    if programme.decided_by_id not in {None, by.pk}:
        raise PermissionDenied("Chỉ người vừa quyết định mới hoàn tác được.")
    if not rules.can_undo_programme(programme, timezone.now()):
        raise StaleDocument(programme, "Chỉ hoàn tác được trong 10 phút sau khi quyết định.")
    if _is_built_on(programme):
        raise StaleDocument(programme, "Đơn vị đã làm tiếp theo quyết định này nên không hoàn tác được nữa.")
    was = programme.state
    _withdraw(programme)
    sent = programme.revisions.order_by("-no").values("pk")[:1]
    programme.revisions.filter(pk__in=sent).update(decision="", reason="", decided_by=None, decided_at=None)
    programme.state, programme.decided_at, programme.decided_by = Programme.State.SUBMITTED, None, None
    programme.return_reason = programme.in_place_reason = ""
    take_programme_route(programme)
    programme.save(update_fields=["state", *rows.ROUTE, *rows.DECISION])
    rows.record("undone", programme, by=by, was=was)
    return programme


def _is_built_on(programme: Programme) -> bool:
    """Rewritten or amended, or worked on by the unit, or taken into a pledge."""
    since = audit.trail(programme).filter(at__gte=programme.decided_at)
    is_rewritten = not since.filter(verb__in=_DECIDED, after__version=programme.version).exists()
    is_worked_on = programme.amendment is not None or since.exclude(verb__in=_DECIDED).exists()
    return bool(is_rewritten or is_worked_on or PledgeItem.objects.filter(focus__programme=programme).exists())


def _withdraw(programme: Programme) -> None:
    told = [programme.submitted_by] if programme.submitted_by else []
    withdraw(f"programme-decided:{programme.pk}:{programme.version}", told)
    if programme.in_place_of:
        passed_over = deciders(programme.in_place_of, Right.PROGRAMME_DECIDE, absent_too=True)
        withdraw(f"programme-in-place:{programme.pk}:{programme.version}", passed_over)
