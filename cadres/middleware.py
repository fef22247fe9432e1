"""What an office asks of whoever holds it: short sessions, and a second factor before any page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import gates
from accounts.factors import has_second_factor
from cadres.models import offices
from cadres.rules import needs_second_factor

Answer = Callable[[HttpRequest], HttpResponse]
# By these pages the second factor is set up.
ENROLMENT = (
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_view_recovery_codes"),
    "account_reauthenticate",
)


class SessionsOfOffice:
    """Who came to hold an office since signing in for a month has a short session from now on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.get("is_long") and offices(request.user):
            request.session["is_long"] = False
        return self.get_response(request)


class SecondFactorGate:
    """Who decides or oversees sees no page before the account has a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not settings.REQUIRE_MFA or not request.user.is_authenticated:
            return None
        is_open = gates.is_open(request, view, *ENROLMENT)
        if not needs_second_factor(offices(request.user)) or has_second_factor(request.user):
            if not is_open:
                gates.asked_for(request)  # the way is free: what was kept has been reached, or left
            return None
        if is_open:
            request.is_gated = True  # type: ignore[attr-defined]
            return None
        return gates.lead_to(request, "mfa_index")
