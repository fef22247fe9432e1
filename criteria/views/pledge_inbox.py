"""What waits for one's decision: list left, record right; one by one or many at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.documents import StaleDocument
from accounts.models import Holiday, User
from accounts.submit_keys import submit_once
from accounts.working_days import working_days_between
from cadres.access import rights_required
from cadres.models import Right
from criteria import pledging, rules
from criteria.comparing import compare
from criteria.forms.deciding import MinutesForm, ReasonForm, VersionForm
from criteria.models import Criterion, Pledge, PledgeRevision

ROWS = 50
DECIDES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
PHRASES = (
    ("Chưa đo được", "Chỉ tiêu chưa đo được: ghi con số cụ thể."),
    ("Thiếu thời hạn", "Ghi rõ thời hạn của từng việc."),
    ("Rập khuôn", "Nội dung còn rập khuôn: viết lại cho sát việc được giao và địa bàn phụ trách."),
)


@require_safe
@rights_required(*DECIDES)
def pledge_inbox(request: HttpRequest) -> HttpResponse:
    """The list; wide screens show the record that waits longest beside it."""
    context = _list(request)
    first = context["page"].object_list[0] if context["page"].object_list else None
    return render(request, "criteria/pledge_inbox.html", context | (_record(request, first.pk) if first else {}))


@require_safe
@rights_required(*DECIDES)
def pledge_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One record to decide on; a decided one leads to its own page."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), pk=pk)
    if pledge.state != Pledge.State.SUBMITTED:
        return redirect(pledge)
    return render(request, "criteria/pledge_inbox.html", _list(request) | _record(request, pk) | {"is_record": True})


def _list(request: HttpRequest) -> dict[str, Any]:
    waiting = Pledge.objects.to_decide(request.user).for_list().select_related("period__pledge_policy")
    page = Paginator(waiting, ROWS).get_page(request.GET.get("trang"))
    today, holidays = timezone.localdate(), set(Holiday.objects.values_list("on", flat=True))
    for pledge in page.object_list:
        since = timezone.localtime(pledge.submitted_at).date()
        pledge.days_waiting = working_days_between(since, today, holidays)
        pledge.days_late = pledge.days_waiting - pledge.period.pledge_policy.sla_days
    return {"page": page, "just_decided": _just_decided(request.user), "phrases": PHRASES, "limit": rules.BULK_LIMIT}


def _just_decided(user: User) -> list[Pledge]:
    """Own decisions that can still be taken back."""
    since = timezone.now() - rules.UNDO_TIME
    decided = Pledge.objects.filter(decided_by=user, decided_at__gte=since, state__in=Pledge.DECIDED)
    return list(decided.select_related("cadre", "period").order_by("-decided_at")[:5])


def _record(request: HttpRequest, pk: int) -> dict[str, Any]:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)
    revisions = list(PledgeRevision.objects.filter(pledge=pledge).select_related("decided_by").order_by("-no"))
    may_decide = rules.may_decide(
        request.user, pledge, pledge.deciding_unit.path, by_minutes=pledge.is_by_minutes
    ) and rules.can_decide(pledge)
    items = pledge.items.all()
    return {
        "pledge": pledge,
        "groups": [{"criterion": c, "items": [i for i in items if i.criterion == c]} for c in Criterion],
        "revisions": revisions,
        "comparison": compare(revisions[1].items, revisions[0].items) if len(revisions) > 1 else None,
        "may_decide": may_decide,
        "return_form": ReasonForm(initial={"version": pledge.version}),
        "minutes_form": MinutesForm(initial={"version": pledge.version}),
    }


@require_POST
@rights_required(*DECIDES)
@submit_once
def pledge_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or return one; then the next one opens."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), pk=pk)
    is_return = request.POST.get("act") == "return"
    form = (ReasonForm if is_return else MinutesForm if pledge.is_by_minutes else VersionForm)(request.POST)
    if not form.is_valid():
        name = "return_form" if is_return else "minutes_form"
        context = _list(request) | _record(request, pk) | {"is_record": True, name: form}
        return render(request, "criteria/pledge_inbox.html", context, status=422)
    try:
        act = pledging.return_for_edit if is_return else pledging.approve
        pledge = act(pledge, by=request.user, **form.cleaned_data)
    except pledging.MinutesMissing:
        messages.error(request, "Bản này do Ban Thường vụ quyết định: điền số và ngày biên bản.")
        return redirect("criteria:pledge_review", pk)
    messages.success(request, f"Đã {'trả lại' if is_return else 'duyệt'} bản đăng ký của {pledge.cadre}.")
    following = Pledge.objects.to_decide(request.user).first()
    return redirect("criteria:pledge_review", following.pk) if following else redirect("criteria:pledge_inbox")


@require_POST
@rights_required(*DECIDES)
@submit_once
def pledge_bulk(request: HttpRequest) -> HttpResponse:
    """The same verb, row by row; each row has its own result."""
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal()]
    is_return, reason = request.POST.get("act") == "return", request.POST.get("reason", "").strip()
    if not ids or len(ids) > rules.BULK_LIMIT:
        messages.error(request, f"Chọn từ 1 đến {rules.BULK_LIMIT} bản mỗi lần.")
        return redirect("criteria:pledge_inbox")
    if is_return and not reason:
        messages.error(request, "Viết lý do trả lại chung cho các bản đã chọn, rồi bấm Trả lại.")
        return redirect("criteria:pledge_inbox")
    pledges = Pledge.objects.visible_to(request.user).select_related("cadre", "period").filter(pk__in=ids)
    results = [_one_of_many(request, pledge, reason if is_return else "") for pledge in pledges]
    done = sum(not problem for _, problem in results)
    context = {"results": results, "done": done, "is_return": is_return}
    return render(request, "criteria/pledge_bulk_result.html", context)


def _one_of_many(request: HttpRequest, pledge: Pledge, reason: str) -> tuple[Pledge, str]:
    """The row and what kept it from being decided; nothing when it was."""
    given = {"version": request.POST.get(f"version_{pledge.pk}"), "reason": reason}
    form = (ReasonForm if reason else VersionForm)(given)
    if "reason" in form.errors:
        return pledge, "Viết lý do trong 1.000 ký tự rồi gửi lại."
    if not form.is_valid():
        return pledge, "Tải lại danh sách rồi chọn lại bản này."
    try:
        if reason:
            pledging.return_for_edit(pledge, by=request.user, **form.cleaned_data)
        else:
            pledging.approve(pledge, by=request.user, **form.cleaned_data)
    except StaleDocument as stale:
        return pledge, stale.message or "Vừa thay đổi ở máy khác. Mở lại để xem bản mới."
    except PermissionDenied:
        return pledge, "Bản này nay do đơn vị khác quyết định."
    except pledging.MinutesMissing:
        return pledge, "Cần số và ngày biên bản: mở riêng bản này để nhập."
    return pledge, ""


@require_POST
@rights_required(*DECIDES)
def pledge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), pk=pk)
    pledging.undo(pledge, by=request.user)
    messages.success(request, f"Đã hoàn tác. Bản đăng ký của {pledge.cadre} lại chờ duyệt.")
    return redirect("criteria:pledge_review", pledge.pk)
