"""Leaders go first: who of them has pledged, and the approved pledges to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.models import Right
from criteria.examples import leaders_above
from criteria.filters import programme_period
from criteria.models import Criterion, Pledge, PledgeItem, Progress


@require_safe
@rights_required(Right.PLEDGE_READ)
def example_list(request: HttpRequest) -> HttpResponse:
    period = programme_period()
    leaders = leaders_above(request.user, period) if period else []
    return render(request, "criteria/example_list.html", {"period": period, "leaders": leaders})


@require_safe
@rights_required(Right.PLEDGE_READ)
def example_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What a leader promised; none of the ways it went."""
    pledges = Pledge.objects.examples_for(request.user).select_related(
        "cadre", "unit", "period", "appointment__position"
    )
    pledge = get_object_or_404(pledges, pk=pk)
    items = list(PledgeItem.objects.filter(pledge=pledge).exclude(progress=Progress.DROPPED))
    groups = [(criterion, [item for item in items if item.criterion == criterion]) for criterion in Criterion]
    return render(request, "criteria/example_detail.html", {"pledge": pledge, "groups": groups})
