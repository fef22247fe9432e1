from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cadres import activating
from cadres.access import rights_required
from cadres.forms.people import ActivationForm
from cadres.models import Cadre, Right, Unit

AT_ONCE = 200
GUESSES = "activation_failed"  # the limit is among those of signing in, in the settings


@require_POST
@rights_required(Right.PEOPLE_EDIT)
def code_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """A new activation code for one cadre, shown once on a page to print."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).editable_by(request.user), pk=pk)
    issued = activating.issue([cadre], by=request.user)
    return _cards(request, issued, back=cadre.get_absolute_url())


@require_POST
@rights_required(Right.PEOPLE_EDIT)
def code_issue_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Codes for everybody in a unit and below who has no account yet, as sheets to print."""
    unit = get_object_or_404(Unit.objects.where(request.user, Right.PEOPLE_EDIT), pk=pk)
    waiting = Cadre.objects.visible_to(request.user).serving_under(unit, timezone.localdate()).filter(user=None)
    issued = activating.issue(waiting.in_name_order()[:AT_ONCE], by=request.user)
    return _cards(request, issued, back=unit.get_absolute_url())


def _cards(request: HttpRequest, issued: list[tuple[Cadre, str]], back: str) -> HttpResponse:
    context: dict[str, Any] = {"issued": issued, "back": back, "until": timezone.localdate() + activating.KEEP}
    return render(request, "cadres/activation_cards.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """A listed cadre opens the own account with the code from the card."""
    if not ratelimit.consume(request, action=GUESSES, dry_run=True):
        return ratelimit.respond_429(request)
    form = ActivationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = activating.redeem(given["code"], given["birth_date"], given["password"])
        except ValidationError as weak:
            form.add_error("password", weak)
        except activating.NotActivated:
            ratelimit.consume(request, action=GUESSES)
            form.add_error(
                None, "Mã hoặc ngày sinh chưa khớp, hoặc mã đã dùng. Kiểm tra lại; sau 5 lần sai cần xin phiếu mới."
            )
        else:
            messages.success(request, f"Tài khoản đã mở. Đăng nhập bằng mã cán bộ {user.username.upper()}.")
            return redirect("account_login")
    return render(request, "cadres/activate.html", {"form": form})
