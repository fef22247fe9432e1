"""Search over people and units within what the reader may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadres.models import Cadre, Unit, place_of

MOST = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    context: dict[str, object] = {"q": q}
    if q:
        context["cadres"] = Cadre.objects.visible_to(request.user).matching(q).in_name_order().with_posts()[:MOST]
        context["units"] = Unit.objects.visible_to(request.user).matching(q).annotate(place=place_of(""))[:MOST]
    return render(request, "portal/search.html", context)
