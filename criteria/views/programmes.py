"""Programmes of units: who has one, writing it, deciding on it, and what came of its solutions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.deciding import leaders_of
from cadres.models import Right, Unit
from cadres.rules import Acts
from cadres.standing_in import ReasonMissing
from criteria import programming, rules
from criteria.filters import ProgrammeFilter, owing_programmes, programme_period
from criteria.forms.deciding import DecisionForm, ReturnForm, SolutionProgressForm
from criteria.forms.programme import ProgrammeForm
from criteria.models import OWES_PROGRAMME, Programme, Progress, Solution

ROWS = 25


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_list(request: HttpRequest) -> HttpResponse:
    period = programme_period()
    programmes = Programme.objects.visible_to(request.user).filter(period=period)
    form = ProgrammeFilter(request.GET)
    owing = owing_programmes(request.user)
    units = form.listed(owing, programmes)
    context = {
        "period": period,
        "form": form,
        "page": Paginator(units, ROWS).get_page(request.GET.get("trang")),
        "owing": owing.count(),
        "with_solutions": programmes.with_solutions().filter(unit__in=owing).count(),
        "may_write": Unit.objects.where(request.user, Right.PROGRAMME_EDIT).filter(type__in=OWES_PROGRAMME)[:3],
    }
    template = "criteria/_programme_table.html" if request.htmx else "criteria/programme_list.html"
    return render(request, template, context)


@require_safe
@rights_required(Right.PROGRAMME_DECIDE)
def programme_inbox(request: HttpRequest) -> HttpResponse:
    waiting = Programme.objects.to_decide(request.user).for_list()
    overdue = list(Programme.objects.to_stand_in(request.user).for_list()[:ROWS])
    leaders = leaders_of({programme.deciding_unit_id for programme in overdue})
    for programme in overdue:
        programme.passed_over = leaders.get(programme.deciding_unit_id)
        programme.stand_in_url = programme.get_absolute_url()
    page = Paginator(waiting, ROWS).get_page(request.GET.get("trang"))
    return render(request, "criteria/programme_inbox.html", {"page": page, "overdue": overdue})


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def programme_start(request: HttpRequest, unit_pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    period = programme_period()
    if period is None:
        messages.warning(request, "Chưa có kỳ rèn luyện nào đang mở.")
        return redirect("criteria:programme_list")
    programme = programming.start(unit, period, by=request.user)
    return redirect("criteria:programme_edit", programme.pk)


def _programme(request: HttpRequest, pk: int) -> Programme:
    return get_object_or_404(Programme.objects.visible_to(request.user).for_detail(), pk=pk)


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "criteria/programme_detail.html", _detail(request, _programme(request, pk)))


def _detail(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    may_edit = rules.may_edit_programme(request.user, programme.unit)
    acts = _acts(request, programme)
    return {
        "programme": programme,
        "events": audit.trail(programme)[:30],
        "can_edit": may_edit and rules.can_edit_programme(programme),
        "can_report": may_edit and rules.can_report_solution(programme),
        "acts": acts if rules.can_decide_programme(programme) else None,
        "place": _place(programme, acts),
        "return_form": ReturnForm(initial={"version": programme.version}),
        "may_take_down_all": rules.may_take_down_all(request.user, programme),
        "progress_choices": Progress.choices,
    }


def _acts(request: HttpRequest, programme: Programme) -> Acts | None:
    return rules.programme_acts_as(request.user, programme, timezone.localdate())


def _place(programme: Programme, acts: Acts | None) -> Unit | None:
    """In whose place the reader would decide."""
    return programme.deciding_unit if acts == Acts.STAND_IN else programme.in_place_of


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a draft, or save and send."""
    programme = _programme(request, pk)
    if not rules.may_edit_programme(request.user, programme.unit):
        raise PermissionDenied
    form = ProgrammeForm(programme, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = programming.save(programme, form.drafts(), by=request.user, **form.document.cleaned_data)
        if request.POST.get("act") != "submit":
            messages.success(request, "Đã lưu nháp.")
            return redirect("criteria:programme_edit", pk)
        try:
            programming.submit(saved, by=request.user, version=saved.version)
        except programming.ProgrammeIncomplete as lack:
            messages.error(request, f"Đã lưu nhưng chưa gửi được. {lack}")
            return redirect("criteria:programme_edit", pk)
        messages.success(request, "Đã gửi chương trình lên cấp trên.")
        return redirect(programme)
    if request.method != "POST" and not rules.can_edit_programme(programme):
        return redirect(programme)
    context = {"programme": programme, "form": form}
    return render(request, "criteria/programme_edit.html", context, status=422 if form.errors else 200)


@require_POST
@rights_required(Right.PROGRAMME_DECIDE)
@submit_once
def programme_decide(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _programme(request, pk)
    is_return = request.POST.get("act") == "return"
    place = _place(programme, _acts(request, programme))
    in_place = rules.can_decide_programme(programme) and place is not None
    form = (ReturnForm if is_return else DecisionForm)(request.POST, in_place=in_place)
    if not form.is_valid():
        context = _detail(request, programme) | {"place_form": form} | ({"return_form": form} if is_return else {})
        return render(request, "criteria/programme_detail.html", context, status=422)
    act = programming.return_for_edit if is_return else programming.approve
    try:
        act(programme, by=request.user, **form.cleaned_data)
    except ReasonMissing:
        messages.error(request, "Đây là duyệt thay: ghi lý do rồi bấm lại.")
        return redirect(programme)
    messages.success(request, f"Đã {'trả lại' if is_return else 'duyệt'} chương trình của {programme.unit}.")
    return redirect("criteria:programme_inbox")


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def solution_progress(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Programme.objects.visible_to(request.user)
    solution = get_object_or_404(Solution.objects.select_related("programme").filter(programme__in=seen), pk=pk)
    programme = _programme(request, solution.programme_id)
    form = SolutionProgressForm(request.POST)
    if not form.is_valid():
        context = _detail(request, programme) | {"wrong": form, "wrong_solution": solution.pk}
        return render(request, "criteria/programme_detail.html", context, status=422)
    programming.record_progress(solution, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã cập nhật giải pháp.")
    return redirect(f"{programme.get_absolute_url()}#giai-phap-{solution.pk}")
