"""The mid-year review of one person, to write, to answer and to print; and the list of all in reach."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, holds
from criteria import midyear_list, pledging, rules
from criteria.forms.following import MidyearForm, VerdictForm
from criteria.forms.midyear import MidyearFilter
from criteria.models import MidyearReview, Pledge, PledgeItem
from criteria.views.navigation import stand_under_pledges

DECIDES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
READS = (Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
ROWS = 25


def _seen(request: HttpRequest, pk: int) -> Pledge:
    return get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)


def _review_of(pledge: Pledge) -> MidyearReview | None:
    reviews = MidyearReview.objects.filter(pledge=pledge).select_related("remarked_by")
    return reviews.prefetch_related("lines__item").first()


def _context(request: HttpRequest, pledge: Pledge, **forms: Any) -> dict[str, Any]:
    review, today = _review_of(pledge), timezone.localdate()
    is_own = rules.is_own(request.user, pledge)
    stand_under_pledges(request, pledge)
    opens_on, due_on = pledge.period.midyear_opens_on, pledge.period.midyear_due_on
    can_write = is_own and rules.can_write_midyear(pledge, today) and not (review and review.verdict)
    if can_write and "form" not in forms:
        forms["form"] = _form(pledge, review)
    return {
        "pledge": pledge,
        "review": review,
        "is_own": is_own,
        "opens_on": opens_on,
        "due_on": due_on,
        "is_late": today > due_on,
        "is_open": opens_on <= today,
        "can_write": can_write,
        "can_remark": review is not None and _can_remark(request, pledge, review),
        "verdicts": MidyearReview.Verdict.choices,
        "verdict_form": VerdictForm(initial={"version": review.version}) if review else None,
    } | forms


def _can_remark(request: HttpRequest, pledge: Pledge, review: MidyearReview) -> bool:
    if not (rules.can_progress(pledge) and holds(request.user, *DECIDES)):
        return False
    return pledging.checks_as(request.user, pledge, review.submitted_at) is not None


def _kept(pledge: Pledge) -> list[PledgeItem]:
    return [item for item in pledge.items.all() if not item.is_dropped]


def _form(pledge: Pledge, review: MidyearReview | None, data: Any = None) -> MidyearForm:
    """What was sent before; else 100 for what is done and 0 for what is not begun."""
    said = {line.item_id: line.percent for line in review.lines.all()} if review else {}
    items = _kept(pledge)
    usual = {"done": 100, "not_started": 0}
    initial: dict[str, Any] = {f"percent_{item.pk}": said.get(item.pk, usual.get(item.progress)) for item in items} | {
        "version": review.version if review else 0
    }
    if review:
        initial |= {"remark": review.remark, "help_needed": review.help_needed}
    return MidyearForm(items, data, initial=initial)


@require_safe
@rights_required(*READS)
def midyear_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "criteria/midyear_detail.html", _context(request, _seen(request, pk)))


@require_safe
@rights_required(*READS)
def midyear_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The review on A4."""
    return render(request, "criteria/midyear_print.html", _context(request, _seen(request, pk)))


@require_POST
@rights_required(Right.PLEDGE_WRITE)
@submit_once
def midyear_send(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.filter(cadre__user=request.user).for_detail(), pk=pk)
    form = _form(pledge, _review_of(pledge), request.POST)
    if not form.is_valid():
        context = _context(request, pledge, form=form)
        return render(request, "criteria/midyear_detail.html", context, status=422)
    data = form.cleaned_data
    pledging.send_midyear(
        pledge,
        form.percents,
        by=request.user,
        version=data["version"],
        remark=data["remark"],
        help_needed=data["help_needed"],
    )
    messages.success(request, "Đã gửi tự xem lại giữa năm.")
    return redirect("criteria:midyear_detail", pledge.pk)


@require_POST
@rights_required(*DECIDES)
@submit_once
def midyear_remark(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = _seen(request, pk)
    review = get_object_or_404(MidyearReview.objects.visible_to(request.user), pledge=pledge)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        context = _context(request, pledge, verdict_form=form)
        return render(request, "criteria/midyear_detail.html", context, status=422)
    pledging.remark_midyear(review, by=request.user, **form.cleaned_data)
    messages.success(request, f"Đã ghi ý kiến cho {pledge.cadre}.")
    return redirect("criteria:midyear_detail", pledge.pk)


@require_safe
@rights_required(Right.PLEDGE_READ)
def midyear_list_page(request: HttpRequest) -> HttpResponse:
    """People, or counts per unit (?xem=don-vi)."""
    form = MidyearFilter.asked(request.GET)
    pledges = form.listed(request.user)
    is_by_unit = request.GET.get("xem") == "don-vi"
    rows = midyear_list.by_unit(pledges) if is_by_unit else midyear_list.people(pledges)
    period = form.chosen.get("ky")
    context = {
        "form": form,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("trang")),
        "is_by_unit": is_by_unit,
        "due_on": period.midyear_due_on if period else None,
        "is_late": bool(period) and rules.is_midyear_late(period, timezone.localdate()),
    }
    return render(request, "criteria/midyear_list.html", context)
