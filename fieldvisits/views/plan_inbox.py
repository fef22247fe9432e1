"""Plans that wait for one's decision: list left, record right; one by one or many at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import Holiday, User
from accounts.submit_keys import submit_once
from accounts.working_days import working_days_between
from cadres.access import rights_required
from cadres.deciding import leaders_of
from cadres.models import Right, Unit
from cadres.rules import Acts
from cadres.standing_in import ReasonMissing
from criteria.forms.deciding import DecisionForm, MinutesForm, ReturnForm
from fieldvisits import planning, rules
from fieldvisits.models import VisitPlan
from fieldvisits.standing import visit_standing

ROWS = 25
OVERDUE = 20
DECIDES = (Right.VISIT_DECIDE, Right.PLEDGE_RECORD)
PHRASES = (
    ("Thiếu chi đoàn", "Bổ sung ít nhất một chuyến dự sinh hoạt chi đoàn."),
    ("Thiếu nhà trọ", "Bổ sung ít nhất một chuyến tới khu nhà trọ công nhân."),
    ("Nội dung chung chung", "Ghi rõ làm việc gì, với ai, ở từng chuyến."),
)


@require_safe
@rights_required(*DECIDES)
def plan_inbox(request: HttpRequest) -> HttpResponse:
    """The list; wide screens show the record that waits longest beside it."""
    context = _list(request)
    first = context["page"].object_list[0] if context["page"].object_list else None
    return render(request, "fieldvisits/plan_inbox.html", context | (_record(request, first.pk) if first else {}))


@require_safe
@rights_required(*DECIDES)
def plan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One record to decide on; a decided one leads to its own page."""
    plan = get_object_or_404(VisitPlan.objects.visible_to(request.user).select_related("period"), pk=pk)
    if plan.state not in VisitPlan.WAITING:
        return redirect(plan)
    return render(request, "fieldvisits/plan_inbox.html", _list(request) | _record(request, pk) | {"is_record": True})


def _list(request: HttpRequest) -> dict[str, Any]:
    waiting = VisitPlan.objects.to_decide(request.user).for_list().select_related("stand_in_unit", "in_place_of")
    page = Paginator(waiting, ROWS).get_page(request.GET.get("trang"))
    today, holidays = timezone.localdate(), Holiday.objects.days_off()
    for plan in page.object_list:
        since = timezone.localtime(plan.submitted_at).date()
        plan.days_waiting = working_days_between(since, today, holidays)
    return {
        "page": page,
        "overdue": _overdue(request.user),
        "just_decided": _just_decided(request.user),
        "phrases": PHRASES,
        "limit": rules.BULK_LIMIT,
    }


def _overdue(user: User) -> list[VisitPlan]:
    """What the units below let wait twice too long, with whoever is passed over there."""
    plans = list(VisitPlan.objects.to_stand_in(user).for_list().select_related("deciding_unit")[:OVERDUE])
    leaders = leaders_of({plan.deciding_unit_id for plan in plans})
    for plan in plans:
        plan.passed_over = leaders.get(plan.deciding_unit_id)
        plan.stand_in_url = reverse("fieldvisits:plan_review", args=[plan.pk])
    return plans


def _just_decided(user: User) -> list[VisitPlan]:
    """Own decisions that can still be taken back."""
    since, decided = timezone.now() - rules.UNDO_TIME, [VisitPlan.State.APPROVED, VisitPlan.State.RETURNED]
    plans = VisitPlan.objects.filter(decided_by=user, decided_at__gte=since, state__in=decided)
    return list(plans.select_related("cadre", "period").order_by("-decided_at")[:5])


def _record(request: HttpRequest, pk: int) -> dict[str, Any]:
    plan = get_object_or_404(VisitPlan.objects.visible_to(request.user).for_detail(), pk=pk)
    acts = rules.acts_as(request.user, plan, timezone.localdate()) if rules.can_decide_plan(plan) else None
    return {
        "plan": plan,
        "items": list(plan.items.all()),
        "standing": visit_standing(plan.cadre, plan.period, timezone.localdate()),
        "acts": acts,
        "place": _place(plan, acts),
        "is_first_look": rules.is_first_look(plan) and acts == Acts.DECIDER,
        "return_form": ReturnForm(initial={"version": plan.version}),
        "minutes_form": MinutesForm(initial={"version": plan.version}),
        "events": audit.trail(plan)[:20],
    }


def _place(plan: VisitPlan, acts: Acts | None) -> Unit | None:
    """In whose place the reader would decide."""
    return plan.deciding_unit if acts == Acts.STAND_IN else plan.in_place_of


@require_POST
@rights_required(*DECIDES)
@submit_once
def plan_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or return one; then the next one opens."""
    plan = get_object_or_404(VisitPlan.objects.visible_to(request.user).with_people(), pk=pk)
    is_return = request.POST.get("act") == "return"
    acts = rules.acts_as(request.user, plan, timezone.localdate())
    kind = ReturnForm if is_return else MinutesForm if _needs_minutes(plan, acts) else DecisionForm
    form = kind(request.POST, in_place=rules.can_decide_plan(plan) and _place(plan, acts) is not None)
    if not form.is_valid():
        name = "return_form" if is_return else "minutes_form"
        context = _list(request) | _record(request, pk) | {"is_record": True, name: form, "place_form": form}
        return render(request, "fieldvisits/plan_inbox.html", context, status=422)
    try:
        plan = _act(plan, acts, is_return=is_return)(plan, by=request.user, **form.cleaned_data)
    except (planning.MinutesMissing, ReasonMissing) as missing:
        messages.error(request, MISSING[type(missing)])
        return redirect("fieldvisits:plan_review", pk)
    messages.success(request, f"Đã {_done(plan)} bảng đăng ký của {plan.cadre}.")
    following = VisitPlan.objects.to_decide(request.user).first()
    return redirect("fieldvisits:plan_review", following.pk) if following else redirect("fieldvisits:plan_inbox")


MISSING = {
    planning.MinutesMissing: "Bảng này do Ban Thường vụ quyết định: điền số và ngày biên bản.",
    ReasonMissing: "Đây là duyệt thay: ghi lý do rồi bấm lại.",
}


def _needs_minutes(plan: VisitPlan, acts: Acts | None) -> bool:
    return plan.is_by_minutes and acts != Acts.STAND_IN


def _act(plan: VisitPlan, acts: Acts | None, *, is_return: bool) -> Callable[..., VisitPlan]:
    """A department's yes passes the plan on, anybody else's approves it."""
    if is_return:
        return planning.return_for_edit
    return planning.dept_ok if rules.is_first_look(plan) and acts == Acts.DECIDER else planning.approve


def _done(plan: VisitPlan) -> str:
    if plan.state == VisitPlan.State.DEPT_OK:
        return "đồng ý và chuyển Thường trực"
    return "duyệt" if plan.state == VisitPlan.State.APPROVED else "trả lại"


@require_POST
@rights_required(*DECIDES)
@submit_once
def plan_bulk(request: HttpRequest) -> HttpResponse:
    """The same verb, row by row; each row has its own result."""
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal()]
    is_return, reason = request.POST.get("act") == "return", request.POST.get("reason", "").strip()
    if not ids or len(ids) > rules.BULK_LIMIT:
        messages.error(request, f"Chọn từ 1 đến {rules.BULK_LIMIT} bảng mỗi lần.")
        return redirect("fieldvisits:plan_inbox")
    if is_return and not reason:
        messages.error(request, "Viết lý do trả lại chung cho các bảng đã chọn, rồi bấm Trả lại.")
        return redirect("fieldvisits:plan_inbox")
    plans = VisitPlan.objects.visible_to(request.user).with_people().filter(pk__in=ids)
    results = [_one_of_many(request, plan, reason if is_return else "") for plan in plans]
    done = sum(not problem for _, problem in results)
    context = {"results": results, "done": done, "is_return": is_return}
    return render(request, "fieldvisits/plan_bulk_result.html", context)


def _one_of_many(request: HttpRequest, plan: VisitPlan, reason: str) -> tuple[VisitPlan, str]:
    """The row and what kept it from being decided; nothing when it was."""
    given = {"version": request.POST.get(f"version_{plan.pk}"), "reason": reason}
    form = (ReturnForm if reason else DecisionForm)(given)
    if "reason" in form.errors:
        return plan, "Viết lý do trong 1.000 ký tự rồi gửi lại."
    if not form.is_valid():
        return plan, "Tải lại danh sách rồi chọn lại bảng này."
    acts = rules.acts_as(request.user, plan, timezone.localdate())
    try:
        return _act(plan, acts, is_return=bool(reason))(plan, by=request.user, **form.cleaned_data), ""
    except StaleDocument as stale:
        return plan, stale.message or "Vừa thay đổi ở máy khác. Mở lại để xem bản mới."
    except PermissionDenied:
        return plan, "Bảng này nay do đơn vị khác quyết định."
    except planning.MinutesMissing:
        return plan, "Cần số và ngày biên bản: mở riêng bảng này để nhập."
    except ReasonMissing:
        return plan, "Đây là duyệt thay: mở riêng bảng này để ghi lý do."


@require_POST
@rights_required(*DECIDES)
def plan_undo(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(VisitPlan.objects.visible_to(request.user), pk=pk)
    planning.undo(plan, by=request.user)
    messages.success(request, f"Đã hoàn tác. Bảng đăng ký của {plan.cadre} lại chờ duyệt.")
    return redirect("fieldvisits:plan_review", plan.pk)
