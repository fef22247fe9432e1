"""Who is in charge of which units: the map of the province, putting somebody in charge, ending it."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.documents import StaleDocument
from accounts.submit_keys import submit_once
from cadres import supervising
from cadres.access import rights_required
from cadres.forms.granting import ChargeForm, EndForm
from cadres.models import Right, Supervision, Unit
from cadres.models.units import UnitQuerySet


@require_safe
@rights_required(Right.REPORT_READ)
def supervision_map(request: HttpRequest) -> HttpResponse:
    """Units directly under the province, those without anybody first, or by who is in charge (?xem=nguoi)."""
    units = _units(request)
    page = Paginator(units, 50).get_page(request.GET.get("trang"))
    for unit in page.object_list:
        unit.can_assign = supervising.may_assign(request.user, unit)
    view = request.GET.get("xem", "")
    context = {"page": page, "uncovered": units.filter(is_covered=False).count(), "view": view}
    return render(request, "cadres/supervision_map.html", context | {"by_person": _by_person(units) if view else []})


@require_safe
@rights_required(Right.REPORT_READ)
def supervision_print(request: HttpRequest) -> HttpResponse:
    context = {"units": _units(request), "today": timezone.localdate(), "root": Unit.objects.get_first_root_node()}
    return render(request, "cadres/supervision_print.html", context)


def _units(request: HttpRequest) -> UnitQuerySet:
    """With `charges` of today, and whether there is any."""
    today = timezone.localdate()
    charges = (
        Supervision.objects.valid_on(today).select_related("supervisor", "department").order_by("valid_from", "pk")
    )
    units = Unit.objects.where(request.user, Right.REPORT_READ).valid_on(today).directly_under_a_province()
    units = units.annotate(is_covered=Exists(charges.filter(unit=OuterRef("pk")))).order_by("is_covered", "path")
    return units.prefetch_related(Prefetch("supervised_by", queryset=charges, to_attr="charges"))


def _by_person(units: Iterable[Unit]) -> list[tuple[str, list[Unit]]]:
    """The same lines, gathered by who is in charge, whoever has most first."""
    found: dict[tuple[int | None, int | None], tuple[str, list[Unit]]] = {}
    for unit in units:
        for charge in unit.charges:
            key = (charge.supervisor_id, charge.department_id)
            found.setdefault(key, (str(charge.in_charge), []))[1].append(unit)
    return sorted(found.values(), key=lambda pair: (-len(pair[1]), pair[0]))


@require_http_methods(["GET", "POST"])
@rights_required(Right.GRANT_MANAGE)
@submit_once
def supervision_new(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.where(request.user, Right.GRANT_MANAGE), pk=pk)
    form = ChargeForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["instead_of"]:
                supervising.hand_over(data["instead_of"], by=request.user, **form.chosen)
            else:
                supervising.assign(unit, by=request.user, valid_from=data["valid_from"], **form.chosen)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, f"Đã phân công phụ trách {unit}.")
            return redirect("cadres:supervision_map")
    context = {"form": form, "unit": unit, "charges": _charges(unit)}
    return render(request, "cadres/supervision_new.html", context, status=422 if form.is_bound else 200)


def _charges(unit: Unit) -> list[Supervision]:
    found = Supervision.objects.filter(unit=unit).select_related("supervisor", "department")
    return list(found.order_by("-valid_from"))


@require_POST
@rights_required(Right.GRANT_MANAGE)
def supervision_end(request: HttpRequest, pk: int) -> HttpResponse:
    charges = Supervision.objects.filter(unit__in=Unit.objects.where(request.user, Right.GRANT_MANAGE))
    charge = get_object_or_404(charges.select_related("unit"), pk=pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Chưa kết thúc được: ghi lý do, ví dụ số quyết định.")
        return redirect("cadres:supervision_new", pk=charge.unit_id)
    try:
        supervising.end(charge, by=request.user, reason=form.cleaned_data["reason"])
    except StaleDocument:
        messages.info(request, "Phân công này đã kết thúc từ trước.")
    else:
        messages.success(request, "Đã kết thúc phân công phụ trách.")
    return redirect("cadres:supervision_new", pk=charge.unit_id)
