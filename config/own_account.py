"""The own account: how one signs in, with what second factor, and where one is signed in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.devices import device_of, is_phone
from accounts.models import User
from accounts.proving import proof_required
from accounts.signing_out import end_sessions, sessions_of
from cadres.backends import find_user
from cadres.models import offices
from cadres.rules import needs_second_factor
from config.people import own_cadre


@require_safe
@proof_required
def account(request: HttpRequest) -> HttpResponse:
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    context = {
        "names": names_of(request.user),
        "app": next((factor for factor in factors if factor.type == Authenticator.Type.TOTP), None),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "codes": next((factor.wrap() for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None),
        "needs_factor": needs_second_factor(offices(request.user)),
        "sessions": [_as_line(session, request) for session in sessions_of(request.user)],
    }
    return render(request, "portal/account.html", context)


def names_of(user: User) -> list[tuple[str, str]]:
    """Under which names the person can really sign in: a number that two people share is none."""
    cadre = own_cadre(user)
    offered = [("Tên đăng nhập", user.username), ("E-mail", user.email)]
    if cadre:
        offered = [
            ("Mã cán bộ", cadre.code),
            *(pair for pair in offered if pair[1].lower() != cadre.code.lower()),
            ("Điện thoại", cadre.phone),
        ]
    return [(label, name) for label, name in offered if name and find_user(name) == user]


def _as_line(session: UserSession, request: HttpRequest) -> dict[str, object]:
    return {
        "pk": session.pk,
        "device": device_of(session.user_agent),
        "icon": "device-phone-mobile" if is_phone(session.user_agent) else "computer-desktop",
        "ip": session.ip,
        "since": session.created_at,
        "seen": session.last_seen_at,
        "is_this": session.session_key == request.session.session_key,
    }


@require_POST
@proof_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one other machine; this one signs out by its own button."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, pk=pk)
    device = device_of(session.user_agent)
    session.end()
    audit.record("account.session_ended", request.user, by=request.user, after={"sessions_ended": 1})
    messages.success(request, f"Đã đăng xuất {device}.")
    return redirect("portal:account")


@require_POST
@proof_required
def session_end_others(request: HttpRequest) -> HttpResponse:
    ended = end_sessions(request.user, keep=request.session.session_key)
    audit.record("account.session_ended", request.user, by=request.user, after={"sessions_ended": ended})
    messages.success(request, f"Đã đăng xuất {ended} máy khác. Chỉ còn máy này." if ended else "Không có máy nào khác.")
    return redirect("portal:account")
