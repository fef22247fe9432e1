"""The first page: what to do, and where one's own year stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.models import Appointment
from config import agendas, year
from config.people import main_post
from criteria import rules, timelines
from criteria.models import Period


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    post = main_post(request.user)
    period = _own_period(post)
    context = {
        "todos": agendas.todos_of(request.user),
        "panels": agendas.panels_of(request.user),
        "today": today,
        "period": period,
        "months": year.months_of(period, today) if period else [],
        "stretches": year.stretches(period, today) if period else [],
    }
    if period:
        steps = timelines.of_post(post, period) if post else timelines.of_period(period)
        context["steps"] = rules.soon(steps)
    return render(request, "portal/home.html", context)


def _own_period(post: Appointment | None) -> Period | None:
    """The open period of the reader's own calendar; who has no post sees the newest."""
    periods = Period.objects.open_for(post) if post else Period.objects.open().order_by("-year", "profile")
    return periods.first()
