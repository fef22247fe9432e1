from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria.models import PledgeItem
from evaluations import assessing, rules, viewing
from evaluations.forms import AssessmentForm
from evaluations.gathering import hint_of
from evaluations.models import Breach, Evaluation, Source
from evaluations.result_page import due_of

TITLES = {
    Source.SELF: "Tự đánh giá",
    Source.UNION: "Cấp bộ Đoàn đánh giá",
    Source.PARTY: "Nhận xét của cấp ủy",
}


@require_http_methods(["GET", "POST"])
@rights_required(Right.EVALUATION_SELF)
@submit_once
def self_assess(request: HttpRequest, pk: int) -> HttpResponse:
    return _assess(request, pk, Source.SELF)


@require_http_methods(["GET", "POST"])
@rights_required(Right.EVALUATION_UNION, Right.EVALUATION_APPRAISE)
@submit_once
def union_assess(request: HttpRequest, pk: int) -> HttpResponse:
    return _assess(request, pk, Source.UNION)


@require_http_methods(["GET", "POST"])
@rights_required(Right.EVALUATION_PARTY)
@submit_once
def party_assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Mẫu 5 with one level; with ?mau=chi-tiet the 17 statements instead."""
    return _assess(request, pk, Source.PARTY, is_overall=request.GET.get("mau") != "chi-tiet")


def _assess(request: HttpRequest, pk: int, source: Source, *, is_overall: bool = False) -> HttpResponse:
    evaluation = get_object_or_404(Evaluation.objects.visible_to(request.user).for_detail(), pk=pk)
    if not rules.may_assess(request.user, evaluation, source):
        raise PermissionDenied("Phần đánh giá này do người khác viết.")
    is_draft = request.POST.get("act") == "draft"
    form = _form(request, evaluation, source, is_overall=is_overall, is_draft=is_draft)
    if request.method == "POST" and form.is_valid():
        return _keep(request, evaluation, source, form, is_draft=is_draft)
    why_not = rules.why_not_assess(evaluation, source)
    if why_not and request.method == "GET":
        messages.warning(request, why_not)
        return redirect(evaluation)
    if request.method == "GET":
        viewing.note(evaluation, by=request.user, page=source)
    return render(request, "evaluations/assess.html", _context(request, evaluation, source, form))


def _form(
    request: HttpRequest, evaluation: Evaluation, source: Source, *, is_overall: bool, is_draft: bool
) -> AssessmentForm:
    statements = evaluation.period.statement_set.statements.applying_to(evaluation.appointment)
    items = PledgeItem.objects.filter(
        pledge__cadre=evaluation.cadre, pledge__period=evaluation.period, pledge__state__in=["approved", "closed"]
    )
    return AssessmentForm(
        request.POST or None,
        evaluation=evaluation,
        source=source,
        statements=list(statements),
        items=list(items.select_related("pledge")),
        hint=None if is_overall else hint_of(evaluation),
        is_overall=is_overall,
        is_draft=is_draft,
    )


def _keep(
    request: HttpRequest, evaluation: Evaluation, source: Source, form: AssessmentForm, *, is_draft: bool
) -> HttpResponse:
    user: User = request.user
    verb = assessing.save_draft if is_draft else assessing.submit
    verb(evaluation, source=source, by=user, version=form.cleaned_data["version"], content=form.content())
    messages.success(request, "Đã lưu nháp." if is_draft else f"Đã gửi phần “{TITLES[source].lower()}”.")
    if is_draft:
        return redirect(request.get_full_path())
    return redirect("evaluations:mine") if source == Source.SELF else redirect(evaluation)


def _context(request: HttpRequest, evaluation: Evaluation, source: Source, form: AssessmentForm) -> dict[str, object]:
    confirmed = Breach.objects.confirmed().filter(cadre=evaluation.cadre_id, period=evaluation.period_id)
    return {
        "evaluation": evaluation,
        "source": source,
        "title": TITLES[source],
        "form": form,
        "due_on": due_of(evaluation.period, source),
        "row": evaluation.source(source),
        "breaches": confirmed.select_related("statement") if source != Source.SELF else [],
    }
