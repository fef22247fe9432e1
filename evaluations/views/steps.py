"""One step of one evaluation, and the inbox in which many are taken at once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.documents import StaleDocument
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from cadres.standing_in import ReasonMissing
from criteria.models import Period
from evaluations import agenda, appraisal, assessing, opening, reconsidering, rules
from evaluations.forms import AnswerForm, ReasonForm, StepForm, WaiverForm
from evaluations.models import Evaluation
from evaluations.waiting import BY_CODE, TASKS, waiting_for_task

DECIDES = (Right.EVALUATION_UNION, Right.EVALUATION_APPRAISE)
VERBS = {
    "appraise": appraisal.appraise,
    "decide": appraisal.decide,
    "notify": appraisal.notify_result,
    "lock": appraisal.lock,
}
ASKED = {"appraise": ("in_place_reason",), "decide": ("minutes_no", "minutes_on", "in_place_reason")}
DONE = {
    "appraise": "Đã thẩm định.",
    "decide": "Đã quyết định kết quả.",
    "notify": "Đã thông báo kết quả.",
    "lock": "Đã khóa kết quả.",
}


def _seen(request: HttpRequest, pk: int) -> Evaluation:
    return get_object_or_404(Evaluation.objects.visible_to(request.user).for_detail(), pk=pk)


@require_safe
@rights_required(Right.EVALUATION_PARTY, *DECIDES)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for this person, one kind of work at a time; opens on the first kind that has any."""
    tabs = agenda.tabs_for(request.user)
    chosen = BY_CODE.get(request.GET.get("viec", "")) or next((t for t, count in tabs if count), TASKS[0])
    rows = waiting_for_task(request.user, chosen.code).for_list()
    context = {
        "tabs": [(task, count) for task, count in tabs if count or task == chosen],
        "task": chosen,
        "page": Paginator(rows, 25).get_page(request.GET.get("trang")),
    }
    return render(request, "evaluations/inbox.html", context)


@require_POST
@rights_required(*DECIDES)
def bulk(request: HttpRequest) -> HttpResponse:
    """The same verb row by row; each row says how it went."""
    task = BY_CODE.get(request.POST.get("viec", ""))
    if task is None or not task.verb:
        return redirect("evaluations:inbox")
    results = []
    chosen = dict(pair.split(":", 1) for pair in request.POST.getlist("ids")[:50] if ":" in pair)
    numbers = {int(pk): int(version) for pk, version in chosen.items() if pk.isdecimal() and version.isdecimal()}
    for evaluation in Evaluation.objects.visible_to(request.user).for_detail().filter(pk__in=numbers):
        try:
            VERBS[task.verb](evaluation, by=request.user, version=numbers[evaluation.pk])
            results.append((evaluation, ""))
        except (PermissionDenied, StaleDocument) as error:
            results.append((evaluation, str(error)))
        except ReasonMissing:
            results.append((evaluation, "Đây là duyệt thay: mở riêng phiếu này để ghi lý do."))
    context = {"task": task, "results": results, "done": sum(1 for _, wrong in results if not wrong)}
    return render(request, "evaluations/bulk_done.html", context)


@require_POST
@rights_required(*DECIDES)
@submit_once
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Appraise, decide, tell or lock one evaluation."""
    evaluation = _seen(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ghi cả số và ngày biên bản, ngày theo dạng 28/11/2022.")
        return redirect(evaluation)
    data = form.cleaned_data
    given = {name: data[name] for name in ASKED.get(verb, ())}
    try:
        VERBS[verb](evaluation, by=request.user, version=data["version"], **given)
    except ReasonMissing:
        messages.error(request, "Đây là duyệt thay: ghi lý do rồi bấm lại.")
        return redirect(evaluation)
    messages.success(request, DONE[verb])
    return redirect(evaluation)


@require_POST
@rights_required(*DECIDES)
@submit_once
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    evaluation = _seen(request, pk)
    form = WaiverForm(request.POST)
    if form.is_valid():
        assessing.waive(evaluation, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã miễn nguồn này, trọng số được chia lại.")
    else:
        messages.error(request, "Ghi lý do miễn, ví dụ “Đơn vị chưa có tổ chức Đảng”.")
    return redirect(evaluation)


@require_http_methods(["GET", "POST"])
@rights_required(Right.EVALUATION_SELF)
@submit_once
def reconsider(request: HttpRequest, pk: int) -> HttpResponse:
    evaluation = _seen(request, pk)
    if not rules.is_own(request.user, evaluation):
        raise PermissionDenied("Chỉ người được đánh giá mới đề nghị xem xét lại.")
    form = ReasonForm(request.POST or None, initial={"version": evaluation.version})
    if request.method == "POST" and form.is_valid():
        reconsidering.request_reconsideration(evaluation, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã gửi đề nghị. Đơn vị cấp trên trả lời tại trang này.")
        return redirect("evaluations:mine")
    return render(request, "evaluations/reconsider.html", {"form": form, "evaluation": evaluation})


@require_POST
@rights_required(*DECIDES)
@submit_once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    evaluation = _seen(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ghi rõ kết luận; số và ngày biên bản (dạng 28/11/2022) ghi cả hai hoặc để trống.")
        return redirect(evaluation)
    data = form.cleaned_data
    text = data.pop("reason")
    reconsidering.answer(evaluation, by=request.user, text=text, **data)
    messages.success(request, "Đã trả lời. Thông báo lại kết quả cho cán bộ.")
    return redirect(evaluation)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
@submit_once
def open_period(request: HttpRequest, period_pk: int) -> HttpResponse:
    run = opening.start_opening(get_object_or_404(Period.objects.open(), pk=period_pk), by=request.user)
    return redirect("accounts:run_detail", run.pk)
