"""A new password by a code on the phone: given by the secretary above, used by the person, told at the next sign-in."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cadres import reset_codes
from cadres.access import rights_required
from cadres.forms.joining import ResetCodeForm
from cadres.models import Cadre, ResetCode, Right

GUESSES = "reset_code_failed"


@require_http_methods(["GET", "POST"])
@rights_required(Right.ACCOUNT_HELP)
def reset_code_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what will happen; then shows the code once, to be read out."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).filter(user__isnull=False), pk=pk)
    code = reset_codes.give(cadre, by=request.user) if request.method == "POST" else ""
    context = {"cadre": cadre, "code": code, "may_give": reset_codes.may_give(request.user, cadre)}
    return render(request, "cadres/reset_code_give.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def reset_code_use(request: HttpRequest) -> HttpResponse:
    """Name, code and new password; the same answer whether the person is unknown or the code wrong."""
    form = ResetCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not ratelimit.consume(request, action=GUESSES, key=given["login"].strip().lower(), dry_run=True):
            return ratelimit.respond_429(request)
        try:
            reset_codes.redeem(given["login"], given["code"], given["password"])
        except ValidationError as weak:
            form.add_error("password", weak)
        except reset_codes.WrongCode:
            ratelimit.consume(request, action=GUESSES, key=given["login"].strip().lower())
            form.add_error(None, "Tên hoặc mã chưa khớp, hoặc mã đã quá 15 phút. Kiểm tra lại, hoặc xin mã mới.")
        else:
            messages.success(request, "Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu ấy.")
            return redirect("account_login")
    return render(request, "cadres/reset_code_use.html", {"form": form})


@require_http_methods(["GET", "POST"])
def reset_code_told(request: HttpRequest) -> HttpResponse:
    """Who gave the code and when; the person says whether it was the own wish."""
    reset = ResetCode.to_be_told(request.user)
    if reset is None:
        return redirect("portal:home")
    if request.method == "POST":
        is_own = request.POST.get("act") != "not-mine"
        reset_codes.acknowledge(request.user, is_own=is_own)
        return redirect("portal:home" if is_own else "account_change_password")
    return render(request, "cadres/reset_code_told.html", {"reset": reset})
