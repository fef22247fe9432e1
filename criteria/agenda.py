"""What the home page and the inbox say about pledges."""

from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from accounts.inbox import address
from accounts.models import User
from accounts.todos import Panel, Todo, Waiting
from cadres.models import Appointment, Right, holds
from criteria import rules
from criteria.deadlines import pledge_dues
from criteria.models import Criterion, Duty, Owed, Period, Pledge, PledgeEntry, Progress, profile_of

TO_ANSWER = (Pledge.State.SUBMITTED, Pledge.State.APPROVED)


def todo_for(user: User) -> list[Todo]:
    """The own pledge, and those of others that wait for this user."""
    return [*_own(user), *(_to_decide(waiting) for waiting in waiting_for(user) if waiting.count), *_overdue(user)]


def _overdue(user: User) -> list[Todo]:
    """What the units below let wait twice too long, open to a decision in their place. One query."""
    count = Pledge.objects.to_stand_in(user).order_by().count() if holds(user, Right.PLEDGE_DECIDE) else 0
    return [stand_in_todo(f"{count} bản đăng ký", f"{address('dang-ky')}#duyet-thay")] if count else []


def stand_in_todo(what: str, url: str) -> Todo:
    return Todo(
        title=f"Duyệt thay được: {what}",
        detail="Cấp dưới đã để quá hạn hai lần. Duyệt thay cần ghi lý do, Bí thư ở đó vẫn còn duyệt được.",
        url=url,
        action="Xem hồ sơ quá hạn",
        icon="exclamation-triangle",
        tone="wait",
    )


def _to_decide(waiting: Waiting) -> Todo:
    return Todo(
        title=f"Duyệt {waiting.count} bản đăng ký",
        detail=f"Nộp sớm nhất ngày {waiting.oldest_on:%d/%m/%Y}." if waiting.oldest_on else "",
        url=waiting.url,
        action="Mở hộp duyệt",
        icon="inbox-stack",
        tone="wait",
    )


def _own(user: User) -> list[Todo]:
    """To begin, to finish or to put right; nothing while on leave. Two queries, four before it is begun."""
    post = _post_of(user)
    duty = _duty_of(post) if post else None
    if duty is None or post is None:
        return []
    period, pledge = duty.period, duty.own
    if pledge is None:
        return [_to_begin(period, post)] if duty.pledge == Owed.REQUIRED else []
    if pledge["entered"] and pledge["answer"] == "" and pledge["state"] in TO_ANSWER:
        return [_to_answer(period, pledge["pk"])]
    if pledge["state"] not in Pledge.EDITABLE:
        return []
    today = timezone.localdate()
    if pledge["state"] == Pledge.State.RETURNED:
        return [
            Todo(
                title=f"Sửa bản đăng ký năm {period.year}",
                detail=f"Được trả lại: “{pledge['reason']}”",
                url=reverse("criteria:pledge_step", args=[pledge["pk"], "gm"]),
                action="Sửa bản đăng ký",
                icon="arrow-uturn-left",
                due_on=period.approve_due_on,
                tone="bad",
                is_late=period.approve_due_on < today,
            )
        ]
    pledge_due_on = date.fromisoformat(pledge["due_on"])
    return [
        Todo(
            title=f"Nộp bản đăng ký rèn luyện năm {period.year}",
            detail=f"{_drafted(pledge)} Xem lại bốn tiêu chí, cam kết các điều KHÔNG rồi nộp.",
            url=reverse("criteria:pledge_step", args=[pledge["pk"], "xem-lai"]),
            action="Viết tiếp",
            icon="clipboard-document-check",
            due_on=pledge_due_on,
            is_late=pledge_due_on < today,
        )
    ]


def _drafted(pledge: dict[str, Any]) -> str:
    if pledge["kind"] == PledgeEntry.Kind.PREPARED:
        return "Đơn vị đã chuẩn bị bản nháp."
    return "Có người đang nhập hộ bản nháp này." if pledge["entered"] else "Bản nháp đã có."


def _to_answer(period: Period, pk: int) -> Todo:
    """Somebody sent it in one's name."""
    return Todo(
        title=f"Xác nhận bản đăng ký năm {period.year} được nhập hộ",
        detail="Đọc bản đã nộp, so với bản giấy đồng chí ký, rồi xác nhận hoặc nêu ý kiến.",
        url=f"{reverse('criteria:pledge_detail', args=[pk])}#nhap-ho",
        action="Xem bản nhập hộ",
        icon="clipboard-document-check",
        tone="wait",
    )


_FULL = "Chọn 1 đến 3 nội dung cho mỗi tiêu chí; có gợi ý sẵn, khoảng 5 phút."
_SHORT = "Mỗi tiêu chí chọn một việc có sẵn chỉ tiêu, khoảng 3 phút."


def _to_begin(period: Period, post: Appointment) -> Todo:
    due = pledge_dues([post], period)[post.pk].on
    return Todo(
        title=f"Đăng ký rèn luyện năm {period.year}",
        detail=_SHORT if rules.has_short_form(post.position.category, period.pledge_policy) else _FULL,
        url=reverse("criteria:pledge_mine"),
        action="Bắt đầu đăng ký",
        icon="clipboard-document-check",
        due_on=due,
        is_late=due < timezone.localdate(),
    )


def _post_of(user: User) -> Appointment | None:
    """The main post of somebody who is not on leave."""
    return Appointment.objects.owing(timezone.localdate()).filter(cadre__user=user).select_related("position").first()


def _duty_of(post: Appointment) -> Duty | None:
    """What the post owes in the open period, with the own pledge there as `own`."""
    position = post.position
    pledges = Pledge.objects.current().filter(cadre=post.cadre_id, period=OuterRef("period"))
    own = JSONObject(
        pk="pk",
        state="state",
        due_on="due_on",
        reason="return_reason",
        entered="entered_by",
        answer="entry__answer",
        kind="entry__kind",
    )
    duties = Duty.objects.filter(level=position.level, category=position.category)
    return (
        duties.filter(period__state=Period.State.OPEN, period__profile=profile_of(position.category))
        .select_related("period__pledge_policy")
        .annotate(own=Subquery(pledges.values(own=own)[:1]))
        .order_by("-period__year")
        .first()
    )


def waiting_for(user: User) -> list[Waiting]:
    """Pledges to decide on."""
    if not holds(user, Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD):
        return []
    found = Pledge.objects.to_decide(user).order_by().aggregate(count=Count("pk"), oldest=Min("submitted_at"))
    oldest = found["oldest"] and timezone.localtime(found["oldest"]).date()
    return [Waiting("Bản đăng ký", found["count"], address("dang-ky"), oldest)]


def panel_for(user: User) -> Panel | None:
    """Own progress, criterion by criterion."""
    pledges = Pledge.objects.current().filter(cadre__user=user, period__state=Period.State.OPEN)
    pledge = pledges.select_related("period").prefetch_related("items").order_by("-period__year").first()
    if pledge is None:
        return None
    rows = []
    for criterion in Criterion:
        kept = [i for i in pledge.items.all() if i.criterion == criterion and i.progress != Progress.DROPPED]
        open_items = [item for item in kept if item.progress != Progress.DONE]
        following = min(open_items, key=lambda item: item.due_on or date.max, default=None)
        rows.append(
            {"criterion": criterion, "done": len(kept) - len(open_items), "total": len(kept), "next": following}
        )
    return Panel("criteria/_pledge_panel.html", {"pledge": pledge, "rows": rows})
