from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import factors
from accounts.forms import ReasonForm
from accounts.submit_keys import submit_once
from cadres import recovering
from cadres.access import rights_required
from cadres.forms.people import ResetDecisionForm
from cadres.models import FactorReset, Right, holds


@require_safe
@rights_required(Right.ACCOUNT_HELP, Right.SYSTEM_MANAGE)
def reset_list(request: HttpRequest) -> HttpResponse:
    """What waits, then what was decided; below, the accounts in reach that no page of a cadre leads to."""
    resets = FactorReset.objects.visible_to(request.user).select_related("user", "asked_by").waiting_first()
    helped = recovering.accounts_helped_by(request.user).filter(factors.with_second_factor(), cadre=None)
    context = {
        "page": Paginator(resets, 25).get_page(request.GET.get("trang")),
        "decides": holds(request.user, Right.SYSTEM_MANAGE),
        "without_cadre": helped.exclude(pk=request.user.pk).order_by("full_name", "pk")[:50],
    }
    return render(request, "cadres/reset_list.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.ACCOUNT_HELP)
@submit_once
def reset_ask(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(recovering.accounts_helped_by(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reset = recovering.ask(account, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã gửi đề nghị. Người quản trị hệ thống có 24 giờ để xác nhận.")
        return redirect(reset)
    context = {
        "account": account,
        "form": form,
        "is_own": account == request.user,
        "has_factor": factors.has_second_factor(account),
        "waiting": account.factor_resets.waiting().first(),
    }
    return render(request, "cadres/reset_ask.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.ACCOUNT_HELP, Right.SYSTEM_MANAGE)
def reset_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; who keeps the system confirms or refuses it here."""
    resets = FactorReset.objects.visible_to(request.user).select_related("user__cadre", "asked_by", "decided_by")
    reset = get_object_or_404(resets, pk=pk)
    form = ResetDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["decision"] == FactorReset.Decision.CONFIRMED:
            recovering.confirm(reset, by=request.user)
            messages.success(request, f"Đã gỡ lớp bảo vệ thứ hai của {reset.user.full_name} và đăng xuất mọi máy.")
        else:
            recovering.refuse(reset, by=request.user, answer=form.cleaned_data["answer"])
            messages.success(request, "Đã từ chối đề nghị.")
        return redirect(reset)
    context = {"reset": reset, "form": form, "may_decide": recovering.may_decide(request.user, reset)}
    return render(request, "cadres/reset_detail.html", context)
