"""Changes to an approved pledge: asked for on one form, shown word by word, withdrawn; the inbox decides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from criteria import pledging, rules
from criteria.comparing import compare_amendment
from criteria.forms.amending import AmendForm
from criteria.forms.deciding import VersionForm
from criteria.models import Pledge, PledgeRevision
from criteria.pledging import amending
from criteria.views.navigation import stand_under_pledges

READS = (Right.PLEDGE_READ, Right.PLEDGE_DECIDE)


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
    user, now = request.user, timezone.now()
    seen = PledgeRevision.objects.amendments().visible_to(user)
    amendment = get_object_or_404(seen.for_detail(), pk=pk)
    is_own, can_decide = rules.is_own(user, amendment.pledge), rules.can_decide_amendment(amendment)
    if is_own or not can_decide:
        stand_under_pledges(request, amendment.pledge)
    context = compare_amendment(amendment) | {
        "amendment": amendment,
        "can_decide": can_decide and bool(rules.amendment_acts_as(user, amendment, timezone.localdate(now))),
        "is_own": is_own,
        "can_withdraw": is_own and amendment.is_proposed,
        "can_undo": amendment.decided_by_id == user.pk and rules.can_undo_amendment(amendment, now),
    }
    return render(request, "criteria/amendment_detail.html", context)


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
