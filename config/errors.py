"""Pages for what went wrong: what failed, what is safe, what to do next."""

import logging
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

logger = logging.getLogger("portal.errors")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The rule's own sentence is shown when it gave one: it says who can do what was asked."""
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    response = render(request, "errors/429.html", status=429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands on no database and no session: what broke may be either."""
    reference = uuid4().hex[:8].upper()
    logger.error("Reference %s: %s %s", reference, request.method, request.path)
    page = render_to_string("errors/500.html", {"reference": reference, "now": timezone.localtime()})
    return HttpResponse(page, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", {"kept": kept_text(request)}, status=403)


def kept_text(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the form, to be copied from the error page."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TEXT and "password" not in name
        for value in values
        if len(value.strip()) > LONGER_THAN_A_CHOICE
    ]


NOT_TEXT = {"csrfmiddlewaretoken", "submit_key", "version", "next", "login"}
LONGER_THAN_A_CHOICE = 12
