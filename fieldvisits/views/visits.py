"""One visit: written down, reported, looked at and confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.models import User
from accounts.standing_under import stand_under
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, Unit
from cadres.rules import Acts
from criteria.models import Period
from criteria.patience import Patience
from fieldvisits import rules, visiting
from fieldvisits.forms import ReportForm, RequestFormSet, TripForm
from fieldvisits.hosting import host_named, hosts_near
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem
from fieldvisits.quotas import policy_of
from fieldvisits.views.photos import photos_context
from fieldvisits.views.plans import post_of
from fieldvisits.views.rows import plain
from fieldvisits.visiting import FollowUpDraft, ReportDraft, TripDraft

REPORT_FIELDS = ("present", "work_done", "situation", "findings", "support", "youth_group", "members_met")


@require_http_methods(["GET", "POST"])
@rights_required(Right.VISIT_WRITE)
@submit_once
def visit_new(request: HttpRequest) -> HttpResponse:
    """Where somebody was: an item of the plan fills the form, anything else is unplanned."""
    post = post_of(request.user)
    period = Period.objects.open_for(post).first() if post else None
    if post is None or period is None:
        return render(request, "fieldvisits/no_period.html", {"post": post})
    item = _item(request)
    form = TripForm(request.POST or None, period=period, initial=_initial(item))
    hosts = hosts_near(post)
    if request.method == "POST" and form.is_valid():
        unit = host_named(form.cleaned_data["host_name"], hosts)
        trip = TripDraft(**form.cleaned_data, host_unit_id=unit.pk if unit else None)
        visit = visiting.log(post.cadre, period, trip, by=request.user, item=item)
        messages.success(request, "Đã ghi chuyến đi. Thêm ảnh và viết báo cáo.")
        return redirect("fieldvisits:visit_report", visit.pk)
    context = {"form": form, "item": item, "hosts": hosts, "planned": _planned(request.user)}
    return render(request, "fieldvisits/visit_new.html", context, status=422 if form.is_bound else 200)


def _planned(user: User) -> list[VisitPlanItem]:
    """Approved visits whose day has come and that have not been written down, the latest first."""
    approved = VisitPlan.objects.filter(
        cadre__user=user, state=VisitPlan.State.APPROVED, period__state=Period.State.OPEN
    )
    waiting = VisitPlanItem.objects.filter(plan__in=approved, starts_on__lte=timezone.localdate())
    states = [VisitPlanItem.State.PLANNED, VisitPlanItem.State.POSTPONED]
    return list(waiting.filter(state__in=states).select_related("plan").order_by("-starts_on")[:8])


def _item(request: HttpRequest) -> VisitPlanItem | None:
    pk = request.POST.get("muc") or request.GET.get("muc")
    if not pk or not pk.isdecimal():
        return None
    own = VisitPlanItem.objects.filter(plan__cadre__user=request.user).select_related("plan__period")
    item: VisitPlanItem = get_object_or_404(own, pk=pk)
    return item


def _initial(item: VisitPlanItem | None) -> dict[str, Any]:
    if item is None:
        return {"starts_on": timezone.localdate()}
    names = ("starts_on", "ends_on", "host_name", "host_level", "form")
    return {name: getattr(item, name) for name in names} | {"days": plain(item.days)}


@require_http_methods(["GET", "POST"])
@rights_required(Right.VISIT_WRITE)
@submit_once
def visit_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report; a draft may be kept, what is sent needs a finding or a follow-up."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).for_detail(), pk=pk)
    if not rules.may_write(request.user, visit):
        raise PermissionDenied
    if request.method == "POST":
        return _save_report(request, visit)
    if not rules.can_report(visit):
        return redirect(visit)
    form = ReportForm(initial={"version": visit.version} | {name: getattr(visit, name) for name in REPORT_FIELDS})
    rows = visit.follow_ups.filter(state=FollowUp.State.OPEN).values("text", "resolver_name", "due_on")
    return _report_page(request, visit, form, RequestFormSet(initial=list(rows)))


def _save_report(request: HttpRequest, visit: Visit) -> HttpResponse:
    form, formset = ReportForm(request.POST), RequestFormSet(request.POST)
    if not (form.is_valid() and formset.is_valid()):
        return _report_page(request, visit, form, formset, status=422)
    data = form.cleaned_data
    written = ReportDraft(**{name: data[name] for name in REPORT_FIELDS}, follow_ups=_follow_ups(formset, visit))
    if request.POST.get("act") != "gui":
        visit = visiting.save_draft(visit, written, by=request.user, version=data["version"])
        messages.success(request, "Đã lưu nháp báo cáo.")
        return redirect("fieldvisits:visit_report", visit.pk)
    try:
        visit = visiting.report(visit, written, by=request.user, version=data["version"])
    except visiting.ReportIncomplete as lack:
        form.add_error(None, str(lack))
        return _report_page(request, visit, form, formset, status=422)
    messages.success(request, f"Đã gửi báo cáo chuyến đi {visit.host_name}.")
    return redirect(visit)


def _follow_ups(formset: Any, visit: Visit) -> list[FollowUpDraft]:
    hosts = hosts_near(visit.appointment)
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("text")]
    units = [host_named(row["resolver_name"], [*hosts, visit.unit]) for row in rows]
    return [
        FollowUpDraft(**row, resolver_unit_id=unit.pk if unit else None) for row, unit in zip(rows, units, strict=True)
    ]


def _report_page(request: HttpRequest, visit: Visit, form: Any, formset: Any, status: int = 200) -> HttpResponse:
    context = photos_context(request.user, visit) | {
        "form": form,
        "formset": formset,
        "hosts": [visit.unit, *hosts_near(visit.appointment)],
        "max_chars": policy_of(visit.period).max_chars,
    }
    return render(request, "fieldvisits/visit_report.html", context, status=status)


@require_safe
@rights_required(Right.VISIT_READ, Right.VISIT_DECIDE)
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(Visit.objects.visible_to(request.user).for_detail(), pk=pk)
    is_own, acts = visit.cadre.user_id == request.user.pk, _acts(request.user, visit)
    if not is_own:
        stand_under(request, "fieldvisits:visit_list")
    context = photos_context(request.user, visit) | {
        "is_own": is_own,
        "can_report": is_own and rules.can_report(visit),
        "acts": acts,
        "place": _place(visit, acts),
        "answer_by": Patience().answer_by(visit.period_id, visit.reported_at),
        "events": audit.trail(visit)[:20],
    }
    return render(request, "fieldvisits/visit_detail.html", context)


def _acts(user: User, visit: Visit) -> Acts | None:
    return rules.confirms_as(user, visit, timezone.localdate()) if rules.can_confirm(visit) else None


def _place(visit: Visit, acts: Acts | None) -> Unit | None:
    """In whose place the reader would give his word."""
    return visit.deciding_unit if acts == Acts.STAND_IN else visit.in_place_of
