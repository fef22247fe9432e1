"""Visits of those whom the reader may see, and where one cadre stands."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.models import Appointment, Cadre, Right, holds, within_reach
from criteria.models import Period
from fieldvisits.filters import VisitFilter
from fieldvisits.models import Visit
from fieldvisits.standing import visit_standing

ROWS = 25


@require_safe
@rights_required(Right.VISIT_READ)
def visit_list(request: HttpRequest) -> HttpResponse:
    filters = VisitFilter(request.GET)
    context = {
        "page": Paginator(filters.listed(request.user), ROWS).get_page(request.GET.get("trang")),
        "filters": filters,
        "can_manage": holds(request.user, Right.PERIOD_MANAGE),
    }
    return render(request, "fieldvisits/_visit_table.html" if request.htmx else "fieldvisits/visit_list.html", context)


@require_safe
@rights_required(Right.PEOPLE_READ)
def visit_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Days done of the quota, for the page of a cadre; nothing for those who may not read his visits."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    reachable = Appointment.objects.filter(within_reach(request.user, Right.VISIT_READ), cadre=cadre)
    post = reachable.valid_on(today).main().in_posts().first()
    period = Period.objects.open_for(post).first() if post else None
    visits = Visit.objects.visible_to(request.user).filter(cadre=cadre).for_list().order_by("-starts_on")
    standing = visit_standing(cadre, period, today) if period else None
    context = {"post": post, "standing": standing, "period": period, "visits": list(visits[:5])}
    return render(request, "fieldvisits/_visits_of.html", context)
