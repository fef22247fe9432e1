"""What the home page and the inbox say about base visits."""

from datetime import date
from decimal import Decimal

from django.db.models import CharField, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Panel, Todo, Waiting
from cadres.models import Appointment, Right, away_on, holds
from criteria.agenda import stand_in_todo
from criteria.models import Duty, Owed, Period, Pledge, Profile
from criteria.pledge_lines import Line, beside_pledges
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem, VisitQuota
from fieldvisits.standing import visit_standing


def todo_for(user: User) -> list[Todo]:
    """Reports that are due, plans to finish or put right, visits that came due; what may be decided for others."""
    own = [*_reports(user), *_plans(user)] if holds(user, Right.VISIT_WRITE) else []
    return [*own, *_overdue(user)]


def _overdue(user: User) -> list[Todo]:
    """What the units below let wait twice too long, open to a decision in their place."""
    if not holds(user, Right.VISIT_DECIDE):
        return []
    plans = VisitPlan.objects.to_stand_in(user).order_by().count()
    visits = Visit.objects.to_stand_in(user).order_by().count()
    found = (
        (plans, "bảng đăng ký đi cơ sở", "di-co-so"),
        (visits, "báo cáo chuyến đi", "chuyen-di"),
    )
    return [stand_in_todo(f"{n} {what}", f"{address(code)}#duyet-thay") for n, what, code in found if n]


def _reports(user: User) -> list[Todo]:
    open_visits = Visit.objects.filter(
        cadre__user=user, state__in=[Visit.State.LOGGED, Visit.State.QUESTIONED], period__state=Period.State.OPEN
    ).filter(~away_on(timezone.localdate()))
    return [_report(visit) for visit in open_visits.order_by("report_due_on")]


def _report(visit: Visit) -> Todo:
    url = reverse("fieldvisits:visit_report", args=[visit.pk])
    when = f"{visit.starts_on:%d/%m}"
    if visit.state == Visit.State.QUESTIONED:
        title = f"Làm rõ báo cáo chuyến đi {visit.host_name}, {when}"
        return Todo(title, f"“{visit.question}”", url, "Làm rõ báo cáo", "question-mark-circle", tone="bad")
    return Todo(
        title=f"Báo cáo chuyến đi {visit.host_name}, {when}",
        detail="Ghi tình hình nắm được và ít nhất một khó khăn hoặc một kiến nghị; khoảng 5 phút.",
        url=url,
        action="Viết báo cáo",
        icon="pencil-square",
        due_on=visit.report_due_on,
        is_late=visit.is_report_late,
    )


def _plans(user: User) -> list[Todo]:
    """Open plans, approved items that came due, and the plan of this quarter that is missing: one query."""
    today = timezone.localdate()
    own = VisitPlan.objects.filter(~away_on(today), cadre__user=user, period__state=Period.State.OPEN).order_by()
    open_plans = own.filter(state__in=VisitPlan.EDITABLE)
    came_due = VisitPlanItem.objects.filter(
        plan__in=own.filter(state=VisitPlan.State.APPROVED),
        state=VisitPlanItem.State.PLANNED,
        starts_on__lte=today,
    ).order_by()
    rows = _rows(open_plans, F("state"), F("quarter"), F("period__year"), F("return_reason")).union(
        _rows(came_due, Value("due"), Value(0), Value(0), F("host_name")),
        _rows(_quotas_without_plan(user, today), Value("missing"), Value(0), F("period__year"), Value("")),
        all=True,
    )
    return [_plan_todo(*row) for row in rows]


def _rows(queryset: QuerySet, kind: object, quarter: object, year: object, words: object) -> QuerySet:
    return queryset.values_list(
        F("pk"),
        Cast(kind, CharField()),
        Cast(quarter, IntegerField()),
        Cast(year, IntegerField()),
        Cast(words, CharField()),
    )


def _quotas_without_plan(user: User, today: date) -> QuerySet[VisitQuota]:
    """The quota of the person's main post in the open year, when this quarter has no plan yet."""
    posts = Appointment.objects.owing(today).filter(cadre__user=user)
    here = posts.filter(position__level=OuterRef("level"), position__category=OuterRef("category"))
    plans = VisitPlan.objects.filter(cadre__user=user, period=OuterRef("period"), quarter=_quarter(today))
    quotas = VisitQuota.objects.filter(days__gt=0, period__state=Period.State.OPEN, period__profile=Profile.CALENDAR)
    quotas = quotas.filter(period__year__gte=today.year, period__opens_on__lte=today)
    return quotas.filter(Exists(here), ~Exists(plans)).order_by()


@beside_pledges
def quota_line(pledge: Pledge) -> list[Line]:
    """For those with visit duty: how many days the year asks for, beside what they pledge."""
    position = pledge.appointment.position
    duty = Duty.objects.of(pledge.appointment, pledge.period).exclude(visit=Owed.NONE).first()
    quotas = VisitQuota.objects.filter(period=pledge.period, level=position.level, category=position.category)
    quota = quotas.filter(days__gt=0).first() if duty else None
    if duty is None or quota is None:
        return []
    word = "bắt buộc" if duty.visit == Owed.REQUIRED else "khuyến khích"
    text = f"Định mức đi cơ sở {pledge.period.name.lower()}: {_days(quota.days)} ngày ({word})."
    return [Line(text, reverse("fieldvisits:plan_mine"), "Mở bảng đăng ký đi cơ sở")]


def _days(days: Decimal) -> str:
    return f"{days.normalize():f}".replace(".", ",")


def _quarter(today: date) -> int:
    return (today.month + 2) // 3


def _plan_todo(pk: int, kind: str, quarter: int, year: int, words: str) -> Todo:
    if kind == "due":
        return Todo(
            title=f"Ghi chuyến đi {words}",
            detail="Tới ngày đi theo bảng đã duyệt. Đi rồi thì ghi lại, chưa đi thì hoãn hoặc hủy.",
            url=f"{reverse('fieldvisits:visit_new')}?muc={pk}",
            action="Ghi chuyến đã đi",
            icon="map-pin",
        )
    if kind == "missing":
        return Todo(
            title=f"Lập bảng đăng ký đi cơ sở quý {_quarter(timezone.localdate())}/{year}",
            detail="Ghi từng chuyến dự kiến: ngày, đơn vị đến, nội dung.",
            url=reverse("fieldvisits:plan_mine"),
            action="Lập bảng đăng ký",
            icon="map-pin",
        )
    is_returned = kind == VisitPlan.State.RETURNED
    return Todo(
        title=f"{'Sửa' if is_returned else 'Nộp'} bảng đăng ký đi cơ sở quý {quarter}/{year}",
        detail=f"Được trả lại: “{words}”" if is_returned else "Bản nháp đã có. Xem lại các chuyến rồi nộp.",
        url=reverse("fieldvisits:plan_edit", args=[pk]),
        action="Sửa bảng đăng ký" if is_returned else "Viết tiếp",
        icon="arrow-uturn-left" if is_returned else "map-pin",
        tone="bad" if is_returned else "info",
    )


def waiting_for(user: User) -> list[Waiting]:
    """Plans to decide on, reports to confirm, follow-ups to resolve: two queries."""
    kinds = []
    if holds(user, Right.VISIT_DECIDE, Right.PLEDGE_RECORD):
        plans = VisitPlan.objects.to_decide(user).order_by().aggregate(n=Count("pk"), oldest=Min("submitted_at"))
        kinds.append(Waiting("Đi cơ sở", plans["n"], address("di-co-so"), _day(plans["oldest"])))
    if holds(user, Right.VISIT_DECIDE):
        reports, raised = Visit.objects.to_confirm(user), FollowUp.objects.to_resolve(user)
        found = {
            kind: (n, oldest)
            for kind, n, oldest in _counts(reports, "reported_at", "report").union(
                _counts(raised, "visit__reported_at", "followup")
            )
        }
        for kind, label, code in (
            ("report", "Báo cáo chuyến đi", "chuyen-di"),
            ("followup", "Kiến nghị", "kien-nghi"),
        ):
            n, oldest = found.get(kind, (0, None))
            kinds.append(Waiting(label, n, address(code), _day(oldest)))
    return kinds


def _counts(queryset: QuerySet, since: str, kind: str) -> QuerySet:
    grouped = queryset.order_by().annotate(kind=Value(kind, output_field=CharField())).values("kind")
    return grouped.annotate(n=Count("pk"), oldest=Min(since)).values_list("kind", "n", "oldest")


def _day(moment: object) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def panel_for(user: User) -> Panel | None:
    """Days done of the quota, and the next visits of the plan."""
    posts = Appointment.objects.valid_on(timezone.localdate()).main().in_posts().filter(cadre__user=user)
    post = posts.first()
    period = Period.objects.open_for(post).first() if post else None
    if post is None or period is None:
        return None
    today = timezone.localdate()
    standing = visit_standing(post.cadre, period, today)
    ahead = VisitPlanItem.objects.filter(
        Q(state=VisitPlanItem.State.PLANNED), plan__cadre=post.cadre_id, plan__state=VisitPlan.State.APPROVED
    )
    upcoming = list(ahead.filter(starts_on__gte=today).order_by("starts_on")[:3])
    if not standing.required_days and not standing.counted_days and not upcoming:
        return None
    return Panel("fieldvisits/_panel.html", {"standing": standing, "upcoming": upcoming, "period": period})
