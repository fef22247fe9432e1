"""What holds for every request: where it comes from, how long a session lives, privacy, conflicts."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pghistory
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from accounts import audit, gates, privacy_notice, refusals
from accounts.context import Origin, origin
from accounts.documents import StaleDocument
from accounts.kept import typed_into
from accounts.models import User

Answer = Callable[[HttpRequest], HttpResponse]


class RequestContext:
    """Gives the audit trail the address and an id of the request; the id is printed on error pages."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        token = origin.set(Origin(ip=_address(request), request_id=request.id))  # type: ignore[attr-defined]
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)


def _address(request: HttpRequest) -> str | None:
    """The client's address; behind our own proxies, the one that the outermost of them saw."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return forwarded[-settings.TRUSTED_PROXIES].strip() or None
    return request.META.get("REMOTE_ADDR")


class SessionLimits:
    """Ends a session after idle or total time: short for those who decide, long for plain cadres."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._is_over(request):
            logout(request)
            return _as_whole_page(request, redirect_to_login(_page_of(request)))
        return _as_whole_page(request, self.get_response(request))

    def _is_over(self, request: HttpRequest) -> bool:
        now = int(timezone.now().timestamp())
        began = request.session.setdefault("began", now)
        seen = request.session.get("seen", now)
        is_long = request.session.get("is_long", False)
        idle = settings.CADRE_IDLE_SECONDS if is_long else settings.STAFF_IDLE_SECONDS
        absolute = settings.CADRE_ABSOLUTE_SECONDS if is_long else settings.STAFF_ABSOLUTE_SECONDS
        if now - seen > 60 or "seen" not in request.session:
            request.session["seen"] = now
            UserSession.objects.create_from_request(request)  # the person's own list shows when and whence
        return now - seen > idle or now - began > absolute


def _page_of(request: HttpRequest) -> str:
    """Where to go on after signing in again: this page, or the one that held the form which was sent."""
    if request.method == "GET":
        return request.get_full_path()
    form = urlsplit(request.headers.get("Referer", ""))
    is_ours = form.netloc == request.get_host() and form.path
    return f"{form.path}?{form.query}".rstrip("?") if is_ours else "/"


def _as_whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page to sign in is never put into a piece of another: htmx leaves for it, and comes back to the whole."""
    asks_to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
    if not asks_to_sign_in or request.headers.get("HX-Request") != "true":
        return response
    page = urlsplit(request.headers.get("HX-Current-URL", "/"))
    return HttpResponseClientRedirect(redirect_to_login(f"{page.path}?{page.query}".rstrip("?")).url)


class PrivatePages:
    """Pages of signed-in people are never kept by a browser or a proxy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response


class NoticeGate:
    """Before the first page everybody reads what is kept about people; a new version is shown again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or privacy_notice.has_read(request.user) or gates.is_open(request, view):
            return None
        return gates.lead_to(request, "accounts:privacy_notice")


class Conflicts:
    """Turns StaleDocument into the page that says who changed what, with what was typed kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, StaleDocument):
            return None
        latest = audit.trail(error.document).first()
        context: dict[str, Any] = {
            "document": error.document,
            "message": error.message,
            "latest": latest,
            "changed_by": User.objects.filter(pk=latest.actor_id).first() if latest else None,
            "typed": typed_into(request, error.stored),
            "lines": error.lines,
        }
        return render(request, "errors/409.html", context, status=409)


class HistoryContext:
    """Tells the row history who changes the rows of this request; reading requests cost nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk, request=request.id):  # type: ignore[attr-defined]
            return self.get_response(request)


class Refusals:
    """Writes into the trail that somebody asked by its number for what lies outside the own reach."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        match = request.resolver_match
        if isinstance(error, Http404) and match and request.user.is_authenticated:
            found = refusals.hidden_object(str(error), match.kwargs, request.user)
            if found:
                refusals.record(found, by=request.user, page=match.view_name, method=request.method or "")
