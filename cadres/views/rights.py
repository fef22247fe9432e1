"""Who may do what: one's own rights and where they come from, and the people and rights of a unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.models import Right, Unit
from cadres.reasons import reasons_at, reasons_of


@require_safe
@rights_required(*Right)
def my_rights(request: HttpRequest) -> HttpResponse:
    return render(request, "cadres/my_rights.html", {"reasons": reasons_of(request.user, timezone.localdate())})


@require_safe
@rights_required(Right.GRANT_MANAGE)
def unit_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who may do something at exactly this unit today, and why."""
    unit = get_object_or_404(Unit.objects.where(request.user, Right.GRANT_MANAGE), pk=pk)
    context = {"unit": unit, "groups": reasons_at(unit, timezone.localdate())}
    return render(request, "cadres/unit_rights.html", context)
