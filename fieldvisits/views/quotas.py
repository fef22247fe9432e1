"""How many days of base visits each category owes in a period."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit
from cadres.access import rights_required
from cadres.models import Right
from criteria.models import Period
from fieldvisits import quotas, rules
from fieldvisits.forms import QuotasForm
from fieldvisits.models import VisitQuota


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def quota_list(request: HttpRequest) -> HttpResponse:
    """The quotas of one period: to change while it is a draft, to read afterwards."""
    periods = list(Period.objects.order_by("-year", "profile"))
    chosen = request.GET.get("ky", "")
    period = next((period for period in periods if str(period.pk) == chosen), periods[0] if periods else None)
    if period is None:
        return render(request, "fieldvisits/quota_list.html", {"periods": []})
    found = list(VisitQuota.objects.filter(period=period))
    form = QuotasForm(request.POST or None, duties=list(period.duties.all()), quotas=found)
    if request.method == "POST" and form.is_valid():
        quotas.save_quotas(period, form.days, by=request.user)
        messages.success(request, "Đã lưu định mức.")
        return redirect(_address(period))
    context = {
        "periods": periods,
        "period": period,
        "form": form,
        "has_quotas": bool(found),
        "policy": quotas.policy_of(period),
        "can_set": rules.can_set_quotas(period, has_quotas=bool(found)),
        "events": audit.trail(period).filter(verb__startswith="quota.")[:20],
    }
    return render(request, "fieldvisits/quota_list.html", context, status=422 if form.errors else 200)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def quota_defaults(request: HttpRequest, pk: int) -> HttpResponse:
    """Last year's days, or the usual ones, for a period that has none."""
    period = get_object_or_404(Period, pk=pk)
    quotas.adopt_defaults(period, by=request.user)
    messages.success(request, f"Đã đặt định mức mặc định cho {period.name}.")
    return redirect(_address(period))


def _address(period: Period) -> str:
    return f"{reverse('fieldvisits:quota_list')}?ky={period.pk}"
