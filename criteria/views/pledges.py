"""The way into the own pledge, and the pages that show one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.histories import history
from accounts.history_page import render_history
from accounts.models import User
from cadres.access import rights_required
from cadres.models import Appointment, Cadre, Right
from criteria import extending, pledging, rules, timelines
from criteria.comparing import compare
from criteria.deadlines import pledge_dues
from criteria.entering import entry_context
from criteria.models import Criterion, Period, Pledge, Progress
from criteria.patience import Patience
from criteria.shown_history import PLEDGE
from criteria.twins import twins_of
from criteria.views.navigation import stand_under_pledges
from criteria.views.pledge_steps import begin
from criteria.views.versions import after_approval


@require_safe
@rights_required(Right.PLEDGE_WRITE)
def pledge_mine(request: HttpRequest) -> HttpResponse:
    """Own pledge of this year: to go on with, to look at, or to begin."""
    cadre = get_object_or_404(Cadre, user=request.user)
    post = extending.main_post(cadre)
    period = _period_of(post)
    pledges = Pledge.objects.current().filter(cadre=cadre).select_related("period").order_by("-period__year")
    current = next((pledge for pledge in pledges if period and pledge.period_id == period.pk), None)
    if current:
        return begin(current) if current.is_editable else redirect(current)
    context = {"period": period, "pledges": pledges} | _for_post(post, period)
    return render(request, "criteria/pledge_start.html", context)


def _period_of(post: Appointment | None) -> Period | None:
    """The open period of the calendar that the main post follows: teachers in charge of the Đội have a school year."""
    periods = Period.objects.open_for(post).select_related("statement_set", "pledge_policy") if post else None
    period = periods.first() if periods else None
    return None if period and rules.is_over(period, timezone.localdate()) else period


def _for_post(post: Appointment | None, period: Period | None) -> dict[str, Any]:
    """The person's own day and time line, and which form waits."""
    if post is None or period is None:
        return {}
    return {
        "post": post,
        "due": pledge_dues([post], period)[post.pk],
        "has_short_form": rules.has_short_form(post.position.category, period.pledge_policy),
        "steps": timelines.of_post(post, period),
    }


@require_POST
@rights_required(Right.PLEDGE_WRITE)
def pledge_start(request: HttpRequest) -> HttpResponse:
    cadre = get_object_or_404(Cadre, user=request.user)
    period = _period_of(extending.main_post(cadre))
    if period is None:
        messages.warning(request, "Chưa có kỳ rèn luyện nào đang mở.")
        return redirect("criteria:pledge_mine")
    pledge = pledging.start(cadre, period, by=request.user)
    return begin(pledge)


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def pledge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).for_detail(), pk=pk)
    return render(request, "criteria/pledge_detail.html", _detail(request, pledge))


@require_safe
@rights_required(Right.PLEDGE_READ, Right.PLEDGE_DECIDE)
def pledge_history(request: HttpRequest, pk: int) -> HttpResponse:
    pledge = get_object_or_404(Pledge.objects.readable_by(request.user).select_related("cadre", "period"), pk=pk)
    entries = history((PLEDGE, {"pgh_obj": pledge.pk}))
    return render_history(request, entries, title=str(pledge), back=pledge.get_absolute_url())


def _detail(request: HttpRequest, pledge: Pledge) -> dict[str, Any]:
    revisions = list(pledge.revisions.sendings().select_related("decided_by").order_by("-no"))
    is_own = pledge.cadre.user_id == request.user.pk
    stand_under_pledges(request, pledge)
    may_read = rules.may_read_words(request.user, pledge)
    return {
        "pledge": pledge,
        "groups": _groups(pledge) if may_read else [],
        "may_read_words": may_read,
        "is_own": is_own,
        "revisions": revisions,
        "comparison": compare(revisions[1].items, revisions[0].items) if len(revisions) > 1 else None,
        "events": audit.trail(pledge)[:30],
        "answer_by": Patience().answer_by(pledge.period_id, pledge.passed_on_at or pledge.submitted_at),
        "can_edit": rules.may_write(request.user, pledge) and rules.can_edit(pledge),
        "twins": [] if is_own or pledge.state != Pledge.State.SUBMITTED else twins_of(pledge, reader=request.user),
        "entry": entry_context(request.user, pledge),
        "can_progress": rules.may_write(request.user, pledge) and rules.can_progress(pledge),
        "can_undo": pledge.decided_by_id == request.user.pk and rules.can_undo(pledge, timezone.now()),
        "can_decide": rules.can_decide(pledge) and bool(rules.acts_as(request.user, pledge, timezone.localdate())),
        "may_cancel": rules.may_cancel(request.user, pledge) and rules.can_cancel(pledge, has_post=_has_post(pledge)),
        "may_take_down_all": rules.may_take_down_all(request.user, pledge),
        "steps": timelines.of_pledge(pledge),
        "may_extend": _may_extend(request.user, pledge),
        "following": after_approval(request, pledge, is_own=is_own) if _was_approved(pledge) else None,
        "of_other_periods": _of_other_periods(request.user, pledge),
    }


def _of_other_periods(user: User, pledge: Pledge) -> list[Pledge]:
    """The person's other pledges that the reader may open, the newest year first."""
    others = Pledge.objects.visible_to(user).filter(cadre=pledge.cadre).exclude(pk=pledge.pk)
    return list(others.select_related("period").order_by("-period__year", "-pk")[:10])


def _may_extend(user: User, pledge: Pledge) -> bool:
    is_open = rules.can_edit(pledge) and pledge.first_submitted_at is None
    return is_open and extending.limit_for_cadre(pledge.cadre, pledge.period, by=user) is not None


def _was_approved(pledge: Pledge) -> bool:
    return pledge.state in {Pledge.State.APPROVED, Pledge.State.CLOSED}


def _has_post(pledge: Pledge) -> bool:
    return Appointment.objects.valid_on(timezone.localdate()).filter(cadre=pledge.cadre_id).exists()


def _groups(pledge: Pledge) -> list[dict[str, Any]]:
    """Items by criterion, with how many are done of those not dropped."""
    groups = []
    for criterion in Criterion:
        items = [item for item in pledge.items.all() if item.criterion == criterion]
        kept = [item for item in items if item.progress != Progress.DROPPED]
        done = sum(item.progress == Progress.DONE for item in kept)
        groups.append({"criterion": criterion, "items": items, "total": len(kept), "done": done})
    return groups
