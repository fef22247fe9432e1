"""How a reader wants to see the pages, kept in two cookies and applied by the server."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

CHOICES = {"size": ("sm", "md", "lg"), "contrast": ("more", "normal")}
YEAR = 365 * 86_400


@require_POST
@login_not_required
def view_settings(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name)
        if value in allowed:
            response.set_cookie(name, value, max_age=YEAR, secure=settings.IS_HTTPS, httponly=True, samesite="Lax")
    return response
