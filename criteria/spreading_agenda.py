"""What the home page and the inbox say about programmes to pass on and good models to decide on."""

from datetime import date

from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.models import Right, Unit, holds
from criteria.models import OWES_PROGRAMME, GoodModel, Period, Profile, Programme, ProgrammeReceipt

MOST_TODOS = 3


def todo_for(user: User) -> list[Todo]:
    return [*_to_pass_on(user), *(_to_decide(waiting) for waiting in waiting_for(user) if waiting.count)]


def _to_pass_on(user: User) -> list[Todo]:
    """The approved programme above each of one's units, until it is passed on. Two queries."""
    if not holds(user, Right.PROGRAMME_EDIT):
        return []
    period = Period.objects.open().filter(profile=Profile.CALENDAR).order_by("-year").first()
    if period is None:
        return []
    parent = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Unit.steplen)
    above = Programme.objects.approved().filter(period=period, unit__path=parent)
    done = ProgrammeReceipt.objects.passed_on().filter(programme=OuterRef("above"), unit=OuterRef("pk"))
    units = (
        Unit.objects.where(user, Right.PROGRAMME_EDIT)
        .filter(type__in=OWES_PROGRAMME, valid_to=None, depth__gt=1)
        .annotate(above=Subquery(above.values("pk")[:1]), above_name=Subquery(above.values("unit__name")[:1]))
        .filter(above__isnull=False)
        .exclude(Exists(done))[:MOST_TODOS]
    )
    return [_todo(unit, period.year) for unit in units]


def _todo(unit: Unit, year: int) -> Todo:
    return Todo(
        title=f"Triển khai chương trình năm {year} của {unit.above_name} tại {unit}",
        detail="Ghi đã nhận, ngày triển khai và số người; hai ô là xong.",
        url=reverse("criteria:programme_above", args=[unit.pk]),
        action="Ghi đã triển khai",
        icon="megaphone",
    )


def _to_decide(waiting: Waiting) -> Todo:
    return Todo(
        title=f"Xét {waiting.count} mô hình hay",
        detail=f"Đề xuất sớm nhất ngày {waiting.oldest_on:%d/%m/%Y}." if waiting.oldest_on else "",
        url=waiting.url,
        action="Xét mô hình",
        icon="light-bulb",
        tone="wait",
    )


def waiting_for(user: User) -> list[Waiting]:
    if not holds(user, Right.PROGRAMME_DECIDE, Right.PERIOD_MANAGE):
        return []
    found = GoodModel.objects.to_decide(user).order_by().aggregate(count=Count("pk"), oldest=Min("proposed_at"))
    oldest: date | None = found["oldest"] and timezone.localtime(found["oldest"]).date()
    return [Waiting("Mô hình hay", found["count"], address("mo-hinh"), oldest)]
