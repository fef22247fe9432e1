"""Search over people and units within what the reader may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.models import Cadre, Unit
from cadres.names import fold

MOST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    key = fold(q)
    context = {
        "q": q,
        "cadres": Cadre.objects.visible_to(request.user).filter(search_key__contains=key).order_by("sort_key")[:MOST]
        if key
        else [],
        "units": Unit.objects.visible_to(request.user).filter(search_key__contains=key).order_by("sort_key")[:MOST]
        if key
        else [],
    }
    return render(request, "portal/search.html", context)
