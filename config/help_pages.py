"""One page of help per role, with the name of the person to ask."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import resolve, reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from cadres.deciding import deciders, deciding_unit
from cadres.models import Right, Unit, holds
from config.help_texts import ADMIN, CADRE, GUIDES, PARTY, SECRETARY, STAFF, SYSTEM, WATCH, Guide
from config.people import main_post

# The first right that is held names the page somebody begins with.
FIRST_PAGE = (
    (Right.PERIOD_MANAGE, STAFF),
    (Right.EVALUATION_PARTY, PARTY),
    (Right.PLEDGE_DECIDE, SECRETARY),
    (Right.PEOPLE_EDIT, ADMIN),
    (Right.REPORT_READ, WATCH),
    (Right.SYSTEM_MANAGE, SYSTEM),
)


@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    return _page(request, _own_guide(request.user))


@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    for guide in GUIDES:
        if guide.slug == slug:
            return _page(request, guide)
    raise Http404


def _page(request: HttpRequest, guide: Guide) -> HttpResponse:
    unit, contacts = _whom_to_ask(request.user)
    context = {
        "guide": guide,
        "steps": [(step, _address_for(request.user, step.url_name)) for step in guide.steps],
        "guides": GUIDES,
        "contact_unit": unit,
        "contacts": contacts,
    }
    return render(request, "portal/help.html", context)


def _address_for(user: User, url_name: str) -> str:
    """Where a step leads; nowhere for those to whom the page is closed, who read the guide of another role."""
    if not url_name:
        return ""
    address = reverse(url_name)
    needed = getattr(resolve(address).func, "rights_required", frozenset())
    return address if not needed or holds(user, *needed) else ""


def _own_guide(user: User) -> Guide:
    return next((guide for right, guide in FIRST_PAGE if holds(user, right)), CADRE)


def _whom_to_ask(user: User) -> tuple[Unit | None, list[User]]:
    """The secretary who decides on the reader's own papers: of the unit, or of the one above."""
    post = main_post(user)
    if post is None:
        return None, []
    unit = Unit.objects.get(pk=deciding_unit(post, Right.PLEDGE_DECIDE).unit_id)
    return unit, deciders(unit, Right.PLEDGE_DECIDE, exclude=post.cadre)
