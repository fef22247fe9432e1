from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres import after_merger
from cadres.access import rights_required
from cadres.counts import with_counts
from cadres.filters import UnitFilter
from cadres.forms import changing as change_forms
from cadres.models import Appointment, Right, Unit, UnitPlacement, UnitSuccession, holds, place_of
from cadres.views.accounts import HELPS

LEFT_SHOWN = timedelta(days=90)


@require_safe
@rights_required(Right.UNIT_READ)
def unit_list(request: HttpRequest) -> HttpResponse:
    filters = UnitFilter(request.GET)
    units = filters.apply(Unit.objects.visible_to(request.user).valid_on(timezone.localdate()))
    units = units.with_people().annotate(place=place_of(""))
    context = {
        "page": Paginator(units, 25).get_page(request.GET.get("trang")),
        "filters": filters,
        "reads_people": holds(request.user, Right.PEOPLE_READ),
    }
    return render(request, "cadres/_unit_table.html" if request.htmx else "cadres/unit_list.html", context)


@require_safe
@rights_required(Right.UNIT_READ)
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    posts = (
        Appointment.objects.valid_on(today).filter(unit=unit).in_posts().order_by("position__rank", "cadre__sort_key")
    )
    reads_people = unit.is_open_to(request.user, Right.PEOPLE_READ)
    can_edit_people = unit.is_open_to(request.user, Right.PEOPLE_EDIT)
    over = Appointment.objects.filter(unit=unit, valid_to__range=(today - LEFT_SHOWN, today - timedelta(days=1)))
    context = {
        "unit": unit,
        "reads_people": reads_people,
        "above": Unit.objects.visible_to(request.user).above(unit).reverse(),
        "children": with_counts(Unit.objects.children_of(unit).valid_on(today)),
        "page": Paginator(posts if reads_people else posts.none(), 25).get_page(request.GET.get("trang")),
        "placements": UnitPlacement.objects.filter(unit=unit).select_related("parent").order_by("-valid_from"),
        "successors": UnitSuccession.objects.filter(old_unit=unit).select_related("new_unit"),
        "predecessors": UnitSuccession.objects.filter(new_unit=unit).select_related("old_unit").order_by("on"),
        "changes": change_forms.offered(request.user, unit),
        "can_edit_people": unit.valid_to is None and can_edit_people,
        "left": over.in_posts().order_by("-valid_to")[:20] if can_edit_people else [],
        "can_manage_grants": unit.is_open_to(request.user, Right.GRANT_MANAGE),
        "manages_periods": unit.valid_to is None and holds(request.user, Right.PERIOD_MANAGE),
        "can_help_accounts": any(unit.is_open_to(request.user, right) for right in HELPS),
    }
    return render(request, "cadres/unit_detail.html", context)


@require_safe
@rights_required(Right.UNIT_EDIT)
def unit_after_merger(request: HttpRequest, pk: int) -> HttpResponse:
    """What is left to do in a unit that others were merged into."""
    unit = get_object_or_404(Unit.objects.where(request.user, Right.UNIT_EDIT), pk=pk)
    items = after_merger.checklist(unit)
    context = {
        "unit": unit,
        "on": after_merger.merged_on(unit),
        "items": items,
        "left": sum(not item.is_done for item in items),
        "predecessors": after_merger.predecessors(unit),
    }
    return render(request, "cadres/after_merger.html", context)
