"""Copying foci down to many units: choosing, the exact count, what became of each, and taking it back."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Run
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import copying_down, rules
from criteria.forms.spreading import CopyDownForm, NarrowForm
from criteria.models import Programme
from criteria.spreading import units_below

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def copy_down_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose, see how many units it is, then start the run."""
    found = Programme.objects.visible_to(request.user).select_related("unit", "period")
    programme = get_object_or_404(found.prefetch_related("foci__indicators", "foci__solutions"), pk=pk)
    if not rules.may_copy_down(request.user, programme):
        raise PermissionDenied
    if request.method != "POST" and not rules.can_mark_receipt(programme):
        return redirect(programme)
    below = units_below(programme.unit)
    narrow = NarrowForm(request.GET, units=below)
    form = CopyDownForm(request.POST or None, programme=programme, units=below)
    context = {"programme": programme, "narrow": narrow, "form": form, "units": narrow.apply(), "below": below}
    if request.method != "POST":
        return render(request, "criteria/copy_down_new.html", context)
    if not form.is_valid():
        return render(request, "criteria/copy_down_new.html", context, status=422)
    chosen = form.cleaned_data
    if request.POST.get("act") != "copy":
        outlook = copying_down.outlook(programme, chosen["foci"], chosen["units"])
        return render(request, "criteria/copy_down_check.html", context | chosen | {"outlook": outlook})
    run = copying_down.start(
        programme, chosen["foci"], chosen["units"], by=request.user, with_solutions=chosen["with_solutions"]
    )
    return redirect("accounts:run_detail", run.pk)


def _run(request: HttpRequest, pk: object) -> Run:
    runs = Run.objects.visible_to(request.user).filter(kind__in=(copying_down.COPY, copying_down.UNDO))
    return get_object_or_404(runs, pk=pk)


@require_safe
@rights_required(Right.PROGRAMME_EDIT)
def copy_down_result(request: HttpRequest, pk: object) -> HttpResponse:
    run = _run(request, pk)
    rows = copying_down.outcome_of(run)
    done = sum(row["result"] in {"copied", "undone"} for row in rows)
    context = {
        "run": run,
        "is_undo": run.kind == copying_down.UNDO,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("trang")),
        "done": done,
        "total": len(rows),
        "can_undo": run.kind == copying_down.COPY and run.is_finished and run.focus_copies.exists(),
    }
    return render(request, "criteria/copy_down_result.html", context)


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def copy_down_undo(request: HttpRequest, pk: object) -> HttpResponse:
    run = copying_down.start_undo(_run(request, pk), by=request.user)
    return redirect("accounts:run_detail", run.pk)
