"""Delegations of secretaries to their deputies: the list, giving one, ending one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.submit_keys import submit_once
from cadres import delegating
from cadres.access import rights_required
from cadres.forms.granting import DelegationForm, EndForm
from cadres.models import Delegation, Right, within_reach

SEES = (Right.GRANT_MANAGE, Right.PLEDGE_READ)


def _visible(request: HttpRequest):  # type: ignore[no-untyped-def]
    """Those of units whose rights the user manages, and the user's own."""
    mine = Q(from_cadre__user=request.user) | Q(to_cadre__user=request.user)
    found = Delegation.objects.filter(mine | within_reach(request.user, Right.GRANT_MANAGE, cadre=None))
    return found.select_related("unit", "from_cadre", "to_cadre").order_by("-valid_from", "-pk")


@require_safe
@rights_required(*SEES)
def delegation_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(_visible(request), 25).get_page(request.GET.get("trang"))
    for given in page.object_list:
        given.can_end = given.state != "over" and delegating.may_end(request.user, given)
    return render(
        request,
        "cadres/delegation_list.html",
        {"page": page, "can_give": bool(delegating.led_by(request.user, timezone.localdate()))},
    )


@require_http_methods(["GET", "POST"])
@rights_required(Right.GRANT_MANAGE)
@submit_once
def delegation_new(request: HttpRequest) -> HttpResponse:
    """Of the unit that the user is secretary of; who leads several chooses by a link (?don_vi=…)."""
    led = delegating.led_by(request.user, timezone.localdate())
    if not led:
        raise PermissionDenied(delegating.NOT_YOURS)
    unit = next((one for one in led if str(one.pk) == request.GET.get("don_vi")), led[0])
    form = DelegationForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            given = delegating.delegate(unit, by=request.user, from_cadre=request.user.cadre, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, f"Đã ghi ủy quyền cho đồng chí {given.to_cadre}.")
            return redirect("cadres:delegation_list")
    context = {"form": form, "unit": unit, "others": [one for one in led if one != unit]}
    return render(request, "cadres/delegation_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@rights_required(*SEES)
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    given = get_object_or_404(_visible(request), pk=pk)
    if not delegating.may_end(request.user, given):
        raise PermissionDenied(delegating.NOT_YOURS_TO_END)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        delegating.end(given, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đã kết thúc ủy quyền. Hai đồng chí đã nhận thông báo.")
        return redirect("cadres:delegation_list")
    status = 422 if form.is_bound else 200
    return render(request, "cadres/delegation_end.html", {"form": form, "given": given}, status=status)
