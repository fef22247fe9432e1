"""Pages that come before all others: who waits for the own unit's answer, and who is told of a reset password."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from cadres.models import Registration, ResetCode

Answer = Callable[[HttpRequest], HttpResponse]
# Open to whoever has to see another page first: to leave, to see well, to read what is kept.
ALWAYS_OPEN = frozenset({"account_logout", "portal:view_settings", "accounts:privacy_notice"})
# A second factor may have to be set up first of all; two gates must not send somebody to and fro.
FACTOR_PAGES = "mfa_"


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
        is_public = not getattr(view, "login_required", True)
        is_open = is_public or name in ALWAYS_OPEN | self.open_names or name.startswith(FACTOR_PAGES)
        if not request.user.is_authenticated or is_open:
            return None
        if self.passed in request.session:
            return None
        if not self.is_closed(request):
            request.session[self.passed] = True
            return None
        if request.htmx:  # type: ignore[attr-defined]
            return HttpResponseClientRedirect(resolve_url(self.leads_to))
        return redirect(self.leads_to)


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
