from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.filters import UnitFilter
from cadres.models import Appointment, Right, Unit, UnitPlacement, holds, place_of

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
def unit_tree(request: HttpRequest) -> HttpResponse:
    """The tree from the highest units in reach; ?mo=<id> opens one level below a unit, alone for htmx."""
    visible = Unit.objects.visible_to(request.user).valid_on(timezone.localdate())
    reads_people = holds(request.user, Right.PEOPLE_READ)
    opened = visible.filter(pk=request.GET.get("mo") or 0).first() if request.GET.get("mo", "0").isdecimal() else None
    if request.htmx and opened:
        below = visible.children_of(opened).with_people()
        return render(request, "cadres/_unit_nodes.html", {"units": below, "reads_people": reads_people})
    tops = list(visible.tops_of(request.user, Right.UNIT_READ).with_people())
    path = (
        list(visible.filter(pk__in=[*visible.above(opened).values_list("pk", flat=True), opened.pk]))
        if opened
        else tops[:1]
    )
    context = {
        "tops": tops,
        "levels": [(unit, list(visible.children_of(unit).with_people())) for unit in path],
        "opened": opened,
        "reads_people": reads_people,
    }
    return render(request, "cadres/unit_tree.html", context)


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
        "children": Unit.objects.children_of(unit).valid_on(today).with_people(),
        "page": Paginator(posts if reads_people else posts.none(), 25).get_page(request.GET.get("trang")),
        "placements": UnitPlacement.objects.filter(unit=unit).select_related("parent").order_by("-valid_from"),
        "can_edit_people": can_edit_people,
        "left": over.in_posts().order_by("-valid_to")[:20] if can_edit_people else [],
        "can_manage_grants": unit.is_open_to(request.user, Right.GRANT_MANAGE),
    }
    return render(request, "cadres/unit_detail.html", context)
