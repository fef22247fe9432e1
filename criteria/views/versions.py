"""The versions of a pledge: who sent, changed and decided what and when, and any two of them word by word."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres.access import rights_required
from cadres.models import Right, holds
from criteria import pledging, rules
from criteria.comparing import compare
from criteria.models import Pledge, PledgeRevision, Progress
from criteria.views.navigation import stand_under_pledges


class PairForm(forms.Form):
    """Two versions by their numbers."""

    tu = forms.ChoiceField(label="So từ")
    den = forms.ChoiceField(label="đến")

    def __init__(self, revisions: list[PledgeRevision], data: Any) -> None:
        super().__init__(data)
        choices = [(str(revision.no), name_of(revision)) for revision in revisions]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]


def name_of(revision: PledgeRevision) -> str:
    if not revision.is_amendment:
        return f"Bản {revision.no}: nộp {revision.submitted_at:%d/%m/%Y}"
    return f"Bản {revision.no}: đề nghị sửa {revision.submitted_at:%d/%m/%Y}, {revision.get_state_display().lower()}"


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def pledge_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """The last two that were in force, unless the address names others."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).select_related("cadre", "period"), pk=pk)
    stand_under_pledges(request, pledge)
    revisions = list(pledge.revisions.select_related("decided_by", "in_place_of", "deciding_unit").order_by("-no"))
    for revision in revisions:
        revision.pledge = pledge
    by_no = {str(revision.no): revision for revision in revisions}
    pair = _pair(revisions)
    form = PairForm(revisions, request.GET if "tu" in request.GET else {"tu": pair[0], "den": pair[1]})
    if form.is_valid():
        pair = (form.cleaned_data["tu"], form.cleaned_data["den"])
    before, after = by_no.get(pair[0]), by_no.get(pair[1])
    context = {
        "pledge": pledge,
        "revisions": revisions,
        "form": form,
        "comparison": compare(before.items, after.items) if before and after and before != after else None,
        "labels": (name_of(before), name_of(after)) if before and after else None,
    }
    return render(request, "criteria/pledge_versions.html", context)


def _pair(revisions: list[PledgeRevision]) -> tuple[str, str]:
    used = [r for r in revisions if r.state in {PledgeRevision.State.SENT, PledgeRevision.State.ACCEPTED}]
    if not used:
        return "", ""
    return str(used[min(1, len(used) - 1)].no), str(used[0].no)


def after_approval(request: HttpRequest, pledge: Pledge, *, is_own: bool) -> dict[str, Any]:
    """What the page of a pledge offers once it is approved: changes, checks, the mid-year review."""
    done = [item for item in pledge.items.all() if item.progress == Progress.DONE]
    to_check = [item for item in done if not item.outcome]
    decides = not is_own and bool(done) and holds(request.user, Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
    since = min((item.progressed_at for item in to_check if item.progressed_at), default=None)
    open_ones = pledge.revisions.filter(state=PledgeRevision.State.PROPOSED)
    amendment = open_ones.select_related("deciding_unit", "stand_in_unit").first()
    return {
        "amendment": amendment,
        "decides_amendment": amendment
        and rules.can_decide_amendment(amendment)
        and rules.amendment_acts_as(request.user, amendment, timezone.localdate()),
        "can_amend": is_own and rules.can_amend(pledge),
        "to_check": len(to_check),
        "can_check": decides and rules.can_progress(pledge) and bool(pledging.checks_as(request.user, pledge, since)),
        "met": sum(item.outcome == "met" for item in done),
        "done": len(done),
        "asks": [item for item in done if item.outcome == "unclear"] if is_own else [],
    }
