"""What the home page and the inbox say about people who signed up by themselves."""

from datetime import date, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Panel, Todo, Waiting
from cadres.models import Registration, Right, holdings

ANSWER_WITHIN = timedelta(days=5)
SHOWN_FOR = timedelta(days=14)


def todo_for(user: User) -> list[Todo]:
    """Those who wait for this user's answer, as one line."""
    return [_to_answer(waiting) for waiting in waiting_for(user) if waiting.count]


def _to_answer(waiting: Waiting) -> Todo:
    oldest = waiting.oldest_on or timezone.localdate()
    due_on = oldest + ANSWER_WITHIN
    return Todo(
        title=f"Xác nhận {waiting.count} người tự đăng ký tài khoản",
        detail=f"Gửi sớm nhất ngày {oldest:%d/%m/%Y}. Chưa có trả lời thì họ chỉ thấy trang chờ.",
        url=waiting.url,
        action="Mở danh sách chờ",
        icon="user-plus",
        due_on=due_on,
        tone="wait",
        is_late=due_on < timezone.localdate(),
    )


def waiting_for(user: User) -> list[Waiting]:
    if not any(holding.right == Right.PEOPLE_CONFIRM and holding.path for holding in holdings(user)):
        return []
    found = Registration.objects.visible_to(user).waiting().aggregate(count=Count("pk"), oldest=Min("sent_at"))
    oldest: date | None = found["oldest"] and timezone.localtime(found["oldest"]).date()
    return [Waiting("Đăng ký tài khoản", found["count"], address("tai-khoan"), oldest)]


def panel_for(user: User) -> Panel | None:
    """For two weeks after the answer: who confirmed, and the way to say that the unit is a wrong one."""
    since = timezone.now() - SHOWN_FOR
    settled = Registration.objects.with_all().filter(user=user, state__in=Registration.SETTLED, decided_at__gte=since)
    registration = settled.first()
    return Panel("cadres/_registration_panel.html", {"registration": registration}) if registration else None
