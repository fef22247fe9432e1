"""What waits for one's decision: list left, record right; one by one or many at once."""

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

from accounts.documents import StaleDocument
from accounts.models import Holiday, User
from accounts.submit_keys import submit_once
from accounts.working_days import working_days_between
from cadres.access import rights_required
from cadres.deciding import leaders_of
from cadres.models import Right, Unit
from cadres.rules import Acts
from cadres.standing_in import ReasonMissing
from criteria import pledging, rules
from criteria.comparing import compare
from criteria.entering import entry_context
from criteria.forms.deciding import DecisionForm, MinutesForm, ReturnForm
from criteria.models import Criterion, Pledge, PledgeRevision
from criteria.twins import twins_of

ROWS = 50
OVERDUE = 20
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
    related = ("period__pledge_policy", "stand_in_unit", "in_place_of")
    waiting = Pledge.objects.to_decide(request.user).for_list().select_related(*related)
    page = Paginator(waiting, ROWS).get_page(request.GET.get("trang"))
    today, holidays = timezone.localdate(), Holiday.objects.days_off()
    for pledge in page.object_list:
        since = timezone.localtime(pledge.submitted_at).date()
        pledge.days_waiting = working_days_between(since, today, holidays)
        pledge.days_late = pledge.days_waiting - pledge.period.pledge_policy.sla_days
    return {
        "page": page,
        "overdue": _overdue(request.user),
        "just_decided": _just_decided(request.user),
        "phrases": PHRASES,
        "limit": rules.BULK_LIMIT,
    }


def _overdue(user: User) -> list[Pledge]:
    """What the units below let wait twice too long, with whoever is passed over there."""
    pledges = list(Pledge.objects.to_stand_in(user).for_list().select_related("deciding_unit")[:OVERDUE])
    leaders = leaders_of({pledge.deciding_unit_id for pledge in pledges})
    for pledge in pledges:
        pledge.passed_over = leaders.get(pledge.deciding_unit_id)
        pledge.stand_in_url = reverse("criteria:pledge_review", args=[pledge.pk])
    return pledges


def _just_decided(user: User) -> list[Pledge]:
    """Own decisions that can still be taken back."""
    since = timezone.now() - rules.UNDO_TIME
    decided = Pledge.objects.filter(decided_by=user, decided_at__gte=since, state__in=Pledge.DECIDED)
    return list(decided.select_related("cadre", "period").order_by("-decided_at")[:5])


def _record(request: HttpRequest, pk: int) -> dict[str, Any]:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)
    revisions = list(PledgeRevision.objects.filter(pledge=pledge).select_related("decided_by").order_by("-no"))
    acts = rules.acts_as(request.user, pledge, timezone.localdate()) if rules.can_decide(pledge) else None
    items = pledge.items.all()
    return {
        "pledge": pledge,
        "groups": [{"criterion": c, "items": [i for i in items if i.criterion == c]} for c in Criterion],
        "revisions": revisions,
        "comparison": compare(revisions[1].items, revisions[0].items) if len(revisions) > 1 else None,
        "acts": acts,
        "twins": twins_of(pledge, reader=request.user),
        "entry": entry_context(request.user, pledge),
        "place": _place(pledge, acts),
        "is_first_look": rules.is_first_look(pledge) and acts == Acts.DECIDER,
        "return_form": ReturnForm(initial={"version": pledge.version}),
        "minutes_form": MinutesForm(initial={"version": pledge.version}),
    }


def _place(pledge: Pledge, acts: Acts | None) -> Unit | None:
    """In whose place the reader would decide."""
    return pledge.deciding_unit if acts == Acts.STAND_IN else pledge.in_place_of


@require_POST
@rights_required(*DECIDES)
@submit_once
def pledge_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or return one; then the next one opens."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)
    is_return = request.POST.get("act") == "return"
    acts = rules.acts_as(request.user, pledge, timezone.localdate())
    kind = ReturnForm if is_return else MinutesForm if _needs_minutes(pledge, acts) else DecisionForm
    form = kind(request.POST, in_place=rules.can_decide(pledge) and _place(pledge, acts) is not None)
    if not form.is_valid():
        name = "return_form" if is_return else "minutes_form"
        context = _list(request) | _record(request, pk) | {"is_record": True, name: form, "place_form": form}
        return render(request, "criteria/pledge_inbox.html", context, status=422)
    try:
        pledge = _act(pledge, acts, is_return=is_return)(pledge, by=request.user, **form.cleaned_data)
    except (pledging.MinutesMissing, ReasonMissing) as missing:
        messages.error(request, MISSING[type(missing)])
        return redirect("criteria:pledge_review", pk)
    messages.success(request, f"Đã {_done(pledge)} bản đăng ký của {pledge.cadre}.")
    following = Pledge.objects.to_decide(request.user).first()
    return redirect("criteria:pledge_review", following.pk) if following else redirect("criteria:pledge_inbox")


MISSING = {
    pledging.MinutesMissing: "Bản này do Ban Thường vụ quyết định: điền số và ngày biên bản.",
    ReasonMissing: "Đây là duyệt thay: ghi lý do rồi bấm lại.",
}


def _needs_minutes(pledge: Pledge, acts: Acts | None) -> bool:
    return pledge.is_by_minutes and acts != Acts.STAND_IN


def _act(pledge: Pledge, acts: Acts | None, *, is_return: bool) -> Callable[..., Pledge]:
    """A department's yes passes the pledge on, anybody else's approves it."""
    if is_return:
        return pledging.return_for_edit
    return pledging.pass_on if rules.is_first_look(pledge) and acts == Acts.DECIDER else pledging.approve


def _done(pledge: Pledge) -> str:
    if pledge.state == Pledge.State.SUBMITTED:
        return "đồng ý và chuyển Thường trực"
    return "duyệt" if pledge.state == Pledge.State.APPROVED else "trả lại"


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
    pledges = Pledge.objects.visible_to(request.user).for_detail().filter(pk__in=ids)
    results = [_one_of_many(request, pledge, reason if is_return else "") for pledge in pledges]
    done = sum(not problem for _, problem in results)
    context = {"results": results, "done": done, "is_return": is_return}
    return render(request, "criteria/pledge_bulk_result.html", context)


def _one_of_many(request: HttpRequest, pledge: Pledge, reason: str) -> tuple[Pledge, str]:
    """The row and what kept it from being decided; nothing when it was."""
    given = {"version": request.POST.get(f"version_{pledge.pk}"), "reason": reason}
    form = (ReturnForm if reason else DecisionForm)(given)
    if "reason" in form.errors:
        return pledge, "Viết lý do trong 1.000 ký tự rồi gửi lại."
    if not form.is_valid():
        return pledge, "Tải lại danh sách rồi chọn lại bản này."
    acts = rules.acts_as(request.user, pledge, timezone.localdate())
    try:
        _act(pledge, acts, is_return=bool(reason))(pledge, by=request.user, **form.cleaned_data)
    except StaleDocument as stale:
        return pledge, stale.message or "Vừa thay đổi ở máy khác. Mở lại để xem bản mới."
    except PermissionDenied:
        return pledge, "Bản này nay do đơn vị khác quyết định."
    except pledging.MinutesMissing:
        return pledge, "Cần số và ngày biên bản: mở riêng bản này để nhập."
    except ReasonMissing:
        return pledge, "Đây là duyệt thay: mở riêng bản này để ghi lý do."
    return pledge, ""


@require_POST
@rights_required(*DECIDES)
def pledge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), pk=pk)
    pledging.undo(pledge, by=request.user)
    messages.success(request, f"Đã hoàn tác. Bản đăng ký của {pledge.cadre} lại chờ duyệt.")
    return redirect("criteria:pledge_review", pledge.pk)
