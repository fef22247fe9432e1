"""A cadre's own base visits: the month, the plan of each quarter, and the plan on paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.histories import history
from accounts.history_page import render_history
from accounts.models import User
from accounts.standing_under import stand_under
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Appointment, Right
from criteria.models import Period
from criteria.patience import Patience
from fieldvisits import monthly, planning, rules
from fieldvisits.forms import DropForm, ItemFormSet, ItemFormSetWithOneMore, VersionForm
from fieldvisits.hosting import host_named, hosts_near
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem
from fieldvisits.shown_history import PLAN
from fieldvisits.standing import visit_standing
from fieldvisits.views.rows import drafts_of, plain, rows_left

QUARTERS = (1, 2, 3, 4)


def post_of(user: User) -> Appointment | None:
    """Today's main post of the reader."""
    return Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre__user=user).first()


@require_safe
@rights_required(Right.VISIT_WRITE)
def plan_mine(request: HttpRequest) -> HttpResponse:
    """The month with its visits, the year's days, the plans and the follow-ups that are not settled."""
    post = post_of(request.user)
    period = Period.objects.open_for(post).first() if post else None
    if post is None or period is None:
        return render(request, "fieldvisits/no_period.html", {"post": post})
    today = timezone.localdate()
    month = monthly.month_of(request.GET.get("thang"), today)
    context = _month(request.user, month) | {
        "period": period,
        "standing": visit_standing(post.cadre, period, today),
        "quarters": _quarters(post, period),
        "this_quarter": rules.quarter_of(period, today),
        "follow_ups": FollowUp.objects.of(request.user).sent().unresolved().for_list()[:5],
    }
    return render(request, "fieldvisits/plan_mine.html", context)


def _month(user: User, month: Any) -> dict[str, Any]:
    today, last = timezone.localdate(), monthly.last_day(month)
    visits = Visit.objects.filter(cadre__user=user, starts_on__lte=last, ends_on__gte=month)
    items = VisitPlanItem.objects.filter(plan__cadre__user=user, starts_on__lte=last, ends_on__gte=month)
    found = monthly.entries(visits, items.exclude(state=VisitPlanItem.State.DONE).select_related("plan"), today)
    return {
        "month": month,
        "before": monthly.month_before(month),
        "after": monthly.month_after(month),
        "weeks": monthly.weeks(month, found, today),
        "entries": found,
        "done": sum((visit.days for visit in visits if visit.reported_at), start=0),
    }


def _quarters(post: Appointment, period: Period) -> list[dict[str, Any]]:
    plans = VisitPlan.objects.filter(cadre=post.cadre_id, period=period).select_related("decided_by").with_days()
    by_quarter = {plan.quarter: plan for plan in plans}
    return [
        {"number": number, "span": rules.quarter_span(period, number), "plan": by_quarter.get(number)}
        for number in QUARTERS
    ]


@require_POST
@rights_required(Right.VISIT_WRITE)
def plan_start(request: HttpRequest) -> HttpResponse:
    """Open the plan of a quarter, or the one that is there."""
    post = post_of(request.user)
    period = Period.objects.open_for(post).first() if post else None
    quarter = request.POST.get("quarter", "")
    if post is None or period is None or quarter not in {str(number) for number in QUARTERS}:
        raise PermissionDenied
    plan = planning.start(post.cadre, period, int(quarter), by=request.user)
    return redirect("fieldvisits:plan_edit", plan.pk) if plan.is_editable else redirect(plan)


def _visible(user: User, pk: int) -> VisitPlan:
    plan: VisitPlan = get_object_or_404(VisitPlan.objects.visible_to(user).for_detail(), pk=pk)
    return plan


@require_http_methods(["GET", "POST"])
@rights_required(Right.VISIT_WRITE)
@submit_once
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of Mẫu 2. Adding and removing a row are buttons of the same form."""
    plan = _visible(request.user, pk)
    if not rules.may_write(request.user, plan):
        raise PermissionDenied
    if request.method == "POST":
        return _save(request, plan)
    if not rules.can_edit_plan(plan):
        return redirect(plan)
    rows = [row | {"days": plain(row["days"])} for row in plan.items.values()]
    formset = (ItemFormSet if rows else ItemFormSetWithOneMore)(initial=rows)
    return _edit_page(request, plan, formset)


def _save(request: HttpRequest, plan: VisitPlan) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "them" or act.startswith("bo-"):
        rows = rows_left(request.POST, without=act.removeprefix("bo-"))
        formset = (ItemFormSetWithOneMore if act == "them" else ItemFormSet)(initial=rows)
        return _edit_page(request, plan, formset)
    formset, version = ItemFormSet(request.POST), VersionForm(request.POST)
    if not (formset.is_valid() and version.is_valid()):
        return _edit_page(request, plan, formset, status=422)
    hosts = hosts_near(plan.appointment)
    drafts = drafts_of(formset, lambda name: host_named(name, hosts))
    plan = planning.save_items(plan, drafts, by=request.user, **version.cleaned_data)
    if act != "nop":
        messages.success(request, f"Đã lưu {len(drafts)} chuyến.")
        return redirect("fieldvisits:plan_edit", plan.pk)
    return _send(request, plan, version=plan.version)


def _edit_page(request: HttpRequest, plan: VisitPlan, formset: Any, status: int = 200) -> HttpResponse:
    context = {
        "plan": plan,
        "formset": formset,
        "hosts": hosts_near(plan.appointment),
        "span": rules.quarter_span(plan.period, plan.quarter),
    }
    return render(request, "fieldvisits/plan_edit.html", context, status=status)


def _send(request: HttpRequest, plan: VisitPlan, *, version: int) -> HttpResponse:
    try:
        plan = planning.submit(plan, by=request.user, version=version)
    except planning.PlanIncomplete as lack:
        messages.error(request, str(lack))
        return redirect("fieldvisits:plan_edit", plan.pk)
    messages.success(request, f"Đã nộp bảng đăng ký {plan.title} cho {plan.deciding_unit}.")
    return redirect(plan)


@require_POST
@rights_required(Right.VISIT_WRITE)
@submit_once
def plan_submit(request: HttpRequest, pk: int) -> HttpResponse:
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    return _send(request, _visible(request.user, pk), version=version)


@require_safe
@rights_required(Right.VISIT_READ, Right.VISIT_DECIDE)
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _visible(request.user, pk)
    is_own = rules.may_write(request.user, plan)
    if not is_own:
        stand_under(request, "fieldvisits:visit_list")
    items = list(plan.items.all())
    for item in items:
        item.plan = plan
        item.may_drop = is_own and rules.can_drop_item(item)
    context = {
        "plan": plan,
        "items": items,
        "is_own": is_own,
        "can_edit": is_own and rules.can_edit_plan(plan),
        "can_undo": plan.decided_by_id == request.user.pk and rules.can_undo_plan(plan, timezone.now()),
        "answer_by": Patience().answer_by(plan.period_id, plan.submitted_at),
        "drop_form": DropForm(),
        "events": audit.trail(plan)[:20],
    }
    return render(request, "fieldvisits/plan_detail.html", context)


@require_safe
@rights_required(Right.VISIT_READ, Right.VISIT_DECIDE)
def plan_history(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _visible(request.user, pk)
    entries = history((PLAN, {"pgh_obj": plan.pk}))
    return render_history(request, entries, title=str(plan), back=plan.get_absolute_url())


@require_safe
@rights_required(Right.VISIT_READ, Right.VISIT_DECIDE)
def plan_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Mẫu 2 on A4, across."""
    plan = _visible(request.user, pk)
    standing = visit_standing(plan.cadre, plan.period, timezone.localdate())
    context = {"plan": plan, "items": list(plan.items.all()), "standing": standing}
    return render(request, "fieldvisits/plan_print.html", context)


@require_POST
@rights_required(Right.VISIT_WRITE)
def item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put off or call off one approved visit."""
    item = get_object_or_404(
        VisitPlanItem.objects.select_related("plan").filter(plan__in=VisitPlan.objects.visible_to(request.user)), pk=pk
    )
    form = DropForm(request.POST)
    if form.is_valid():
        item = planning.drop_item(item, by=request.user, **form.cleaned_data)
        messages.success(request, f"Chuyến tới {item.host_name}: {item.get_state_display().lower()}.")
    else:
        messages.error(request, "Ghi lý do hoãn hoặc hủy.")
    return redirect(item.plan)
