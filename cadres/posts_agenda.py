"""What changes of posts ask of somebody: one's own first week, and people offered by other unions."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres import briefing
from cadres.models import Right, Transfer, holdings


def _keeps_people(user: User) -> bool:
    return any(h.path and h.right in {Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM} for h in holdings(user))


def todo_for(user: User) -> list[Todo]:
    """Two queries."""
    todos = [_to_decide(waiting) for waiting in waiting_for(user) if waiting.count]
    if briefing.is_new(user):
        todos.append(
            Todo(
                title="Tuần đầu ở chức vụ mới",
                detail="Ai là Bí thư của đồng chí, việc của 30 ngày đầu, bốn tiêu chí; đọc 3 phút.",
                url=reverse("portal:first_week"),
                action="Xem tuần đầu",
                icon="sparkles",
                is_first=True,
            )
        )
    return todos


def _to_decide(waiting: Waiting) -> Todo:
    return Todo(
        title=f"Trả lời {waiting.count} đề nghị điều chuyển",
        detail=f"Đề nghị sớm nhất ngày {waiting.oldest_on:%d/%m/%Y}." if waiting.oldest_on else "",
        url=waiting.url,
        action="Xem đề nghị",
        icon="arrows-right-left",
        tone="wait",
    )


def waiting_for(user: User) -> list[Waiting]:
    if not _keeps_people(user):
        return []
    found = Transfer.objects.to_decide(user).order_by().aggregate(count=Count("pk"), oldest=Min("proposed_at"))
    oldest = found["oldest"] and timezone.localtime(found["oldest"]).date()
    return [Waiting("Điều chuyển", found["count"], address("dieu-chuyen"), oldest)]
