"""A cadre's own pledge, step by step: four criteria, links, a look through all, sending."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import attachments
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import pledge_lines, pledging, rules, suggesting
from criteria.forms.deciding import SubmitForm
from criteria.forms.links import LinksForm
from criteria.forms.step import StepForm
from criteria.models import Criterion, Pledge, PledgeLinks, PledgeSaving, Statement, StatementSet
from criteria.twins import twins_of
from criteria.views import saving

LINKS, REVIEW = "lien-ket", "xem-lai"
STEPS = {criterion.lower(): Criterion(criterion) for criterion in Criterion.values}
ORDER = [*STEPS, LINKS, REVIEW]


def own_pledge(request: HttpRequest, pk: int) -> Pledge:
    """What the user writes: his own, and what he enters for somebody."""
    return get_object_or_404(Pledge.objects.for_writing().to_write(request.user), pk=pk)


def begin(pledge: Pledge) -> HttpResponse:
    """Where the person goes on writing: in the short form when it is meant for him and has room for what is there."""
    return redirect("criteria:pledge_short" if _is_short(pledge) else "criteria:pledge_step", pledge.pk, ORDER[0])


def _is_short(pledge: Pledge) -> bool:
    policy, category = pledge.period.pledge_policy, pledge.appointment.position.category
    return rules.has_short_form(category, policy) and rules.fits_short_form(pledge.items.all())


def closed_to_writing(request: HttpRequest, pledge: Pledge) -> HttpResponse | None:
    """Where to go when nothing can be written any more."""
    if not pledge.is_editable:
        return redirect(pledge)
    is_over = rules.is_over(pledge.period, timezone.localdate())
    return saving.over_page(request, pledge) if is_over else None


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE, Right.PLEDGE_ENTER)
def pledge_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of the form; the last looks through all and sends."""
    pledge = own_pledge(request, pk)
    if step not in ORDER:
        raise Http404
    if step == REVIEW and pledge.cadre.user_id != request.user.pk:
        return redirect("criteria:entry_review", pk)
    if step == REVIEW and _is_short(pledge):
        return redirect("criteria:pledge_short", pledge.pk, REVIEW)
    if request.method != "POST" or step == REVIEW:
        return closed_to_writing(request, pledge) or _shown(request, pledge, step)
    form = _form(request, pledge, step)
    write = partial(_write_links if step == LINKS else _write_items, pledge, form)
    answer = saving.save(request, pledge, form, write, partial(_onward, request, pledge, step))
    return answer or _shown(request, pledge, step, form)


def _write_items(pledge: Pledge, form: StepForm, **given: Any) -> Pledge:
    return pledging.save_step(pledge, form.criterion, form.drafts(), form.confirmed_codes, **given)


def _write_links(pledge: Pledge, form: LinksForm, **given: Any) -> Pledge:
    return pledging.save_links(pledge, form.draft(), upload=form.upload, **given)


def _onward(request: HttpRequest, pledge: Pledge, step: str) -> HttpResponse:
    if request.POST.get("act") == "draft":
        messages.success(request, "Đã lưu nháp.")
        return redirect("criteria:pledge_step", pledge.pk, step)
    return redirect("criteria:pledge_step", pledge.pk, ORDER[ORDER.index(step) + 1])


def _form(request: HttpRequest, pledge: Pledge, step: str) -> StepForm | LinksForm:
    data = request.POST if request.method == "POST" else None
    if step == LINKS:
        return LinksForm(pledge, data, request.FILES if data else None)
    return step_form(pledge, STEPS[step], data)


def step_form(pledge: Pledge, criterion: Criterion, data: Any) -> StepForm:
    of_criterion = pledge.period.statement_set.statements.of_criterion(criterion)
    statements = list(of_criterion.applying_to(pledge.appointment))
    do = [s for s in statements if s.kind == Statement.Kind.DO]
    foci = suggesting.from_programme(suggesting.programme_for(pledge), criterion)
    form = StepForm(
        pledge,
        criterion,
        unit_suggestions=[*suggesting.from_indicators(pledge, criterion), *foci],
        last_suggestions=suggesting.from_last_year(pledge, criterion),
        statement_suggestions=suggesting.from_statements(do, pledge.period.pledge_policy.max_chars),
        statements=statements,
        data=data,
    )
    form.do = do
    return form


def _shown(request: HttpRequest, pledge: Pledge, step: str, form: Any = None) -> HttpResponse:
    form = form or (SubmitForm(initial={"version": pledge.version}) if step == REVIEW else _form(request, pledge, step))
    context = frame(pledge, step) | {"form": form, "evidence": suggesting.EVIDENCE}
    if step in STEPS:
        context["references"] = StatementSet.objects.references()
    if step == REVIEW:
        context |= {"twins": twins_of(pledge), "is_writer": True}
    template = {LINKS: "criteria/pledge_links.html", REVIEW: "criteria/pledge_review.html"}
    is_wrong = request.method == "POST" and bool(form.errors)
    return render(request, template.get(step, "criteria/pledge_step.html"), context, status=422 if is_wrong else 200)


def frame(pledge: Pledge, step: str) -> dict[str, Any]:
    """What stands round every step: the line of steps with what is in each, and what is missing."""
    bound = pledge.period.statement_set.statements.applying_to(pledge.appointment)
    donts = bound.dont().values_list("criterion", "code")
    items = list(pledge.items.all())
    gaps = rules.gaps(items, pledge.commitments, donts, pledge.period.pledge_policy, pledge.period)
    links = PledgeLinks.objects.filter(pledge=pledge).select_related("work_plan").first()
    steps: list[dict[str, Any]] = []
    for code, criterion in STEPS.items():
        own = [item for item in items if item.criterion == criterion]
        advice = [gap.advice for gap in gaps if gap.criterion == criterion]
        about = {"code": code, "label": criterion.label, "criterion": criterion}
        steps.append(about | {"items": own, "advice": advice, "is_done": not advice})
    missing = rules.links_missing(links)
    steps.append({"code": LINKS, "label": "Liên kết", "advice": missing, "is_done": not missing})
    place = ORDER.index(step)
    last = PledgeSaving.objects.filter(pledge=pledge).first()
    return {
        "pledge": pledge,
        "step": step,
        "steps": steps,
        "criteria_steps": steps[:-1],
        "here": steps[place] if place < len(steps) else None,
        "number": place + 1,
        "before": steps[place - 1] if place else None,
        "after": steps[place + 1] if place + 1 < len(steps) else None,
        "gaps": gaps,
        "links": links,
        "lines": pledge_lines.lines_for(pledge),
        "saved": saving.saved_words(pledge),
        "saved_tab": last.tab if last else "",
        "has_short_form": _is_short(pledge),
    }


@require_POST
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def pledge_submit(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.select_related("cadre", "period").to_write(request.user), pk=pk)
    form = SubmitForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            pledge = pledging.submit(pledge, by=request.user, version=data["version"], message=data["message"])
        except pledging.PeriodOver:
            return saving.over_page(request, own_pledge(request, pk), message=data["message"])
        except pledging.PledgeIncomplete:
            form.add_error(None, "Bản đăng ký còn thiếu nội dung. Mở bước được đánh dấu để bổ sung rồi nộp.")
        else:
            messages.success(request, f"Đã nộp bản đăng ký số {pledge.number}.")
            return redirect(pledge)
    return _shown(request, own_pledge(request, pk), REVIEW, form)


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def work_plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The yearly work plan, for whoever may read the pledge."""
    pledges = Pledge.objects.readable_by(request.user).select_related("links__work_plan")
    pledge = get_object_or_404(pledges.filter(links__work_plan__isnull=False), pk=pk)
    return attachments.response(pledge.links.work_plan)
