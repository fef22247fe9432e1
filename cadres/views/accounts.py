"""Cards and links that open accounts: handed out by whoever keeps a unit's people, used by their owners."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from cadres import activating, unopened
from cadres.access import rights_required
from cadres.forms.joining import ActivationForm, NewPasswordForm
from cadres.models import Cadre, Right, Unit
from cadres.papers import cards

AT_ONCE = 200
GUESSES = "activation_failed"  # the limit is among those of signing in, in the settings
HELPS = (Right.PEOPLE_EDIT, Right.ACCOUNT_HELP)


@require_safe
@rights_required(*HELPS)
def unopened_home(request: HttpRequest) -> HttpResponse:
    """Leads to the highest unit whose accounts the user helps to open."""
    tops = [Unit.objects.tops_of(request.user, right).valid_on(timezone.localdate()).first() for right in HELPS]
    unit = next((top for top in tops if top), None)
    return redirect("cadres:unopened_list", pk=unit.pk) if unit else redirect("cadres:unit_list")


@require_safe
@rights_required(*HELPS)
def unopened_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has no account yet in a unit and below, and what became of the card or link."""
    unit = _helped_unit(request, pk)
    context = {
        "unit": unit,
        "tally": unopened.tally(unit),
        "below": unopened.tally_below(unit),
        "page": Paginator(unopened.people(unit), 25).get_page(request.GET.get("trang")),
        "to_print": unopened.to_print(unit).count(),
        "to_mail": unopened.to_mail(unit).count(),
        "at_once": AT_ONCE,
    }
    return render(request, "cadres/unopened_list.html", context)


@require_POST
@rights_required(*HELPS)
def code_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A new activation card for one cadre, shown once on a page to print."""
    cadre = _helped_cadre(request, pk)
    return _printed(request, activating.issue([cadre], by=request.user), back=cadre.get_absolute_url())


@require_POST
@rights_required(*HELPS)
def code_issue_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards for those in a unit and below who have neither an account nor a card that works; some sheets at once."""
    unit = _helped_unit(request, pk)
    waiting = unopened.to_print(unit)
    left = max(waiting.count() - AT_ONCE, 0)
    issued = activating.issue(waiting[:AT_ONCE], by=request.user)
    return _printed(request, issued, back=reverse("cadres:unopened_list", args=[unit.pk]), left=left)


@require_POST
@rights_required(*HELPS)
def link_send(request: HttpRequest, pk: int) -> HttpResponse:
    cadre = _helped_cadre(request, pk)
    if activating.send_links([cadre], by=request.user):
        messages.success(request, f"Đã gửi liên kết tới e-mail của đồng chí {cadre.full_name}.")
    else:
        messages.error(request, f"Đồng chí {cadre.full_name} chưa có e-mail, hoặc đã có tài khoản.")
    return redirect(cadre)


@require_POST
@rights_required(*HELPS)
def link_send_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Links to those with an address who have neither an account nor a link that works."""
    unit = _helped_unit(request, pk)
    sent = activating.send_links(unopened.to_mail(unit)[:AT_ONCE], by=request.user)
    messages.success(request, f"Đã gửi {sent} liên kết. Liên kết dùng được trong 72 giờ.")
    return redirect("cadres:unopened_list", pk=unit.pk)


def _helped_unit(request: HttpRequest, pk: int) -> Unit:
    units = Unit.objects.where(request.user, Right.PEOPLE_EDIT) | Unit.objects.where(request.user, Right.ACCOUNT_HELP)
    return get_object_or_404(units, pk=pk)


def _helped_cadre(request: HttpRequest, pk: int) -> Cadre:
    return get_object_or_404(Cadre.objects.visible_to(request.user).helped_by(request.user), pk=pk)


def _printed(request: HttpRequest, issued: list[tuple[Cadre, str]], *, back: str, left: int = 0) -> HttpResponse:
    printed = [cards.card_of_cadre(cadre, code) for cadre, code in issued]
    return render_cards(request, printed, issued, back=back, left=left)


def render_cards(
    request: HttpRequest, printed: list[cards.Card], issued: list[tuple[Any, str]], *, back: str, left: int = 0
) -> HttpResponse:
    context = {"issued": issued, "sheets": cards.sheets(printed), "address": cards.address(), "back": back}
    return render(request, "cadres/activation_cards.html", context | {"left": left})


@login_not_required
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """A listed cadre, or somebody invited, opens the own account with the code from the card."""
    if not ratelimit.consume(request, action=GUESSES, dry_run=True):
        return ratelimit.respond_429(request)
    form = ActivationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            return _opened(request, activating.redeem(given["code"], given["birth_date"], given["password"]))
        except ValidationError as weak:
            form.add_error("password", weak)
        except activating.NotActivated:
            ratelimit.consume(request, action=GUESSES)
            form.add_error(
                None, "Mã hoặc ngày sinh chưa khớp, hoặc mã đã dùng. Kiểm tra lại; sau 5 lần sai cần xin phiếu mới."
            )
    return render(request, "cadres/activate.html", {"form": form})


@login_not_required
@require_http_methods(["GET", "POST"])
def activate_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link from the mail opens the account once; afterwards, and when it is too old, it is gone (410)."""
    activation = activating.of_link(token)
    if activation is None:
        return render(request, "errors/410.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _opened(request, activating.follow(token, form.cleaned_data["password"]))
        except ValidationError as weak:
            form.add_error("password", weak)
        except activating.NotActivated:
            return render(request, "errors/410.html", status=410)
    return render(request, "cadres/activate_by_link.html", {"form": form, "activation": activation})


def _opened(request: HttpRequest, user: User) -> HttpResponse:
    messages.success(request, f"Tài khoản đã mở. Đăng nhập bằng {user.username.upper()} và mật khẩu vừa đặt.")
    return redirect("account_login")
