"""Search over people and units within what the reader may see: a page, and what the dialog shows while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres import finding

MOST, MOST_IN_DIALOG = 20, 6
SHORTEST = 2


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context: dict[str, object] = {"q": q, "is_short": len(q) < SHORTEST}
    if len(q) >= SHORTEST:
        most = MOST_IN_DIALOG if request.htmx else MOST
        context["cadres"] = finding.people(request.user, q, most)
        context["units"] = finding.units(request.user, q, most)
    return render(request, "portal/_found.html" if request.htmx else "portal/search.html", context)
