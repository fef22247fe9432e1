"""What reorganisations left to be decided by hand: the list, and one case."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.submit_keys import submit_once
from cadres import reorganising
from cadres.access import rights_required
from cadres.forms.placing import PersonPlacingForm, UnitPlacingForm
from cadres.models import HandDecision, Right, Unit

TABS = (("cho", "Chờ quyết định"), ("xong", "Đã quyết định"))


@require_safe
@rights_required(Right.UNIT_EDIT)
def hand_decision_list(request: HttpRequest) -> HttpResponse:
    seen = HandDecision.objects.visible_to(request.user)
    is_open = request.GET.get("loai") != "xong"
    rows = seen.open() if is_open else seen.exclude(state=HandDecision.State.OPEN)
    if (text := request.GET.get("don_vi", "")).isdecimal():
        unit = Unit.objects.where(request.user, Right.UNIT_EDIT).filter(pk=text).first()
        rows = (
            rows.filter(old_unit__in=[unit.pk, *unit.predecessors.values_list("old_unit", flat=True)]) if unit else rows
        )
    context = {
        "page": Paginator(rows.for_page().in_order(), 25).get_page(request.GET.get("trang")),
        "tabs": TABS,
        "chosen": "cho" if is_open else "xong",
        "waiting": seen.open().count(),
    }
    return render(request, "cadres/hand_decision_list.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.UNIT_EDIT)
@submit_once
def hand_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a person or a unit goes on."""
    decision = get_object_or_404(HandDecision.objects.visible_to(request.user).for_page(), pk=pk)
    form_class = PersonPlacingForm if decision.appointment else UnitPlacingForm
    form: Any = form_class(request.POST or None, decision=decision, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, decision, form)
        except reorganising.PlacingRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Đã quyết định: {decision}.")
            return redirect("cadres:hand_decision_list")
    return render(request, "cadres/hand_decision.html", {"decision": decision, "form": form})


def _decide(request: HttpRequest, decision: HandDecision, form: Any) -> None:
    if decision.unit:
        reorganising.place_unit(decision, by=request.user, unit=form.chosen_unit)
    elif form.leaves:
        reorganising.let_go(decision, by=request.user, reason=form.cleaned_data["reason"])
    else:
        reorganising.place_person(decision, by=request.user, unit=form.chosen_unit, position=form.chosen_position)
