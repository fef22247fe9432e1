"""Each January a unit says who holds its posts; a list shows who has not yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cadres import post_rules, rosters
from cadres.access import rights_required
from cadres.filters import RosterFilter
from cadres.forms.rosters import AttestForm, NormForm
from cadres.models import Position, Right, RosterAttestation, Unit, UnitType, holds, place_of
from cadres.models.units import TYPES_AT_LEVEL, UnitQuerySet


def _in_reach(request: HttpRequest) -> UnitQuerySet:
    units = Unit.objects.where(request.user, Right.PEOPLE_READ).valid_on(timezone.localdate())
    return rosters.attesting(units)


@require_safe
@rights_required(Right.PEOPLE_READ)
def roster_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = RosterFilter(request.GET)
    units = filters.apply(rosters.with_roster(_in_reach(request), today.year, today))
    context = {
        "page": Paginator(units, 25).get_page(request.GET.get("trang")),
        "filters": filters,
        "year": today.year,
        "due_on": rosters.due_on(today.year),
        "sets_norms": holds(request.user, Right.PERIOD_MANAGE),
    }
    return render(request, "cadres/_roster_table.html" if request.htmx else "cadres/roster_list.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_READ)
def roster_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds each post against what should be; the secretary confirms."""
    today = timezone.localdate()
    units = rosters.with_roster(_in_reach(request), today.year, today).annotate(place=place_of(""))
    unit = get_object_or_404(units, pk=pk)
    rows = rosters.roster_of(unit, today)
    form = AttestForm(request.POST or None, rows=rows, initial={"seen": rosters.fingerprint(rows)})
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        rosters.attest(unit, today.year, form.numbers, by=request.user, on=today, seen=seen)
        messages.success(request, f"Đã điểm danh {unit} năm {today.year}.")
        return redirect("cadres:roster_detail", pk=unit.pk)
    context = {
        "unit": unit,
        "form": form,
        "year": today.year,
        "due_on": rosters.due_on(today.year),
        "can_attest": post_rules.may_attest(request.user, unit),
        "attestations": RosterAttestation.objects.filter(unit=unit).select_related("attested_by")[:10],
        "vacant": sum(row.vacant for row in rows),
        "held": sum(len(row.posts) for row in rows),
    }
    return render(request, "cadres/roster_detail.html", context)


@require_safe
@rights_required(Right.PEOPLE_READ)
def roster_print(request: HttpRequest, pk: int) -> HttpResponse:
    """This year's latest attestation on paper; before there is one, the list of today as a draft."""
    today = timezone.localdate()
    unit = get_object_or_404(_in_reach(request), pk=pk)
    of_year = RosterAttestation.objects.filter(unit=unit, year=today.year)
    latest = of_year.select_related("attested_by").first()
    rows = rosters.attested_rows(latest) if latest else rosters.draft_rows(unit, today)
    above = Unit.objects.above(unit).first()
    context = {"unit": unit, "above": above, "latest": latest, "rows": rows, "today": today}
    return render(request, "cadres/roster_print.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def norm_edit(request: HttpRequest) -> HttpResponse:
    """How many of each post a unit of a type should have, one type at a time."""
    wanted = request.POST.get("loai") or request.GET.get("loai") or UnitType.BASE
    unit_type = UnitType(wanted) if wanted in rosters.USUAL else UnitType.BASE
    level = next(level for level, types in TYPES_AT_LEVEL.items() if unit_type in types)
    positions, counts = list(Position.objects.filter(level=level)), rosters.expected_of([unit_type])[unit_type]
    form = NormForm(request.POST or None, positions=positions, counts=counts)
    if request.method == "POST" and form.is_valid():
        rosters.set_expected(unit_type, form.counts, by=request.user)
        messages.success(request, f"Đã đặt số chức vụ phải có của loại {unit_type.label}.")
        return redirect(f"{request.path}?loai={unit_type}")
    types = [UnitType(kind) for kind in rosters.USUAL]
    return render(request, "cadres/norm_edit.html", {"form": form, "types": types, "unit_type": unit_type})
