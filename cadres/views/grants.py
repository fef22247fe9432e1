"""Roles given by hand: the list, giving one (unit, then person, then role), ending and extending one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.models import User
from accounts.submit_keys import submit_once
from cadres import granting
from cadres.access import rights_required
from cadres.forms.granting import (
    GrantEndForm,
    GrantExtendForm,
    GrantFilter,
    GrantForm,
    WordsForm,
)
from cadres.granting_rules import may_grant, rights_given
from cadres.histories import with_changes
from cadres.models import Right, Role, RoleGrant, Unit, holdings
from cadres.views.choosing import accounts_like, units_like


@require_safe
@rights_required(Right.GRANT_MANAGE)
def grant_list(request: HttpRequest) -> HttpResponse:
    filters = GrantFilter(request.GET, user=request.user)
    grants = filters.apply(RoleGrant.objects.kept_by(request.user)).select_related("user", "unit", "granted_by")
    page = Paginator(grants, 25).get_page(request.GET.get("trang"))
    context = {"page": page, "filters": filters, "is_used": any(request.GET.values())}
    return render(request, "cadres/_grant_table.html" if request.htmx else "cadres/grant_list.html", context)


@require_http_methods(["GET", "POST"])
@rights_required(Right.GRANT_MANAGE)
@submit_once
def grant_new(request: HttpRequest) -> HttpResponse:
    """Unit and person are chosen by links (?don_vi=…&nguoi=…); then the form offers what may be given there."""
    unit = _chosen_unit(request)
    if unit is None:
        words = WordsForm(request.GET).words
        context = {"words": words, "units": units_like(words, request.user), "asks": "unit"}
        return render(request, "cadres/grant_choose.html", context)
    user = _chosen_account(request)
    if user is None:
        words = WordsForm(request.GET).words
        context = {"words": words, "unit": unit, "accounts": accounts_like(words, request.user), "asks": "person"}
        return render(request, "cadres/grant_choose.html", context)
    form = GrantForm(request.POST or None, by=request.user, unit=unit)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            given = granting.grant(
                user,
                Role(data["role"]),
                unit,
                by=request.user,
                reason=data["reason"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
            )
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, f"Đã giao vai trò {given.get_role_display()} cho đồng chí {user.full_name}.")
            return redirect(given)
    status = 422 if form.is_bound else 200
    return render(request, "cadres/grant_new.html", {"form": form, "unit": unit, "account": user}, status=status)


def _chosen_unit(request: HttpRequest) -> Unit | None:
    wanted = request.GET.get("don_vi", "")
    return (
        get_object_or_404(Unit.objects.where(request.user, Right.GRANT_MANAGE), pk=wanted)
        if wanted.isdecimal()
        else None
    )


def _chosen_account(request: HttpRequest) -> User | None:
    """By the sign-in name, which whoever chose it has seen or typed; a number could be guessed on."""
    wanted = request.GET.get("nguoi", "")
    return get_object_or_404(User, username=wanted, is_active=True) if wanted else None


@require_safe
@rights_required(Right.GRANT_MANAGE)
def grant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    given = _grant(request, pk)
    return _detail(request, given, _end_form(), _extend_form(given))


@require_POST
@rights_required(Right.GRANT_MANAGE)
def grant_end(request: HttpRequest, pk: int) -> HttpResponse:
    given, form = _grant(request, pk), _end_form(request.POST)
    if form.is_valid():
        try:
            granting.revoke(given, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, "Đã thu vai trò. Người được giao đã nhận thông báo.")
            return redirect(given)
    return _detail(request, given, form, _extend_form(given), status=422)


@require_POST
@rights_required(Right.GRANT_MANAGE)
def grant_extend(request: HttpRequest, pk: int) -> HttpResponse:
    given = _grant(request, pk)
    form = _extend_form(given, request.POST)
    if form.is_valid():
        try:
            granting.extend(given, by=request.user, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            messages.success(request, "Đã gia hạn vai trò.")
            return redirect(given)
    return _detail(request, given, _end_form(), form, status=422)


def _end_form(data: QueryDict | None = None) -> GrantEndForm:
    """Two forms stand on the page: each has ids of its own."""
    return GrantEndForm(data, auto_id="thu_%s")


def _extend_form(given: RoleGrant, data: QueryDict | None = None) -> GrantExtendForm:
    """With the last day as it is: nobody makes a role endless by leaving an empty field alone."""
    return GrantExtendForm(data, auto_id="gia_han_%s", initial={"valid_to": given.valid_to})


def _grant(request: HttpRequest, pk: int) -> RoleGrant:
    grants = RoleGrant.objects.kept_by(request.user).select_related("user", "unit", "granted_by", "ended_by")
    return get_object_or_404(grants, pk=pk)


def _detail(
    request: HttpRequest, given: RoleGrant, end: GrantEndForm, extend: GrantExtendForm, status: int = 200
) -> HttpResponse:
    at_root, role = given.unit.is_root(), Role(given.role)
    may = given.user_id != request.user.pk and may_grant(holdings(request.user), role, given.unit.path, at_root=at_root)
    context = {
        "given": given,
        "rights": [right.label for right in rights_given(role, at_root=at_root)],
        "events": with_changes(audit.trail(given)),
        "end_form": end,
        "extend_form": extend,
        "can_change": may and given.state != "over",
        "is_own": given.user_id == request.user.pk,
    }
    return render(request, "cadres/grant_detail.html", context, status=status)
