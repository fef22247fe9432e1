"""The library of good models: proposing, reading, taking over; the inbox decides."""

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
from cadres.models import Right, Unit
from criteria import good_models, rules, taking_over
from criteria.forms.deciding import VersionForm
from criteria.forms.good_models import GoodModelForm, LibraryFilter, ModelReasonForm, TakeOverForm
from criteria.models import LIBRARY_READERS, GoodModel, Period, Pledge, PledgeItem, Programme, Solution

ROWS = 20
MOST_TAKERS = 30


@require_safe
@rights_required(*LIBRARY_READERS)
def good_model_list(request: HttpRequest) -> HttpResponse:
    form = LibraryFilter(request.GET)
    models = form.apply(GoodModel.objects.visible_to(request.user).accepted().for_list())
    context = {
        "form": form,
        "page": Paginator(models, ROWS).get_page(request.GET.get("trang")),
        "own": GoodModel.objects.filter(proposed_by=request.user).exclude(state=GoodModel.State.ACCEPTED)[:5],
    }
    template = "criteria/_good_model_table.html" if request.htmx else "criteria/good_model_list.html"
    return render(request, template, context)


def _model(request: HttpRequest, pk: int) -> GoodModel:
    found = GoodModel.objects.visible_to(request.user).for_list()
    return get_object_or_404(found.select_related("decided_by", "proposed_by", "solution__programme", "item"), pk=pk)


@require_safe
@rights_required(*LIBRARY_READERS)
def good_model_detail(request: HttpRequest, pk: int) -> HttpResponse:
    model = _model(request, pk)
    return render(request, "criteria/good_model_detail.html", _detail(request, model))


def _detail(request: HttpRequest, model: GoodModel) -> dict[str, Any]:
    user = request.user
    is_open = model.state == GoodModel.State.ACCEPTED
    taken = model.take_overs.filter(pledge=None).select_related("unit", "programme")
    seen = taken.filter(programme__in=Programme.objects.visible_to(user))
    own = rules.owns_model(user, model)
    return {
        "model": model,
        "source_url": model.source_url_for(user),
        "takers": seen[:MOST_TAKERS],
        "unseen": model.units_taking - seen.order_by().values("unit").distinct().count(),
        "can_decide": rules.may_decide_model(user, model) and rules.can_decide_model(model),
        "can_withdraw": own and rules.can_withdraw_model(model),
        "can_hide": rules.may_hide_model(user) and rules.can_hide_model(model),
        "drafts": _drafts(request).prefetch_related("foci") if is_open else (),
        "may_start": is_open and _may_start(request),
        "pledge": _pledge_draft(request) if is_open else None,
        "can_undo": model.decided_by_id == user.pk and rules.can_undo_model(model, timezone.now()),
        "events": audit.trail(model)[:20] if own or rules.may_decide_model(user, model) else (),
    }


def _drafts(request: HttpRequest) -> Any:
    units = Unit.objects.where(request.user, Right.PROGRAMME_EDIT)
    editable = (Programme.State.DRAFT, Programme.State.RETURNED)
    drafts = Programme.objects.filter(unit__in=units, state__in=editable, period__state=Period.State.OPEN)
    return drafts.select_related("unit", "period")


def _may_start(request: HttpRequest) -> bool:
    """Is there a unit of one's own at all, so that the page can say how to come to a draft?"""
    return Unit.objects.where(request.user, Right.PROGRAMME_EDIT).exists()


def _pledge_draft(request: HttpRequest) -> Pledge | None:
    pledges = Pledge.objects.current().filter(cadre__user=request.user, period__state=Period.State.OPEN)
    return pledges.filter(state__in=Pledge.EDITABLE).select_related("period").first()


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def good_model_from_solution(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Programme.objects.visible_to(request.user)
    solutions = Solution.objects.select_related("programme__unit", "focus").filter(programme__in=seen)
    solution = get_object_or_404(solutions, pk=pk)
    if not rules.may_propose_solution(request.user, solution):
        raise PermissionDenied
    first = solution.focus.statements.first()
    initial = {
        "title": solution.text[:200],
        "result": f"{solution.result} {solution.result_figure}".strip()[:300],
        "criterion": first.criterion if first else None,
    }
    return _propose(request, solution, initial, good_models.propose_solution, solution.programme)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def good_model_from_item(request: HttpRequest, pk: int) -> HttpResponse:
    own = PledgeItem.objects.filter(pledge__cadre__user=request.user)
    item = get_object_or_404(own.select_related("pledge__cadre", "pledge__unit", "pledge__period"), pk=pk)
    initial = {"title": item.text[:200], "result": item.progress_note[:300], "criterion": item.criterion}
    return _propose(request, item, initial, good_models.propose_item, item.pledge)


def _propose(request: HttpRequest, thing: Any, initial: dict[str, Any], verb: Any, document: Any) -> HttpResponse:
    form = GoodModelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        model = verb(thing, form.told(), by=request.user)
        messages.success(request, "Đã gửi đề xuất. Có thông báo khi cấp trên xét xong.")
        return redirect(model)
    context = {
        "form": form,
        "thing": thing,
        "document": document,
        "names_person": isinstance(thing, PledgeItem),
        "is_ready": rules.can_be_proposed(thing),
    }
    return render(request, "criteria/good_model_new.html", context, status=422 if form.errors else 200)


@require_POST
@rights_required(*LIBRARY_READERS)
def good_model_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    form = VersionForm(request.POST)
    model = _model(request, pk)
    if form.is_valid():
        good_models.withdraw(model, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, "Đã rút mô hình.")
    return redirect("criteria:good_model_list")


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def good_model_hide(request: HttpRequest, pk: int) -> HttpResponse:
    model = _model(request, pk)
    form = ModelReasonForm(request.POST)
    if not form.is_valid():
        context = _detail(request, model) | {"hide_form": form}
        return render(request, "criteria/good_model_detail.html", context, status=422)
    good_models.hide(model, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã ẩn mô hình khỏi thư viện.")
    return redirect("criteria:good_model_list")


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def good_model_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the draft of one's own unit's programme."""
    model = _model(request, pk)
    form = TakeOverForm(request.POST, programmes=_drafts(request))
    if not form.is_valid():
        messages.error(request, "Chọn chương trình đang soạn của đơn vị rồi bấm lại.")
        return redirect(model)
    programme = form.cleaned_data["programme"]
    try:
        taking_over.into_programme(model, programme, form.cleaned_data["focus"], by=request.user)
    except taking_over.NotTaken as why:
        messages.error(request, str(why))
        return redirect(model)
    messages.success(request, f"Đã đưa vào bản nháp của {programme.unit}. Sửa cho hợp đơn vị mình trước khi gửi.")
    return redirect("criteria:programme_edit", programme.pk)


@require_POST
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def good_model_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the draft of one's own pledge."""
    model = _model(request, pk)
    pledge = _pledge_draft(request)
    if pledge is None:
        messages.error(request, "Đồng chí chưa có bản đăng ký nháp. Bắt đầu bản đăng ký rồi lấy về.")
        return redirect(model)
    try:
        taking_over.into_pledge(model, pledge, by=request.user)
    except taking_over.NotTaken as why:
        messages.error(request, str(why))
        return redirect(model)
    messages.success(request, "Đã đưa vào bản đăng ký nháp. Ghi chỉ tiêu, thời hạn và minh chứng của mình.")
    return redirect("criteria:pledge_step", pledge.pk, model.criterion.lower())
