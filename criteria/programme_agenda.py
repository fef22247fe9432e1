"""What the home page and the inbox say about the programmes of units."""

from datetime import date

from django.db.models import Count, F, FilteredRelation, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.models import Right, Unit, holds
from criteria.agenda import stand_in_todo
from criteria.deadlines import programme_dues
from criteria.models import Period, Profile, Programme, owing_types
from criteria.models.programme_queries import SINCE


def todo_for(user: User) -> list[Todo]:
    """The programme of one's own unit, and those of the units below that wait for this user."""
    return [*_own(user), *(_to_decide(waiting) for waiting in waiting_for(user) if waiting.count), *_overdue(user)]


def _overdue(user: User) -> list[Todo]:
    count = Programme.objects.to_stand_in(user).order_by().count() if holds(user, Right.PROGRAMME_DECIDE) else 0
    return [stand_in_todo(f"{count} chương trình", f"{address('chuong-trinh')}#duyet-thay")] if count else []


def _to_decide(waiting: Waiting) -> Todo:
    return Todo(
        title=f"Duyệt {waiting.count} chương trình của đơn vị trực thuộc",
        detail=f"Gửi sớm nhất ngày {waiting.oldest_on:%d/%m/%Y}." if waiting.oldest_on else "",
        url=waiting.url,
        action="Mở hộp duyệt",
        icon="inbox-stack",
        tone="wait",
    )


def _own(user: User) -> list[Todo]:
    """Until it is sent; and again when it comes back. Three queries."""
    if not holds(user, Right.PROGRAMME_EDIT):
        return []
    period = Period.objects.open().filter(profile=Profile.CALENDAR).order_by("-year").first()
    if period is None:
        return []
    units = (
        Unit.objects.where(user, Right.PROGRAMME_EDIT)
        .filter(type__in=owing_types(period))
        .annotate(programme=FilteredRelation("programmes", condition=Q(programmes__period=period)))
        .annotate(programme_pk=F("programme__pk"), state=F("programme__state"), reason=F("programme__return_reason"))
    )
    owing = [unit for unit in units if unit.state in {None, *_TO_WRITE}]
    dues = programme_dues([unit.pk for unit in owing], period)
    return [_todo(unit, period, dues[unit.pk].on) for unit in owing]


_TO_WRITE = (Programme.State.DRAFT, Programme.State.RETURNED)


def _todo(unit: Unit, period: Period, due_on: date) -> Todo:
    is_returned = unit.state == Programme.State.RETURNED
    url = reverse("criteria:programme_edit", args=[unit.programme_pk]) if unit.programme_pk else None
    detail = "Ghi văn bản đã ban hành, tiêu chí trọng tâm và giải pháp của từng tiêu chí."
    return Todo(
        title=f"{'Sửa' if is_returned else 'Lập'} chương trình năm {period.year} của {unit}",
        detail=f"Được trả lại: “{unit.reason}”" if is_returned else detail,
        url=url or reverse("criteria:programme_list"),
        action="Sửa chương trình" if is_returned else "Lập chương trình",
        icon="arrow-uturn-left" if is_returned else "flag",
        due_on=due_on,
        tone="bad" if is_returned else "info",
        is_late=due_on < timezone.localdate(),
    )


def waiting_for(user: User) -> list[Waiting]:
    """Those of the units right below, which this user decides on."""
    if not holds(user, Right.PROGRAMME_DECIDE):
        return []
    found = Programme.objects.to_decide(user).order_by().aggregate(count=Count("pk"), oldest=Min(SINCE))
    oldest: date | None = found["oldest"] and timezone.localtime(found["oldest"]).date()
    return [Waiting("Chương trình", found["count"], address("chuong-trinh"), oldest)]
