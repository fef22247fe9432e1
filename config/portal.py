"""The pages that belong to no single app: what to do, what waits for a decision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from config import agendas
from config.shell import DECIDES


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "todos": agendas.todos_of(request.user),
        "panels": agendas.panels_of(request.user),
        "today": today,
    }
    return render(request, "portal/home.html", context)


@require_safe
@rights_required(*DECIDES)
def inbox(request: HttpRequest) -> HttpResponse:
    """Leads to the first kind with work; the list itself shows when nothing waits."""
    kinds = agendas.waiting_of(request.user)
    first = next((kind for kind in kinds if kind.count), None)
    if first:
        return redirect(first.url)
    return render(request, "portal/inbox.html", {"kinds": kinds})
