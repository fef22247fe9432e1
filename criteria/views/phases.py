"""Phases and the periods in them, the calendar year and the school year side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import phases
from criteria.forms.period import PhaseForm
from criteria.models import Phase, by_year


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
@submit_once
def phase_list(request: HttpRequest) -> HttpResponse:
    form = PhaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phase = phases.save(form.save(commit=False), by=request.user)
        messages.success(request, f"Đã lập {phase}.")
        return redirect(phase)
    context = {"phases": Phase.objects.all(), "form": form}
    return render(request, "criteria/phase_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def phase_detail(request: HttpRequest, pk: int) -> HttpResponse:
    phase = get_object_or_404(Phase, pk=pk)
    form = PhaseForm(request.POST or None, instance=phase)
    if request.method == "POST" and form.is_valid():
        phases.save(form.save(commit=False), by=request.user)
        messages.success(request, "Đã lưu giai đoạn.")
        return redirect(phase)
    stored = Phase.objects.get(pk=pk)
    context = {"phase": stored, "years": by_year(stored.periods), "form": form}
    return render(request, "criteria/phase_detail.html", context, status=422 if form.errors else 200)
