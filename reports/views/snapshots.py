from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit, running
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, Unit
from reports import boards, counting, freezing, reading
from reports.filters import BoardFilter
from reports.forms import FreezeForm
from reports.models import Snapshot
from reports.tasks import FREEZE


def _frozen(pk: int) -> Snapshot:
    return get_object_or_404(Snapshot.objects.select_related("frozen_by"), pk=pk, kind=Snapshot.Kind.FROZEN)


@require_safe
@rights_required(Right.REPORT_READ)
def snapshot_list(request: HttpRequest) -> HttpResponse:
    """Frozen reports that hold figures of the unit."""
    unit = BoardFilter(request.GET, user=request.user).unit
    page = Paginator(Snapshot.objects.frozen_for(unit), 25).get_page(request.GET.get("trang"))
    return render(request, "reports/snapshot_list.html", {"page": page, "unit": unit})


@require_safe
@rights_required(Right.REPORT_READ)
def snapshot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen figures of a unit and of those below it."""
    snapshot, filters = _frozen(pk), BoardFilter(request.GET, user=request.user)
    board = boards.frozen(snapshot, filters.unit, request.user)
    if board is None:
        raise Http404
    context = {
        "snapshot": snapshot,
        "board": board,
        "lines": filters.apply(board.lines),
        "filters": filters,
        "year": snapshot.year,
        "parent": filters.reach.above(board.unit).first(),
        "tiles": reading.tiles(board.figures),
        "denominators": reading.denominators(board.figures),
        "events": audit.trail(snapshot),
    }
    return render(request, "reports/_table.html" if request.htmx else "reports/snapshot_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.REPORT_FREEZE)
@submit_once
def snapshot_new(request: HttpRequest) -> HttpResponse:
    """Says what will be frozen and by whom, then starts it."""
    if not freezing.can_freeze(request.user):
        raise PermissionDenied
    filters = BoardFilter(request.POST or request.GET, user=request.user)
    form = FreezeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = running.start(
            FREEZE.code,
            by=request.user,
            parameters={"year": filters.year},
            reason=form.cleaned_data["note"],
            label=f"Chốt báo cáo năm {filters.year}",
        )
        return redirect("accounts:run_detail", pk=run.pk)
    root = Unit.objects.get_first_root_node()
    board = boards.live(root, counting.year_view(filters.year), request.user)
    context = {"form": form, "filters": filters, "year": filters.year, "board": board, "units": Unit.objects.count()}
    return render(request, "reports/snapshot_new.html", context)


@require_POST
@rights_required(Right.REPORT_READ)
def snapshot_verify(request: HttpRequest, pk: int) -> HttpResponse:
    snapshot = _frozen(pk)
    if freezing.is_intact(snapshot):
        messages.success(request, "Số liệu còn nguyên: mã kiểm tra khớp với mọi dòng đã chốt.")
    else:
        messages.error(request, "Số liệu không còn nguyên: mã kiểm tra không khớp. Báo ngay cho quản trị hệ thống.")
    return redirect(snapshot)
