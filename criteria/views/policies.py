"""The rules of a period: one page after the other, to change in a draft and to read afterwards."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cadres.access import rights_required
from cadres.models import Right
from criteria import policies
from criteria.models import Period


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def policy_list(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    context = {
        "period": period,
        "pages": policies.pages(),
        "can_change": policies.can_change(period),
        "frozen": policies.FROZEN,
    }
    return render(request, "criteria/policy_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def policy_edit(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    period, page = get_object_or_404(Period, pk=pk), policies.page_of(code)
    if page is None:
        raise Http404
    form = None
    if request.method == "POST":
        form = policies.change(page, period, request.POST, by=request.user)
        if form is None:
            messages.success(request, f"Đã lưu quy định: {page.label}.")
            return redirect("criteria:policy_list", period.pk)
    context = {
        "period": period,
        "page": page,
        "pages": policies.pages(),
        "form": form or page.form(period, None),
        "seen": policies.fingerprint(page, period),
        "can_change": policies.can_change(period),
        "frozen": policies.FROZEN,
    }
    return render(request, "criteria/policy_edit.html", context, status=422 if form else 200)
