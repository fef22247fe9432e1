from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.histories import history
from accounts.history_page import render_history
from accounts.standing_under import stand_under
from cadres.access import rights_required
from cadres.models import Cadre, Right, holds
from criteria.models import Period
from evaluations import rules, viewing
from evaluations.filters import EvaluationFilter
from evaluations.models import Evaluation, Source
from evaluations.result_page import page_context
from evaluations.shown_history import STEPS, WITH_RESULT

READS = (Right.EVALUATION_READ, Right.EVALUATION_UNION, Right.EVALUATION_APPRAISE)


@require_safe
@rights_required(Right.EVALUATION_SELF)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own result or how far it has come: this year's, and links to the years before."""
    own = list(Evaluation.objects.filter(cadre__user=request.user).select_related("period").order_by("-period__year"))
    if not own:
        periods = Period.objects.open().order_by("-year")
        return render(request, "evaluations/none.html", {"period": periods.first()})
    evaluation = Evaluation.objects.for_detail().get(pk=own[0].pk)
    return _detail(request, evaluation, {"years": own, "is_mine_page": True})


@require_safe
@rights_required(*READS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    evaluation = get_object_or_404(Evaluation.objects.visible_to(request.user).for_detail(), pk=pk)
    viewing.note(evaluation, by=request.user, page="detail", is_fragment=bool(request.htmx))
    return _detail(request, evaluation, {})


def _detail(request: HttpRequest, evaluation: Evaluation, extra: dict[str, object]) -> HttpResponse:
    context = page_context(request.user, evaluation) | extra | {"events": audit.trail(evaluation)[:30]}
    if context["is_own"]:
        stand_under(request, "evaluations:mine")
    return render(request, "evaluations/detail.html", context)


@require_safe
@rights_required(*READS)
def print_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Mẫu 4 with all columns, on A4; only what the reader may see."""
    evaluation = get_object_or_404(Evaluation.objects.visible_to(request.user).for_detail(), pk=pk)
    context = page_context(request.user, evaluation)
    if context["sheet"] is None:
        raise PermissionDenied("Kết quả chưa được thông báo nên chưa in được.")
    viewing.note(evaluation, by=request.user, page="print")
    scores = {status.source: status.assessment.scores for status in context["sheets"]}
    statements = evaluation.period.statement_set.statements.do()
    rows = [(s, [scores.get(source, {}).get(s.code) for source in Source.values]) for s in statements]
    return render(request, "evaluations/print.html", context | {"rows": rows})


@require_safe
@rights_required(*READS)
def evaluation_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what. Earlier figures are for those who decide and read, not for the person who is judged."""
    evaluation = get_object_or_404(Evaluation.objects.visible_to(request.user).for_detail(), pk=pk)
    sees_figures = rules.may_see_result(request.user, evaluation) and not rules.is_own(request.user, evaluation)
    entries = history((WITH_RESULT if sees_figures else STEPS, {"pgh_obj": evaluation.pk}))
    viewing.note(evaluation, by=request.user, page="history", is_fragment=bool(request.htmx))
    return render_history(request, entries, title=str(evaluation), back=evaluation.get_absolute_url())


@require_safe
@rights_required(Right.EVALUATION_READ)
def evaluation_list(request: HttpRequest) -> HttpResponse:
    filters = EvaluationFilter(request.GET, user=request.user)
    page = Paginator(filters.listed(request.user), 25).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "filters": filters,
        "rows": [(row, rules.may_see_result(request.user, row)) for row in page],
        "can_record": holds(request.user, Right.BREACH_RECORD),
        "to_open": Period.objects.open() if holds(request.user, Right.PERIOD_MANAGE) else [],
    }
    return render(request, "evaluations/_table.html" if request.htmx else "evaluations/list.html", context)


@require_safe
@rights_required(Right.EVALUATION_READ)
def result_panel(request: HttpRequest, cadre_pk: int) -> HttpResponse:
    """The results of one person by year, for the person's page."""
    rows = Evaluation.objects.visible_to(request.user).filter(cadre=cadre_pk).for_list().order_by("-period__year")
    get_object_or_404(Cadre.objects.visible_to(request.user), pk=cadre_pk)
    shown = [(row, rules.may_see_result(request.user, row)) for row in rows]
    if shown:
        viewing.note(shown[0][0], by=request.user, page="panel", is_fragment=bool(request.htmx))
    return render(request, "evaluations/_panel.html", {"rows": shown})
