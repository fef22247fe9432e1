"""Who may do what: one's own rights and where they come from, and the people and rights of a unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.models import Right, Unit
from cadres.reasons import POST, holders_by_right, reasons_at, reasons_of


@require_safe
def my_rights(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in: who lost the last right is told so here."""
    return render(request, "cadres/my_rights.html", {"reasons": reasons_of(request.user, timezone.localdate())})


@require_safe
@rights_required(Right.GRANT_MANAGE)
def unit_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who may do something at exactly this unit today, and why."""
    unit = get_object_or_404(Unit.objects.where(request.user, Right.GRANT_MANAGE), pk=pk)
    today, reads_people = timezone.localdate(), unit.is_open_to(request.user, Right.PEOPLE_READ)
    groups = [(kind, found) for kind, found in reasons_at(unit, today) if reads_people or kind != POST]
    context = {"unit": unit, "groups": groups, "by_right": holders_by_right(unit, today) if reads_people else []}
    return render(request, "cadres/unit_rights.html", context)
