"""What came of a programme: progress of its solutions, and the report to the Party committee."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import programming
from criteria.forms.deciding import PartyReportForm, SolutionProgressForm
from criteria.models import Programme, Solution
from criteria.views.programmes import detail, seen_programme


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def solution_progress(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Programme.objects.visible_to(request.user)
    solution = get_object_or_404(Solution.objects.select_related("programme").filter(programme__in=seen), pk=pk)
    programme = seen_programme(request, solution.programme_id)
    form = SolutionProgressForm(request.POST)
    if not form.is_valid():
        context = detail(request, programme) | {"wrong": form, "wrong_solution": solution.pk}
        return render(request, "criteria/programme_detail.html", context, status=422)
    programming.record_progress(solution, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã cập nhật giải pháp.")
    return redirect(f"{programme.get_absolute_url()}#giai-phap-{solution.pk}")


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def programme_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The mark that the Party committee was told."""
    programme = seen_programme(request, pk)
    form = PartyReportForm(request.POST, period=programme.period)
    if not form.is_valid():
        context = detail(request, programme) | {"party_form": form}
        return render(request, "criteria/programme_detail.html", context, status=422)
    programming.report_to_party(programme, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã ghi việc báo cáo cấp ủy.")
    return redirect(f"{programme.get_absolute_url()}#cap-uy")
