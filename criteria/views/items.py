"""One item of an approved pledge: its progress in two taps, its log, and what the approver found."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cadres.access import rights_required
from cadres.models import Right, holds
from criteria import pledging, rules
from criteria.forms.deciding import ProgressForm
from criteria.forms.following import OutcomeForm
from criteria.models import Outcome, Pledge, PledgeItem
from criteria.views.navigation import stand_under_pledges

DECIDES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
READS = (Right.PLEDGE_READ, Right.PLEDGE_DECIDE)


def _seen(request: HttpRequest, pk: int) -> PledgeItem:
    seen = PledgeItem.objects.filter(pledge__in=Pledge.objects.readable_by(request.user))
    related = ("pledge__cadre__user", "pledge__period__pledge_policy", "pledge__unit", "pledge__deciding_unit")
    posts = ("pledge__appointment__unit", "pledge__appointment__position", "statement")
    return get_object_or_404(seen.select_related(*related, *posts).prefetch_related("evidences__attachment"), pk=pk)


@require_safe
@rights_required(*READS)
def item_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "criteria/item_detail.html", _context(request, _seen(request, pk)))


def _context(request: HttpRequest, item: PledgeItem, **forms: Any) -> dict[str, Any]:
    pledge = item.pledge
    stand_under_pledges(request, pledge)
    can_check = rules.can_check(item, pledge) and holds(request.user, *DECIDES)
    return {
        "item": item,
        "pledge": pledge,
        "can_progress": rules.may_write(request.user, pledge) and rules.can_progress(pledge),
        "may_take_down_all": rules.may_take_down_all(request.user, pledge),
        "can_check": can_check and bool(pledging.checks_as(request.user, pledge, item.progressed_at)),
        "check": item.checks.filter(replaced_at=None).select_related("by").first(),
        "log": _log(item),
        "outcomes": Outcome.choices,
        "seen": rules.seen(item),
        "outcome_form": OutcomeForm(),
    } | forms


def _log(item: PledgeItem) -> list[Any]:
    """Steps of progress and checks together, newest first."""
    lines = [*item.updates.select_related("by"), *item.checks.select_related("by")]
    return sorted(lines, key=lambda line: line.at, reverse=True)


@require_POST
@rights_required(Right.PLEDGE_WRITE, Right.PLEDGE_ENTER)
def item_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to where it was pressed: the item's own page, or its place in the pledge."""
    written = PledgeItem.objects.filter(pledge__in=Pledge.objects.to_write(request.user))
    item = get_object_or_404(written.select_related("pledge"), pk=pk)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        context = _context(request, _seen(request, item.pk), progress_form=form)
        return render(request, "criteria/item_detail.html", context, status=422)
    pledging.record_progress(item, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã cập nhật tiến độ.")
    if request.POST.get("ve") == "noi-dung":
        return redirect("criteria:item_detail", item.pk)
    return redirect(f"{item.pledge.get_absolute_url()}#noi-dung-{item.pk}")


@require_POST
@rights_required(*DECIDES)
def item_check(request: HttpRequest, pk: int) -> HttpResponse:
    item = _seen(request, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        context = _context(request, item, outcome_form=form)
        return render(request, "criteria/item_detail.html", context, status=422)
    check = pledging.check_item(item, by=request.user, **form.cleaned_data)
    messages.success(request, f"Đã ghi kết quả: {check.get_outcome_display().lower()}.")
    return redirect(reverse("criteria:item_detail", args=[item.pk]))
