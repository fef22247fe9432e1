"""The list of pledges in reach, and cancelling the pledge of somebody who left."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cadres.access import rights_required
from cadres.models import Right, holds
from criteria import pledging
from criteria.filters import PledgeFilter
from criteria.forms.deciding import ReasonForm
from criteria.models import Pledge

ROWS = 25


@require_safe
@rights_required(Right.PLEDGE_READ)
def pledge_list(request: HttpRequest) -> HttpResponse:
    form = PledgeFilter.asked(request.GET)
    pledges = form.listed(request.user)
    page = Paginator(pledges, ROWS).get_page(request.GET.get("trang"))
    template = "criteria/_pledge_table.html" if request.htmx else "criteria/pledge_list.html"
    context = {
        "form": form,
        "page": page,
        "can_enter": holds(request.user, Right.PLEDGE_ENTER),
        "entered": pledges.entered().count(),
        "may_remind": holds(request.user, Right.PLEDGE_REMIND),
        "may_check": holds(request.user, Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD),
        "may_inspect": holds(request.user, Right.PLEDGE_INSPECT),
    }
    return render(request, template, context)


@require_POST
@rights_required(Right.PEOPLE_EDIT)
def pledge_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        pledging.cancel(pledge, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã hủy bản đăng ký.")
    else:
        messages.error(request, "Viết lý do hủy rồi bấm lại.")
    return redirect(pledge)
