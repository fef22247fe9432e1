"""What comes before all pages: short sessions and a second factor of offices, an answer, a reset to be told."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts import gates
from accounts.factors import has_second_factor
from cadres.models import Registration, ResetCode, offices
from cadres.rules import needs_second_factor

Answer = Callable[[HttpRequest], HttpResponse]
# By these pages the second factor is set up.
ENROLMENT = (
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_view_recovery_codes"),
    "account_reauthenticate",
)


# A second factor may have to be set up first of all; two gates must not send somebody to and fro.
FACTOR_PAGES = "mfa_"


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


class Gate:
    """Leads to one page until what is asked for there is done. Asked once per session when nothing is asked."""

    leads_to = ""
    open_names = frozenset[str]()
    passed = ""  # the mark in the session of who has nothing to do here

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def is_closed(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        is_open = gates.is_open(request, view, *self.open_names) or name.startswith(FACTOR_PAGES)
        if not request.user.is_authenticated or is_open or self.passed in request.session:
            return None
        if self.is_closed(request):
            return gates.lead_to(request, self.leads_to)
        request.session[self.passed] = True
        return None


class WaitingGate(Gate):
    """Who signed up sees the waiting page only, until the unit has answered."""

    leads_to = "cadres:registration_own"
    open_names = frozenset(
        {
            "cadres:registration_own",
            "cadres:registration_correct",
            "cadres:registration_withdraw",
            "cadres:registration_contest",
            "cadres:reset_code_told",
            "account_change_password",
            "account_reauthenticate",
            "accounts:notification_open",
        }
    )
    passed = "is_settled"

    def is_closed(self, request: HttpRequest) -> bool:
        return Registration.objects.open().filter(user=request.user).exists()


class ResetGate(Gate):
    """Whose password was reset by a code on the phone reads who gave it and when, at the next sign-in."""

    leads_to = "cadres:reset_code_told"
    open_names = frozenset({"cadres:reset_code_told", "account_change_password", "account_reauthenticate"})
    passed = "is_told_of_resets"

    def is_closed(self, request: HttpRequest) -> bool:
        return ResetCode.to_be_told(request.user) is not None
