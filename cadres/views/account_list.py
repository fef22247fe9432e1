from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit, factors, suspending
from accounts.forms import ReasonForm
from accounts.models import User
from accounts.signing_out import sessions_of
from cadres.access import rights_required
from cadres.filters import AccountFilter
from cadres.models import Right


@require_safe
@rights_required(Right.SYSTEM_MANAGE)
def account_list(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, the newest first; nothing here leads to what they wrote."""
    filters = AccountFilter(request.GET)
    accounts = filters.apply(User.objects.annotate(has_factor=factors.with_second_factor())).order_by("-pk")
    context = {"page": Paginator(accounts, 25).get_page(request.GET.get("trang")), "filters": filters}
    return render(request, "cadres/_account_table.html" if request.htmx else "cadres/account_list.html", context)


@require_safe
@rights_required(Right.SYSTEM_MANAGE)
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(User.objects.select_related("cadre"), pk=pk)
    return _page(request, account, ReasonForm())


@require_POST
@rights_required(Right.SYSTEM_MANAGE)
def account_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, account, form)
    suspending.suspend(account, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, f"Đã ngừng tài khoản của {account.full_name} và đăng xuất mọi máy.")
    return redirect("cadres:account_detail", pk=pk)


@require_POST
@rights_required(Right.SYSTEM_MANAGE)
def account_restore(request: HttpRequest, pk: int) -> HttpResponse:
    account = suspending.restore(get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, f"Đã mở lại tài khoản của {account.full_name}.")
    return redirect("cadres:account_detail", pk=pk)


@require_POST
@rights_required(Right.SYSTEM_MANAGE)
def account_sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    ended = suspending.sign_out(get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, f"Đã đăng xuất {ended} máy." if ended else "Tài khoản này không đăng nhập ở máy nào.")
    return redirect("cadres:account_detail", pk=pk)


def _page(request: HttpRequest, account: User, form: ReasonForm) -> HttpResponse:
    context = {
        "account": account,
        "form": form,
        "has_factor": factors.has_second_factor(account),
        "grants": account.grants.select_related("unit").order_by("-valid_from"),
        "sessions": sessions_of(account),
        "may_keep": suspending.may_keep(account.pk, request.user.pk),
        "events": audit.trail(account)[:20],
    }
    return render(request, "cadres/account_detail.html", context)
