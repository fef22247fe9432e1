from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right
from evaluations import breaches, rules
from evaluations.forms import BreachForm, ConclusionForm
from evaluations.models import Breach


@require_safe
@rights_required(Right.BREACH_RECORD)
def breach_list(request: HttpRequest) -> HttpResponse:
    rows = Breach.objects.visible_to(request.user).for_list()
    state = request.GET.get("trang_thai", "")
    if state in Breach.State.values:
        rows = rows.filter(state=state)
    context = {
        "page": Paginator(rows, 25).get_page(request.GET.get("trang")),
        "states": Breach.State.choices,
        "state": state,
    }
    return render(request, "evaluations/breach_list.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.BREACH_RECORD)
@submit_once
def breach_new(request: HttpRequest) -> HttpResponse:
    form = BreachForm(request.POST or None, user=request.user, initial={"code": request.GET.get("ma", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        breach = breaches.report(data.pop("code"), by=request.user, **data)
        messages.success(request, "Đã ghi nhận. Điểm chưa bị trừ cho tới khi có kết luận.")
        return redirect(breach)
    return render(request, "evaluations/breach_new.html", {"form": form})


@require_safe
@rights_required(Right.BREACH_RECORD, Right.EVALUATION_SELF)
def breach_detail(request: HttpRequest, pk: int) -> HttpResponse:
    breach = get_object_or_404(Breach.objects.visible_to(request.user).for_list(), pk=pk)
    context = {
        "breach": breach,
        "can_handle": rules.may_handle_breach(request.user, breach) and breach.is_pending,
        "form": ConclusionForm(initial={"version": breach.version}),
        "events": audit.trail(breach),
    }
    return render(request, "evaluations/breach_detail.html", context)


@require_POST
@rights_required(Right.BREACH_RECORD)
@submit_once
def breach_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin to look into it, confirm it or dismiss it."""
    breach = get_object_or_404(Breach.objects.visible_to(request.user), pk=pk)
    form = ConclusionForm(request.POST)
    act = request.POST.get("act")
    if act == "verify" and request.POST.get("version", "").isdecimal():
        breaches.verify(breach, by=request.user, version=int(request.POST["version"]))
    elif form.is_valid():
        verb = breaches.confirm if act == "confirm" else breaches.dismiss
        verb(breach, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã ghi kết luận.")
    else:
        messages.error(request, "Ghi kết luận và căn cứ rồi gửi.")
    return redirect(breach)
