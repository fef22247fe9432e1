"""Who is in charge of which units: the map of the province, putting somebody in charge, ending it."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.documents import StaleDocument
from accounts.submit_keys import submit_once
from cadres import supervising
from cadres.access import rights_required
from cadres.forms.granting import ChargeForm
from cadres.models import Level, Right, Supervision, Unit


@require_safe
@rights_required(Right.REPORT_READ)
def supervision_map(request: HttpRequest) -> HttpResponse:
    """Units of the district level, those without anybody first, or by who is in charge (?xem=nguoi)."""
    today = timezone.localdate()
    charges = Supervision.objects.valid_on(today).select_related("supervisor", "department", "unit")
    units = Unit.objects.where(request.user, Right.REPORT_READ).valid_on(today).filter(level=Level.DISTRICT)
    units = units.annotate(is_covered=Exists(charges.filter(unit=OuterRef("pk")))).order_by("is_covered", "path")
    page = Paginator(units, 50).get_page(request.GET.get("trang"))
    by_unit = defaultdict(list)
    for charge in charges.filter(unit__in=[unit.pk for unit in page.object_list]):
        by_unit[charge.unit_id].append(charge)
    for unit in page.object_list:
        unit.charges = by_unit[unit.pk]
        unit.can_assign = supervising.may_assign(request.user, unit)
    context = {"page": page, "uncovered": units.filter(is_covered=False).count(), "by_person": _by_person(page)}
    return render(request, "cadres/supervision_map.html", context | {"view": request.GET.get("xem", "")})


def _by_person(page):  # type: ignore[no-untyped-def]
    """The same lines, gathered by who is in charge."""
    found = defaultdict(list)
    for unit in page.object_list:
        for charge in unit.charges:
            found[str(charge.supervisor or charge.department)].append(unit)
    return sorted(found.items())


@require_http_methods(["GET", "POST"])
@rights_required(Right.GRANT_MANAGE)
@submit_once
def supervision_new(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.where(request.user, Right.GRANT_MANAGE), pk=pk)
    form = ChargeForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            supervising.assign(unit, by=request.user, valid_from=form.cleaned_data["valid_from"], **form.chosen)
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
    try:
        supervising.end(charge, by=request.user)
    except StaleDocument:
        messages.info(request, "Phân công này đã kết thúc từ trước.")
    else:
        messages.success(request, "Đã kết thúc phân công phụ trách.")
    return redirect("cadres:supervision_new", pk=charge.unit_id)
