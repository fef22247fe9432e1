"""A unit and the programme above it; a superior and the units below its programme."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cadres.access import rights_required
from cadres.models import Right, Unit
from criteria import copying, passing_on, programming, rules
from criteria.filters import programme_period
from criteria.forms.spreading import BelowFilter, PassedOnForm, TakeFocusForm
from criteria.models import Programme, ProgrammeReceipt
from criteria.spreading import programme_above, reminder_text, spread_of, units_below
from criteria.takers import takers_of

ROWS = 25


def _unit(request: HttpRequest, unit_pk: int) -> tuple[Unit, Programme | None]:
    """The unit and the approved programme above it that it has to carry out."""
    unit = get_object_or_404(Unit.objects.where(request.user, Right.PROGRAMME_READ), pk=unit_pk)
    above = programme_above(unit, programme_period())
    return unit, above if above and rules.is_spread_to(above, unit) else None


def _place(request: HttpRequest, unit_pk: int) -> tuple[Unit, Programme]:
    unit, above = _unit(request, unit_pk)
    if above is None:
        raise Http404
    return unit, above


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_above_page(request: HttpRequest, unit_pk: int) -> HttpResponse:
    unit, above = _unit(request, unit_pk)
    context = _beside(request, unit, above) if above else {"unit": unit}
    return render(request, "criteria/programme_above.html", context)


def _beside(request: HttpRequest, unit: Unit, above: Programme) -> dict[str, Any]:
    """Both programmes, what was taken over already, and the receipt."""
    own = Programme.objects.filter(unit=unit, period=above.period).select_related("unit", "period")
    own = own.prefetch_related("foci__statements", "foci__indicators", "foci__solutions").first()
    may_edit = rules.may_edit_programme(request.user, unit)
    receipt = ProgrammeReceipt.objects.filter(programme=above, unit=unit).select_related("received_by").first()
    copied = set(own.focus_copies.values_list("source", flat=True)) if own else set()
    return {
        "unit": unit,
        "above": above,
        "own": own,
        "copied": copied,
        "can_take": may_edit and (own is None or rules.can_edit_programme(own)),
        "receipt": receipt,
        "can_mark": may_edit and rules.can_mark_receipt(above),
        "form": PassedOnForm(programme=above, receipt=receipt),
    }


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def programme_receive(request: HttpRequest, unit_pk: int) -> HttpResponse:
    """One tap says received; with day and number, passed on."""
    unit, above = _place(request, unit_pk)
    back = redirect("criteria:programme_above", unit.pk)
    if request.POST.get("act") == "received":
        passing_on.mark(above, unit, by=request.user)
        messages.success(request, "Đã ghi: đơn vị đã nhận chương trình của cấp trên.")
        return back
    receipt = ProgrammeReceipt.objects.filter(programme=above, unit=unit).first()
    form = PassedOnForm(request.POST, programme=above, receipt=receipt)
    if not form.is_valid():
        context = _beside(request, unit, above) | {"form": form}
        return render(request, "criteria/programme_above.html", context, status=422)
    passing_on.mark(above, unit, form.said(), by=request.user, version=form.cleaned_data["version"])
    messages.success(request, f"Đã ghi: triển khai đến {form.cleaned_data['audience']} người.")
    return back


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def focus_take(request: HttpRequest, unit_pk: int) -> HttpResponse:
    """Into the own draft, which is begun when there is none."""
    unit, above = _place(request, unit_pk)
    form = TakeFocusForm(request.POST, above=above)
    if not form.is_valid():
        messages.error(request, "Trọng tâm này không còn trong chương trình cấp trên. Xem lại rồi chọn.")
        return redirect("criteria:programme_above", unit.pk)
    data = form.cleaned_data
    own = programming.start(unit, above.period, by=request.user)
    version = data["version"] or own.version
    try:
        is_new = copying.take(own, data["focus"], by=request.user, version=version, indicator=data["indicator"])
    except copying.NoRoom as full:
        messages.error(request, f"{full} Gộp hoặc bỏ một trọng tâm rồi lấy lại.")
        return redirect("criteria:programme_above", unit.pk)
    if is_new:
        messages.success(request, "Đã lấy về bản nháp. Cụ thể hóa cho đơn vị mình trước khi gửi.")
    else:
        messages.info(request, "Nội dung này đã có trong bản nháp.")
    return redirect("criteria:programme_above", unit.pk)


def _programme(request: HttpRequest, pk: int) -> Programme:
    found = Programme.objects.visible_to(request.user).select_related("unit", "period")
    return get_object_or_404(found, pk=pk)


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_spread(request: HttpRequest, pk: int) -> HttpResponse:
    """Who below has received it and passed it on, with the words to remind the rest."""
    programme = _programme(request, pk)
    form = BelowFilter(request.GET)
    receipts = Prefetch(
        "programme_receipts",
        queryset=ProgrammeReceipt.objects.filter(programme=programme).select_related("received_by"),
        to_attr="receipts_now",
    )
    units = form.apply(units_below(programme.unit), programme).prefetch_related(receipts)
    spread = spread_of([programme]).get(programme.pk)
    address = request.build_absolute_uri(reverse("portal:home"))
    context = {
        "programme": programme,
        "form": form,
        "page": Paginator(units, ROWS).get_page(request.GET.get("trang")),
        "spread": spread,
        "text": reminder_text(programme, spread, address) if spread and spread.passed_on < spread.units else "",
        "may_copy": rules.may_copy_down(request.user, programme) and rules.can_mark_receipt(programme),
    }
    return render(request, "criteria/programme_spread.html", context)


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_below(request: HttpRequest, pk: int) -> HttpResponse:
    """Focus by focus: which units below have taken it over, and whether they made it their own."""
    programme = _programme(request, pk)
    if programme.state != Programme.State.APPROVED:
        raise PermissionDenied("Chỉ đối chiếu khi chương trình đã duyệt.")
    context = {
        "programme": programme,
        "rows": takers_of(programme),
        "units": units_below(programme.unit).count(),
        "may_copy": rules.may_copy_down(request.user, programme) and rules.can_mark_receipt(programme),
    }
    return render(request, "criteria/programme_below.html", context)
