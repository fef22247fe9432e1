from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.models import Right, holds_at
from reports import counting, entries, lists
from reports.filters import BoardFilter
from reports.measures import BY_CODE, SCALE, Measure
from reports.models import Snapshot


def _measure(code: str) -> Measure:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


@require_safe
@rights_required(Right.REPORT_READ)
def rows(request: HttpRequest, code: str) -> HttpResponse:
    """The very rows behind a live figure; their number is the figure."""
    measure, filters = _measure(code), BoardFilter(request.GET, user=request.user)
    unit, year = filters.unit, filters.year
    if not holds_at(request.user, measure.right, unit.path):
        raise PermissionDenied
    view, is_own = counting.year_view(year), "rieng" in request.GET
    found = counting.rows(measure, view, unit, is_own=is_own)
    page = Paginator(lists.ordered(measure, found), 25).get_page(request.GET.get("trang"))
    context = {
        "measure": measure,
        "unit": unit,
        "year": year,
        "is_own": is_own,
        "page": page,
        "figure": counting.amount_of(measure, found) / SCALE if measure.amount else page.paginator.count,
        "items": lists.items(measure, page.object_list, view),
        "as_of": timezone.now(),
    }
    return render(request, "reports/_rows.html" if request.htmx else "reports/rows.html", context)


@require_safe
@rights_required(Right.REPORT_READ)
def snapshot_rows(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The entries behind a frozen figure, with the states of that moment."""
    snapshot = get_object_or_404(Snapshot, pk=pk, kind=Snapshot.Kind.FROZEN)
    measure, filters = _measure(code), BoardFilter(request.GET, user=request.user)
    unit = filters.unit
    if not holds_at(request.user, measure.right, unit.path):
        raise PermissionDenied
    is_own = "rieng" in request.GET
    found = entries.behind(snapshot, measure, unit, is_own=is_own)
    page = Paginator(found, 25).get_page(request.GET.get("trang"))
    context = {
        "measure": measure,
        "unit": unit,
        "year": snapshot.year,
        "is_own": is_own,
        "page": page,
        "figure": entries.amount_of(snapshot, measure, found),
        "items": entries.items(snapshot, measure, page.object_list),
        "as_of": snapshot.as_of,
        "snapshot": snapshot,
    }
    return render(request, "reports/_rows.html" if request.htmx else "reports/rows.html", context)
