from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.history_page import render_history
from cadres import shown_history
from cadres.access import rights_required
from cadres.models import Cadre, Right, Unit, holds


@require_safe
@rights_required(Right.PEOPLE_READ)
def cadre_history(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    keeps_people = Cadre.objects.editable_by(request.user).filter(pk=cadre.pk).exists()
    entries = shown_history.of_cadre(
        cadre,
        with_contacts=cadre.user_id == request.user.pk or keeps_people or holds(request.user, Right.AUDIT_READ),
    )
    return render_history(request, entries, title=cadre.full_name, back=cadre.get_absolute_url())


@require_safe
@rights_required(Right.UNIT_READ)
def unit_history(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    return render_history(request, shown_history.of_unit(unit), title=unit.name, back=unit.get_absolute_url())
