"""The first page: what to do, and where one's own year stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from config import agendas, year
from config.people import main_post
from criteria.models import Period


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    period = _own_period(request.user)
    context = {
        "todos": agendas.todos_of(request.user),
        "panels": agendas.panels_of(request.user),
        "today": today,
        "period": period,
        "months": year.months_of(period, today) if period else [],
        "stretches": year.stretches(period, today) if period else [],
    }
    return render(request, "portal/home.html", context)


def _own_period(user: User) -> Period | None:
    """The open period of the reader's own calendar; who has no post sees the newest."""
    post = main_post(user)
    periods = Period.objects.open_for(post) if post else Period.objects.open().order_by("-year", "profile")
    return periods.first()
