"""A change of the tree on its pages: the form, the preview, the confirmation; and many at once from a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres import july_2025, reorganising
from cadres.access import rights_required
from cadres.forms.changing import VERBS
from cadres.forms.plans import PlanForm
from cadres.models import HandDecision, Reorganisation, Right, Unit
from cadres.reorganising import people_lines, runs
from cadres.reorganising.verbs import NOT_YOURS
from cadres.workbooks import plans

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERSION = "version"


@require_http_methods(["GET", "POST"])
@rights_required(Right.UNIT_EDIT)
def unit_change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Say what is to become of a unit; the next page shows what that comes to."""
    unit = get_object_or_404(Unit.objects.where(request.user, Right.UNIT_EDIT), pk=pk)
    chosen = VERBS.get(verb)
    if chosen is None:
        raise Http404
    if not chosen.is_open_to(request.user, unit):
        raise PermissionDenied(NOT_YOURS)
    form = chosen.form(request.POST or None, unit=unit, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = reorganising.draft(form.change(), title=form.title, legal_basis=form.basis, by=request.user)
        return redirect(made)
    return render(request, "cadres/unit_change.html", {"unit": unit, "verb": chosen, "form": form})


@require_http_methods(["GET", "POST"])
@rights_required(Right.UNIT_EDIT)
def reorganisation_list(request: HttpRequest) -> HttpResponse:
    """Upload a plan of many changes; below, what was planned and done before."""
    form = PlanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        plan, name = form.cleaned_data["plan"], form.cleaned_data["file"].name
        title = f"Sắp xếp đơn vị theo {name}"
        made = reorganising.draft(plan.change, title=title, legal_basis=plan.basis, by=request.user, file_name=name)
        return redirect(made)
    earlier = Reorganisation.objects.visible_to(request.user).select_related("by", "unit")
    context = {
        "form": form,
        "page": Paginator(earlier.defer("change", "preview", "outcome"), 25).get_page(request.GET.get("trang")),
        "to_decide": HandDecision.objects.visible_to(request.user).open().count(),
    }
    return render(request, "cadres/reorganisation_list.html", context)


@require_safe
@rights_required(Right.UNIT_EDIT)
def reorganisation_template(request: HttpRequest) -> HttpResponse:
    """The empty plan; or, with ?mau=thang-7-2025, the one of July 2025."""
    is_july = request.GET.get("mau") == "thang-7-2025"
    content = plans.workbook(july_2025.plan_rows() if is_july else ())
    name = "phuong-an-thang-7-2025.xlsx" if is_july else "phuong-an-sap-xep.xlsx"
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_safe
@rights_required(Right.UNIT_EDIT)
def reorganisation_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a change will do by today's data, or did."""
    made = get_object_or_404(Reorganisation.objects.visible_to(request.user).select_related("by", "unit"), pk=pk)
    context: dict[str, Any] = {"made": made, "told": made.preview, "events": audit.trail(made)[:20]}
    if made.can_be_cancelled:
        settled = reorganising.current(made)
        context |= {
            "is_stale": made.state == Reorganisation.State.DRAFT and settled.facts.fingerprint != made.fingerprint,
            "carried": people_lines.carried_lines(settled),
            "by_hand": people_lines.by_hand_lines(settled),
        }
    else:
        context["decisions"] = made.decisions.open().for_page().in_order()[: people_lines.SHOWN]
        context["to_decide"] = made.decisions.open().count()
    return render(request, "cadres/reorganisation_detail.html", context)


@require_POST
@rights_required(Right.UNIT_EDIT)
@submit_once
def reorganisation_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Small changes at once; large ones as a run that shows its progress."""
    made = get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)
    version = _version(request)
    if runs.is_large(made):
        run = runs.start(made, by=request.user, version=version)
        return redirect("accounts:run_detail", pk=run.pk)
    made = reorganising.confirm(made, by=request.user, version=version)
    is_done = made.state == Reorganisation.State.DONE
    messages.success(
        request, "Đã thực hiện." if is_done else f"Đã đặt lịch. Cổng thực hiện vào ngày {made.on:%d/%m/%Y}."
    )
    return redirect(made)


@require_POST
@rights_required(Right.UNIT_EDIT)
def reorganisation_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    made = get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)
    reorganising.cancel(made, by=request.user, version=_version(request))
    messages.success(request, "Đã hủy, không đơn vị nào thay đổi.")
    return redirect("cadres:reorganisation_list")


@require_POST
@rights_required(Right.UNIT_EDIT)
def reorganisation_renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at it by today's data."""
    made = get_object_or_404(Reorganisation.objects.visible_to(request.user), pk=pk)
    return redirect(reorganising.look_again(made, by=request.user))


def _version(request: HttpRequest) -> int:
    text = request.POST.get(VERSION, "")
    return int(text) if text.isdecimal() else -1
