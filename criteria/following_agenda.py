"""What the home page and the inbox say about approved pledges: changes asked for, checks, the mid-year review."""

from django.db.models import Count, Min, Sum
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Todo, Waiting
from cadres.models import Right, holds
from criteria import midyear_list
from criteria.agenda import stand_in_todo
from criteria.models import MidyearReview, Outcome, Period, Pledge, PledgeItem, PledgeRevision, Progress

DECIDES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)


def todo_for(user: User) -> list[Todo]:
    return [*_own(user), *_of_decider(user), *_overdue(user)]


def waiting_for(user: User) -> list[Waiting]:
    """Changes to approved pledges."""
    if not holds(user, *DECIDES):
        return []
    found = PledgeRevision.objects.to_decide(user).order_by().aggregate(n=Count("pk"), oldest=Min("submitted_at"))
    oldest = found["oldest"] and timezone.localdate(found["oldest"])
    return [Waiting("Đề nghị sửa", found["n"], address("sua-doi"), oldest)]


def tasks_for(user: User) -> list[Waiting]:
    """What a decider does on pages of its own, of which the inbox names the counts. Two queries."""
    if not holds(user, *DECIDES):
        return []
    found = (
        ("Việc báo xong cần kiểm tra", _to_check(user), reverse("criteria:check_list")),
        ("Tự xem lại giữa năm", _to_remark(user), _reviews_url()),
    )
    return [Waiting(label, count, url) for label, count, url in found if count]


def _to_check(user: User) -> int:
    found: int | None = Pledge.objects.to_check(user).order_by().aggregate(n=Sum("n_open"))["n"]
    return found or 0


def _to_remark(user: User) -> int:
    count: int = MidyearReview.objects.to_remark(user).order_by().count()
    return count


def _reviews_url() -> str:
    return f"{reverse('criteria:midyear_list')}?tinh_trang=cho"


def _overdue(user: User) -> list[Todo]:
    """What the units below let wait twice too long. One query."""
    count = PledgeRevision.objects.to_stand_in(user).order_by().count() if holds(user, Right.PLEDGE_DECIDE) else 0
    return [stand_in_todo(f"{count} đề nghị sửa", f"{address('sua-doi')}#duyet-thay")] if count else []


def _own(user: User) -> list[Todo]:
    """What the approver asks back, and the mid-year review. Two queries."""
    if not holds(user, Right.PLEDGE_WRITE):
        return []
    own = PledgeItem.objects.filter(pledge__cadre__user=user, pledge__state=Pledge.State.APPROVED)
    asked = own.filter(pledge__period__state=Period.State.OPEN, outcome=Outcome.UNCLEAR, progress=Progress.DONE)
    todos = [
        Todo(
            title="Làm rõ một nội dung đã báo xong",
            detail=f"“{item.text}”. Nơi duyệt ghi: chưa rõ.",
            url=reverse("criteria:item_detail", args=[item.pk]),
            action="Trả lời",
            icon="question-mark-circle",
            tone="bad",
        )
        for item in asked.order_by("checked_at")[:5]
    ]
    pledge = midyear_list.owed_by(user)
    return [*todos, _midyear(pledge)] if pledge else todos


def _midyear(pledge: Pledge) -> Todo:
    due_on = pledge.period.midyear_due_on
    return Todo(
        title=f"Tự xem lại giữa năm {pledge.period.year}",
        detail="Một trang: tiến độ từng nội dung, một nhận xét, cần được giúp gì. Khoảng 3 phút.",
        url=reverse("criteria:midyear_detail", args=[pledge.pk]),
        action="Viết tự xem lại",
        icon="calendar-days",
        due_on=due_on,
        is_late=due_on < timezone.localdate(),
    )


def _of_decider(user: User) -> list[Todo]:
    """Changes, what is said to be done, reviews without a remark. Three queries."""
    if not holds(user, *DECIDES):
        return []
    amendments = PledgeRevision.objects.to_decide(user).order_by().count()
    to_check, reviews = _to_check(user), _to_remark(user)
    found = (
        (
            amendments,
            f"Duyệt đề nghị sửa {amendments} bản đăng ký",
            "Bản đã duyệt vẫn dùng trong khi chờ.",
            address("sua-doi"),
            "Mở hộp duyệt",
            "pencil-square",
        ),
        (
            to_check,
            f"Kiểm tra {to_check} việc báo xong",
            "Xem minh chứng rồi ghi đạt, chưa rõ hoặc không đạt.",
            reverse("criteria:check_list"),
            "Mở danh sách",
            "check-badge",
        ),
        (
            reviews,
            f"Cho ý kiến {reviews} bản tự xem lại giữa năm",
            "Ghi đúng tiến độ, hoặc cần giúp gì.",
            _reviews_url(),
            "Mở danh sách",
            "calendar-days",
        ),
    )
    return [Todo(*said, tone="wait") for count, *said in found if count]
