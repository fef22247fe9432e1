"""What the home page says after units were reorganised: to the merged unit, and to who has cases to decide."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.after_merger import LASTS, checklist
from cadres.models import HandDecision, Right, Unit, UnitSuccession, holdings, holds

_MOST = 3


def todo_for(user: User) -> list[Todo]:
    """For sixty days, until nothing is left to do."""
    if not holds(user, Right.UNIT_EDIT):
        return []
    return [*_merged(user), *_cases(user)]


def _merged(user: User) -> list[Todo]:
    paths = [holding.path for holding in holdings(user) if holding.right == Right.UNIT_EDIT and holding.path]
    since = timezone.localdate() - LASTS
    recent = UnitSuccession.objects.filter(on__gt=since, on__lte=timezone.localdate(), new_unit__path__in=paths)
    units = Unit.objects.filter(pk__in=recent.values("new_unit"), valid_to=None)[:_MOST]
    return [todo for unit in units if (todo := _todo(unit))]


def _todo(unit: Unit) -> Todo | None:
    left = [item for item in checklist(unit) if not item.is_done]
    if not left:
        return None
    return Todo(
        title=f"Hoàn tất {len(left)} việc sau sáp nhập của {unit}",
        detail="; ".join(item.label.lower() for item in left[:3]) + ".",
        url=reverse("cadres:unit_after_merger", args=[unit.pk]),
        action="Mở danh sách",
        icon="clipboard-document-check",
        tone="wait",
    )


def _cases(user: User) -> list[Todo]:
    count = HandDecision.objects.visible_to(user).open().count()
    if not count:
        return []
    return [
        Todo(
            title=f"Sắp xếp {count} cán bộ, đơn vị sau khi đơn vị thay đổi",
            detail="Người của đơn vị chia tách, chức danh có hai người, đơn vị kết thúc.",
            url=reverse("cadres:hand_decision_list"),
            action="Mở danh sách",
            icon="user-group",
            tone="wait",
        )
    ]


def waiting_for(user: User) -> list[Waiting]:
    """Nothing of it lies in the inbox: these are no documents that somebody sent."""
    return []
