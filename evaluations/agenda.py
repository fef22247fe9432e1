"""What this app tells the home page: one's own sheet, and the work on others'."""

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.models import Right, away_on, holds
from evaluations.models import Evaluation, Source, SourceAssessment
from evaluations.waiting import TASKS, Task, conditions, has_work


def todo_for(user: User) -> list[Todo]:
    return [*_own(user), *_of_others(user)]


def waiting_for(user: User) -> list[Waiting]:
    """One line for all evaluations: how many wait for any step of this person's."""
    if not has_work(user):
        return []
    counts = _counts(user)
    total = sum(counts[task.code] for task in TASKS)
    return [Waiting("Đánh giá", total, reverse("evaluations:inbox"))]


def _own(user: User) -> list[Todo]:
    if not holds(user, Right.EVALUATION_SELF):
        return []
    sent = SourceAssessment.objects.filter(source=Source.SELF, state=SourceAssessment.State.SUBMITTED)
    mine = Evaluation.objects.filter(
        ~away_on(timezone.localdate()), cadre__user=user, state=Evaluation.State.OPEN, period__state="open"
    )
    return [
        Todo(
            title=f"Gửi phiếu tự đánh giá năm {row.period.year}",
            detail="Nội dung đã đăng ký được điền sẵn làm minh chứng, khoảng 10 phút.",
            url=reverse("evaluations:self_assess", args=[row.pk]),
            action="Tự đánh giá",
            icon="pencil-square",
            due_on=row.period.self_due_on,
            is_late=row.period.self_due_on < timezone.localdate(),
        )
        for row in mine.exclude(pk__in=sent.values("evaluation")).select_related("period")
    ]


def _of_others(user: User) -> list[Todo]:
    if not has_work(user):
        return []
    counts, today = _counts(user), timezone.localdate()
    return [
        Todo(
            title=f"{counts[task.code]} {task.noun}",
            detail=task.detail,
            url=f"{reverse('evaluations:inbox')}?viec={task.code}",
            action=task.action,
            icon="scale",
            due_on=due,
            is_late=due is not None and due < today,
        )
        for task in TASKS
        if counts[task.code]
        for due in [counts[f"{task.code}_due"]]
    ]


def _counts(user: User) -> dict[str, Any]:
    """How many of each kind and the earliest date, in one query; kept for the request, home and shell both ask."""
    kept: dict[str, Any] | None = user.__dict__.get("_evaluation_counts")
    if kept is None:
        found = conditions(user)
        kept = user.__dict__["_evaluation_counts"] = Evaluation.objects.aggregate(
            **{task.code: Count("pk", filter=found[task.code]) for task in TASKS},
            **{f"{task.code}_due": Min(f"period__{task.due_field}", filter=found[task.code]) for task in TASKS},
        )
    return kept


def tasks_for(user: User) -> list[Waiting]:
    """Each kind of work that there is, for the inbox: it is done on the page of that work."""
    if not has_work(user):
        return []
    url = reverse("evaluations:inbox")
    return [
        Waiting(f"Đánh giá: {task.label.lower()}", count, f"{url}?viec={task.code}")
        for task, count in tabs_for(user)
        if count
    ]


def tabs_for(user: User) -> list[tuple[Task, int]]:
    """The kinds of work with their counts, for the head of the inbox."""
    counts = _counts(user)
    return [(task, counts[task.code]) for task in TASKS]
