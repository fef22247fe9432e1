"""What visits asked others to do: the list, what waits for one's own unit, and how far each is."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from cadres.access import rights_required
from cadres.models import Right
from fieldvisits import following_up, rules
from fieldvisits.filters import FollowUpFilter
from fieldvisits.forms import MoveForm
from fieldvisits.models import FollowUp, Visit
from fieldvisits.models.follow_ups import FollowUpQuerySet

ROWS = 25
READS = (Right.VISIT_READ, Right.VISIT_DECIDE)


@require_safe
@rights_required(*READS)
def followup_list(request: HttpRequest) -> HttpResponse:
    """All in sight, those that are not settled first."""
    form = FollowUpFilter(request.GET)
    page = _page(request, form.apply(FollowUp.objects.visible_to(request.user).sent()))
    template = "fieldvisits/_followup_table.html" if request.htmx else "fieldvisits/followup_list.html"
    return render(request, template, {"form": form, "page": page})


def _page(request: HttpRequest, follow_ups: FollowUpQuerySet) -> Any:
    return Paginator(follow_ups.for_list().order_by("due_on", "pk"), ROWS).get_page(request.GET.get("trang"))


def _visible(request: HttpRequest, pk: int) -> FollowUp:
    follow_up: FollowUp = get_object_or_404(FollowUp.objects.visible_to(request.user).for_list(), pk=pk)
    return follow_up


@require_safe
@rights_required(*READS)
def followup_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _visible(request, pk))


def _show(request: HttpRequest, follow_up: FollowUp, form: MoveForm | None = None) -> HttpResponse:
    """The unit that is asked sees the request; the visit itself only who may read it."""
    next_states = [FollowUp.State(state) for state in FollowUp.State.values if rules.can_move(follow_up, state)]
    context = {
        "follow_up": follow_up,
        "sees_visit": Visit.objects.visible_to(request.user).filter(pk=follow_up.visit_id).exists(),
        "next_states": next_states if rules.may_move(request.user, follow_up) else [],
        "form": form or MoveForm(initial={"version": follow_up.version, "outcome": follow_up.outcome}),
        "events": audit.trail(follow_up)[:20],
    }
    return render(request, "fieldvisits/followup_detail.html", context, status=422 if form else 200)


@require_POST
@rights_required(*READS)
def followup_move(request: HttpRequest, pk: int) -> HttpResponse:
    follow_up = _visible(request, pk)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _show(request, follow_up, form)
    follow_up = following_up.move(follow_up, by=request.user, **form.cleaned_data)
    messages.success(request, f"Kiến nghị: {follow_up.get_state_display().lower()}.")
    return redirect("fieldvisits:followup_detail", follow_up.pk)
