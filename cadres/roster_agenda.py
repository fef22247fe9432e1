"""What the lists of people ask of who keeps them: to attest the roster in January, to brief the newly appointed."""

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres import briefing, rosters
from cadres.models import Right, Unit, holdings


def todo_for(user: User) -> list[Todo]:
    """Two queries."""
    paths = _own_paths(user)
    return [*_to_attest(paths), *_to_brief(user)] if paths else []


def _own_paths(user: User) -> set[str]:
    """Where the user answers for the list himself: not all the units below, they attest for themselves."""
    keeping = [h for h in holdings(user) if h.path and h.right in {Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM}]
    paths = {holding.path for holding in keeping}
    return {path for path in paths if not any(path != other and path.startswith(other) for other in paths)}


def _to_attest(paths: set[str]) -> list[Todo]:
    today = timezone.localdate()
    units = rosters.attesting(Unit.objects.valid_on(today).filter(path__in=paths))
    due_on = rosters.due_on(today.year)
    return [
        Todo(
            title=f"Điểm danh cán bộ {unit} năm {today.year}",
            detail="Xem ai giữ từng chức vụ, ghi chỗ khuyết rồi xác nhận."
            if unit.roster == "missing"
            else "Danh sách đã thay đổi sau lần điểm danh trước.",
            url=reverse("cadres:roster_detail", args=[unit.pk]),
            action="Điểm danh" if unit.roster == "missing" else "Điểm danh lại",
            icon="clipboard-document-list",
            due_on=due_on if unit.roster == "missing" else None,
            is_late=unit.roster == "missing" and due_on < today,
        )
        for unit in rosters.with_roster(units, today.year, today)
        if unit.roster != "current"
    ]


def _to_brief(user: User) -> list[Todo]:
    count = briefing.not_briefed(user).order_by().count()
    if not count:
        return []
    return [
        Todo(
            title=f"Hướng dẫn {count} cán bộ mới nhận nhiệm vụ",
            detail="Gọi hoặc nhắn lời có sẵn, rồi đánh dấu đã hướng dẫn.",
            url=reverse("cadres:newcomer_list"),
            action="Xem danh sách",
            icon="user-plus",
        )
    ]


def waiting_for(user: User) -> list[Waiting]:
    """Lists wait for nobody's decision."""
    return []
