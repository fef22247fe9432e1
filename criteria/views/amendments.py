"""Changes to an approved pledge: asked for on one form, shown word by word, decided on, withdrawn, undone."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from cadres.rules import Acts
from cadres.standing_in import ReasonMissing
from criteria import pledging, rules
from criteria.comparing import compare
from criteria.forms.amending import AmendForm
from criteria.forms.deciding import DecisionForm, MinutesForm, ReturnForm, VersionForm
from criteria.models import Pledge, PledgeRevision
from criteria.pledging import amending

DECIDES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
READS = (Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
ROWS = 25
MISSING = {
    pledging.MinutesMissing: "Đề nghị này do Ban Thường vụ quyết định: điền số và ngày biên bản.",
    ReasonMissing: "Đây là duyệt thay: ghi lý do rồi bấm lại.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def amendment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Own pledge, once approved: what shall be different, and why."""
    pledge = get_object_or_404(Pledge.objects.filter(cadre__user=request.user).for_detail(), pk=pk)
    waiting = pledge.revisions.filter(state=PledgeRevision.State.PROPOSED).first()
    if request.method != "POST" and (waiting or not rules.can_amend(pledge)):
        return redirect(waiting or pledge)
    form = AmendForm(pledge, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            amendment = pledging.propose(pledge, form.changes(), by=request.user, **form.why.cleaned_data)
        except pledging.NothingChanged:
            form.errors.append("Chưa có gì khác bản đã duyệt. Sửa, bỏ hoặc thêm một nội dung rồi gửi.")
        except pledging.PledgeIncomplete as incomplete:
            form.errors += [f"{gap.label}: {gap.advice}." for gap in incomplete.gaps]
        else:
            messages.success(request, "Đã gửi đề nghị sửa. Bản đã duyệt vẫn dùng cho đến khi có quyết định.")
            return redirect(amendment)
    context = {"pledge": pledge, "form": form}
    return render(request, "criteria/amendment_new.html", context, status=422 if form.errors else 200)


@require_safe
@rights_required(*READS)
def amendment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "criteria/amendment_detail.html", record(request, _seen(request, pk)))


def _seen(request: HttpRequest, pk: int) -> PledgeRevision:
    seen = PledgeRevision.objects.amendments().visible_to(request.user)
    return get_object_or_404(seen.for_detail(), pk=pk)


def record(request: HttpRequest, amendment: PledgeRevision) -> dict[str, Any]:
    """What the record of one amendment needs, on its own page and in the inbox."""
    user, now = request.user, timezone.now()
    can_decide = rules.can_decide_amendment(amendment)
    acts = rules.amendment_acts_as(user, amendment, timezone.localdate(now)) if can_decide else None
    is_own = rules.may_write(user, amendment.pledge)
    return {
        "amendment": amendment,
        "pledge": amendment.pledge,
        "comparison": compare(amendment.base or [], amendment.items),
        "labels": ("Bản đang dùng" if amendment.is_proposed else "Trước khi sửa", "Đề nghị sửa thành"),
        "acts": acts,
        "place": amendment.deciding_unit if acts == Acts.STAND_IN else amendment.in_place_of,
        "is_own": is_own,
        "can_withdraw": is_own and amendment.is_proposed,
        "can_undo": amendment.decided_by_id == user.pk and rules.can_undo_amendment(amendment, now),
        "return_form": ReturnForm(initial={"version": amendment.version}),
        "minutes_form": MinutesForm(initial={"version": amendment.version}),
    }


@require_safe
@rights_required(*DECIDES)
def amendment_inbox(request: HttpRequest) -> HttpResponse:
    """Those that wait for the reader's decision, and those that he may decide in place of a unit below."""
    page = Paginator(PledgeRevision.objects.to_decide(request.user).for_detail(), ROWS).get_page(
        request.GET.get("trang")
    )
    overdue = PledgeRevision.objects.to_stand_in(request.user).for_detail()[:ROWS]
    return render(request, "criteria/amendment_inbox.html", {"page": page, "overdue": overdue})


@require_POST
@rights_required(*DECIDES)
@submit_once
def amendment_decide(request: HttpRequest, pk: int) -> HttpResponse:
    amendment = _seen(request, pk)
    context = record(request, amendment)
    is_refusal = request.POST.get("act") == "refuse"
    needs_minutes = amendment.is_by_minutes and context["acts"] != Acts.STAND_IN
    kind = ReturnForm if is_refusal else MinutesForm if needs_minutes else DecisionForm
    form = kind(request.POST, in_place=context["acts"] is not None and context["place"] is not None)
    if not form.is_valid():
        name = "return_form" if is_refusal else "minutes_form"
        context |= {name: form, "place_form": form}
        return render(request, "criteria/amendment_detail.html", context, status=422)
    verb = amending.refuse if is_refusal else amending.accept
    try:
        amendment = verb(amendment, by=request.user, **form.cleaned_data)
    except (pledging.MinutesMissing, ReasonMissing) as missing:
        messages.error(request, MISSING[type(missing)])
        return redirect(amendment)
    word = "Không duyệt" if is_refusal else "Đã duyệt"
    messages.success(request, f"{word} đề nghị sửa của {amendment.pledge.cadre}.")
    return redirect(amendment)


@require_POST
@rights_required(Right.PLEDGE_WRITE)
def amendment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    own = PledgeRevision.objects.amendments().filter(pledge__cadre__user=request.user)
    amendment = get_object_or_404(own.for_detail(), pk=pk)
    form = VersionForm(request.POST)
    if form.is_valid():
        amending.withdraw(amendment, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã rút đề nghị sửa.")
    else:
        messages.error(request, "Mở lại trang rồi bấm Rút đề nghị.")
    return redirect(amendment.pledge)


@require_POST
@rights_required(*DECIDES)
def amendment_undo(request: HttpRequest, pk: int) -> HttpResponse:
    amendment = amending.undo(_seen(request, pk), by=request.user)
    messages.success(request, f"Đã hoàn tác. Đề nghị của {amendment.pledge.cadre} lại chờ duyệt.")
    return redirect(amendment)
