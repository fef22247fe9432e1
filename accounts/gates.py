"""Pages that somebody has to see before any other: a middleware leads there, and back to what was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

# Open whatever still has to be done: to read what it is about, to see it well, and to leave.
ALWAYS_OPEN = frozenset({"account_logout", "accounts:privacy_notice", "portal:view_settings"})


def is_open(request: HttpRequest, view: Any, *names: str) -> bool:
    """Whether a page is shown before all is done: a public one, or one of those by which it is done."""
    is_public = not getattr(view, "login_required", True)
    match = request.resolver_match
    return is_public or (match is not None and match.view_name in ALWAYS_OPEN.union(names))


def lead_to(request: HttpRequest, url_name: str) -> HttpResponse:
    """Go there first. A page that was asked for is kept; a form that was sent is not repeated."""
    request.is_gated = True  # type: ignore[attr-defined]
    if request.method == "GET" and not request.htmx:  # type: ignore[attr-defined]
        request.session["asked_for"] = request.get_full_path()
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(resolve_url(url_name))
    return redirect(url_name)


def asked_for(request: HttpRequest) -> str:
    """Where to go on once all is done; an address of our own, for the gate itself wrote it down."""
    url: str = request.session.pop("asked_for", "/")
    return url
