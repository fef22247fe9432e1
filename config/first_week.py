"""Pages that put together what several apps know of one person: the first week, and what a change of post moves."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.access import rights_required
from cadres.briefing import FIRST_DAYS
from cadres.deciding import deciding_unit
from cadres.models import Appointment, Cadre, Right, Unit
from cadres.posting.notices import keepers
from config import agendas
from config.people import main_post
from criteria import following as pledges
from criteria.models import Period
from criteria.routing import due_on_of
from fieldvisits import following as plans


@require_safe
def first_week(request: HttpRequest) -> HttpResponse:
    """For the newly appointed: who decides on them, what to do in the first month, whom to call."""
    post = main_post(request.user)
    if post is None:
        return redirect("portal:home")
    period = Period.objects.open_for(post).select_related("pledge_policy").first()
    context = {
        "own_post": post,
        "decides": Unit.objects.get(pk=deciding_unit(post, Right.PLEDGE_DECIDE).unit_id),
        "contacts": _contacts(post),
        "period": period,
        "pledge_due_on": _pledge_due_on(post, period),
        "until": post.valid_from + timedelta(days=FIRST_DAYS),
        "todos": [todo for todo in agendas.todos_of(request.user) if not todo.is_first],
    }
    return render(request, "portal/first_week.html", context)


def _pledge_due_on(post: Appointment, period: Period | None) -> date | None:
    return due_on_of(period, post) if period else None


def _contacts(post: Appointment) -> list[Cadre]:
    """Those who answer for the unit's people, with telephone and posts."""
    users: list[User] = keepers(post.unit, post.cadre)
    return list(Cadre.objects.filter(user__in=users).in_name_order().with_posts())


@require_safe
@rights_required(Right.PEOPLE_EDIT)
def consequences(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of a person's open documents when the main post changes, or (without `giu`) ends."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user).editable_by(request.user), pk=pk)
    keeps_post = "giu" in request.GET
    lines = [line for app in (pledges, plans) for line in app.tell(cadre, keeps_post)]
    return render(request, "portal/_consequences.html", {"lines": lines})
