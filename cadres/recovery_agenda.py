"""What the home page tells who keeps the system: requests to remove a second factor that wait for a second person."""

from django.urls import reverse

from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.models import FactorReset, Right, holds


def todo_for(user: User) -> list[Todo]:
    if not holds(user, Right.SYSTEM_MANAGE):
        return []
    waiting = FactorReset.objects.waiting().exclude(user=user).exclude(asked_by=user).count()
    if not waiting:
        return []
    return [
        Todo(
            title=f"{waiting} đề nghị gỡ lớp bảo vệ thứ hai",
            detail="Gọi lại cho người đề nghị rồi xác nhận hoặc từ chối; quá 24 giờ thì hết hạn.",
            url=reverse("cadres:reset_list"),
            action="Xem đề nghị",
            icon="shield-exclamation",
            tone="wait",
        )
    ]


def waiting_for(_user: User) -> list[Waiting]:
    """Nothing of it is a paper in the inbox."""
    return []
