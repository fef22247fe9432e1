"""Requests about personal data on the page of things to do, of the person who answers them."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.models import DataRequest, Right, holds


def todo_for(user: User) -> list[Todo]:
    """One line for all that wait; the clock of the law is that of the oldest."""
    if not holds(user, Right.PRIVACY_ANSWER):
        return []
    waiting = DataRequest.objects.unanswered().exclude(user=user).aggregate(n=Count("pk"), due=Min("answer_due_on"))
    if not waiting["n"]:
        return []
    return [
        Todo(
            title=f"Trả lời {waiting['n']} yêu cầu về dữ liệu cá nhân",
            detail="Luật yêu cầu trả lời trong 2 ngày làm việc.",
            url=reverse("cadres:data_request_list"),
            action="Mở danh sách",
            icon="shield-check",
            due_on=waiting["due"],
            tone="wait",
            is_late=waiting["due"] < timezone.localdate(),
        )
    ]


def waiting_for(user: User) -> list[Waiting]:
    """Nothing: requests are no documents of a unit and stand in no inbox."""
    return []
