"""A cadre's own pledge, step by step, and the pages that show one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.histories import history
from accounts.history_page import render_history
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Appointment, Cadre, Right
from criteria import pledging, rules, suggesting
from criteria.comparing import compare
from criteria.forms.deciding import ProgressForm, SubmitForm, VersionForm
from criteria.forms.step import StepForm
from criteria.models import Criterion, Period, Pledge, PledgeItem, Progress, Statement, StatementSet
from criteria.shown_history import PLEDGE

REVIEW = "xem-lai"
STEPS = {criterion.lower(): Criterion(criterion) for criterion in Criterion.values}


@require_safe
@rights_required(Right.PLEDGE_WRITE)
def pledge_mine(request: HttpRequest) -> HttpResponse:
    """Own pledge of this year: to go on with, to look at, or to begin."""
    cadre = get_object_or_404(Cadre, user=request.user)
    period = _period_of(cadre)
    pledges = Pledge.objects.current().filter(cadre=cadre).select_related("period").order_by("-period__year")
    current = next((pledge for pledge in pledges if period and pledge.period_id == period.pk), None)
    if current:
        return redirect("criteria:pledge_step", current.pk, "gm") if current.is_editable else redirect(current)
    return render(request, "criteria/pledge_start.html", {"period": period, "pledges": pledges})


def _period_of(cadre: Cadre) -> Period | None:
    post = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre=cadre).first()
    return Period.objects.open_for(post).select_related("statement_set").first() if post else None


@require_POST
@rights_required(Right.PLEDGE_WRITE)
def pledge_start(request: HttpRequest) -> HttpResponse:
    cadre = get_object_or_404(Cadre, user=request.user)
    period = _period_of(cadre)
    if period is None:
        messages.warning(request, "Chưa có kỳ rèn luyện nào đang mở.")
        return redirect("criteria:pledge_mine")
    pledge = pledging.start(cadre, period, by=request.user)
    return redirect("criteria:pledge_step", pledge.pk, "gm")


def _own(request: HttpRequest, pk: int) -> Pledge:
    return get_object_or_404(Pledge.objects.for_detail().filter(cadre__user=request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE)
def pledge_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One criterion of the form; the last step looks through all and sends."""
    pledge = _own(request, pk)
    if step == REVIEW:
        return _review(request, pledge)
    if step not in STEPS:
        raise Http404
    if request.method != "POST" and not rules.can_edit(pledge):
        return redirect(pledge)
    form = _step_form(pledge, STEPS[step], request.POST or None)
    version = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and version.is_valid():
        pledging.save_step(
            pledge, form.criterion, form.drafts(), form.confirmed_codes, by=request.user, **version.cleaned_data
        )
        if request.POST.get("act") == "draft":
            messages.success(request, "Đã lưu nháp.")
            return redirect("criteria:pledge_step", pledge.pk, step)
        return redirect("criteria:pledge_step", pledge.pk, _next(step))
    context = _frame(pledge, step) | {"form": form, "evidence": suggesting.EVIDENCE}
    context["references"] = StatementSet.objects.references()
    return render(request, "criteria/pledge_step.html", context, status=422 if form.errors else 200)


def _step_form(pledge: Pledge, criterion: Criterion, data: Any) -> StepForm:
    of_criterion = pledge.period.statement_set.statements.of_criterion(criterion)
    statements = list(of_criterion.applying_to(pledge.appointment))
    do = [s for s in statements if s.kind == Statement.Kind.DO]
    programme = suggesting.programme_for(pledge)
    form = StepForm(
        pledge,
        criterion,
        unit_suggestions=suggesting.from_programme(programme, criterion),
        statement_suggestions=suggesting.from_statements(do, pledge.period.pledge_policy.max_chars),
        statements=statements,
        data=data,
    )
    form.programme, form.do = programme, do
    return form


def _next(step: str) -> str:
    steps = [*STEPS, REVIEW]
    return steps[steps.index(step) + 1]


def _frame(pledge: Pledge, step: str) -> dict[str, Any]:
    """What stands round every step: the line of steps with what is in each, and what is missing."""
    bound = pledge.period.statement_set.statements.applying_to(pledge.appointment)
    donts = bound.dont().values_list("criterion", "code")
    items = list(pledge.items.all())
    gaps = rules.gaps(items, pledge.commitments, donts, pledge.period.pledge_policy, pledge.period)
    steps = []
    for code, criterion in STEPS.items():
        own = [item for item in items if item.criterion == criterion]
        advice = [gap.advice for gap in gaps if gap.criterion == criterion]
        steps.append({"code": code, "criterion": criterion, "items": own, "advice": advice, "is_done": not advice})
    place = [*STEPS, REVIEW].index(step)
    return {
        "pledge": pledge,
        "step": step,
        "steps": steps,
        "number": place + 1,
        "before": steps[place - 1] if place else None,
        "after": steps[place + 1] if place + 1 < len(steps) else None,
        "gaps": gaps,
    }


def _review(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    if not rules.can_edit(pledge):
        return redirect(pledge)
    form = SubmitForm(initial={"version": pledge.version})
    return render(request, "criteria/pledge_review.html", _frame(pledge, REVIEW) | {"form": form})


@require_POST
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def pledge_submit(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = _own(request, pk)
    form = SubmitForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            pledge = pledging.submit(pledge, by=request.user, version=data["version"], message=data["message"])
        except pledging.PledgeIncomplete:
            form.add_error(None, "Bản đăng ký còn thiếu nội dung. Mở bước được đánh dấu để bổ sung rồi nộp.")
        else:
            messages.success(request, f"Đã nộp bản đăng ký số {pledge.number}.")
            return redirect(pledge)
    return render(request, "criteria/pledge_review.html", _frame(pledge, REVIEW) | {"form": form}, status=422)


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def pledge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)
    return render(request, "criteria/pledge_detail.html", _detail(request, pledge))


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def pledge_history(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).select_related("cadre", "period"), pk=pk)
    entries = history((PLEDGE, {"pgh_obj": pledge.pk}))
    return render_history(request, entries, title=str(pledge), back=pledge.get_absolute_url())


def _detail(request: HttpRequest, pledge: Pledge, wrong: ProgressForm | None = None) -> dict[str, Any]:
    revisions = list(pledge.revisions.select_related("decided_by").order_by("-no"))
    is_own = rules.may_write(request.user, pledge)
    return {
        "pledge": pledge,
        "groups": _groups(pledge),
        "is_own": is_own,
        "revisions": revisions,
        "comparison": compare(revisions[1].items, revisions[0].items) if len(revisions) > 1 else None,
        "events": audit.trail(pledge)[:30],
        "can_edit": is_own and rules.can_edit(pledge),
        "can_progress": is_own and rules.can_progress(pledge),
        "can_undo": pledge.decided_by_id == request.user.pk and rules.can_undo(pledge, timezone.now()),
        "can_decide": rules.can_decide(pledge) and bool(rules.acts_as(request.user, pledge, timezone.localdate())),
        "may_cancel": rules.may_cancel(request.user, pledge) and rules.can_cancel(pledge, has_post=_has_post(pledge)),
        "may_take_down_all": rules.may_take_down_all(request.user, pledge),
        "progress_choices": Progress.choices,
        "wrong": wrong,
    }


def _has_post(pledge: Pledge) -> bool:
    return Appointment.objects.valid_on(timezone.localdate()).filter(cadre=pledge.cadre_id).exists()


def _groups(pledge: Pledge) -> list[dict[str, Any]]:
    """Items by criterion, with how many are done of those not dropped."""
    groups = []
    for criterion in Criterion:
        items = [item for item in pledge.items.all() if item.criterion == criterion]
        kept = [item for item in items if item.progress != Progress.DROPPED]
        done = sum(item.progress == Progress.DONE for item in kept)
        groups.append({"criterion": criterion, "items": items, "total": len(kept), "done": done})
    return groups


@require_POST
@rights_required(Right.PLEDGE_WRITE)
def item_progress(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(PledgeItem.objects.select_related("pledge"), pk=pk, pledge__cadre__user=request.user)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        context = _detail(request, _own(request, item.pledge_id)) | {"wrong": form, "wrong_item": item.pk}
        return render(request, "criteria/pledge_detail.html", context, status=422)
    pledging.record_progress(item, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã cập nhật tiến độ.")
    return redirect(f"{item.pledge.get_absolute_url()}#noi-dung-{item.pk}")
