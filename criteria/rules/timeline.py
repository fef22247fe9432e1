"""The steps of a year in the words of those who take them: done, how many working days are left, or how late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from accounts.working_days import working_days_between
from criteria.models import Period


@dataclass(frozen=True)
class Own:
    """What is known of one person's pledge: by when, since when it is sent, and when it was approved."""

    due_on: date
    sent_on: date | None = None
    approved_on: date | None = None
    is_extended: bool = False


@dataclass(frozen=True)
class Step:
    """One step; `tone` is done, now, late, over (its day has passed, whoever did it) or next."""

    label: str
    due_on: date
    note: str
    tone: str
    opens_on: date | None = None
    is_today: bool = False


def time_left(today: date, due_on: date, days_off: Collection[date]) -> str:
    """ "còn 5 ngày làm việc", "hạn hôm nay", "quá hạn 2 ngày"."""
    if due_on < today:
        return f"quá hạn {(today - due_on).days} ngày"
    if due_on == today:
        return "hạn hôm nay"
    left = working_days_between(today, due_on, days_off)
    return f"còn {left} ngày làm việc" if left else "chỉ còn ngày nghỉ"


def timeline(period: Period, today: date, days_off: Collection[date], own: Own | None = None) -> list[Step]:
    """The steps by their day, with today among them. Of a person the own step says what was done."""
    p = period
    pledge = own.due_on if own else p.pledge_due_on
    spans: list[tuple[str, date | None, date, date | None]] = [
        (
            "Nộp bản đăng ký" + (" (gia hạn)" if own and own.is_extended else ""),
            p.opens_on,
            pledge,
            own and own.sent_on,
        ),
        ("Duyệt bản đăng ký", None, max(p.approve_due_on, pledge), own and own.approved_on),
        ("Tự kiểm tra giữa năm", p.midyear_opens_on, p.midyear_due_on, None),
        ("Đoàn viên, thanh niên góp ý", p.feedback_opens_on, p.feedback_closes_on, None),
        ("Tự đánh giá", p.self_opens_on, p.self_due_on, None),
        ("Cấp bộ Đoàn đánh giá", p.self_due_on, p.union_due_on, None),
        ("Cấp ủy nhận xét", p.self_due_on, p.party_due_on, None),
        ("Thông báo kết quả", p.appraise_due_on, p.notify_due_on, None),
        ("Đề nghị xem xét lại", p.notify_due_on, p.reconsider_due_on, None),
        ("Đóng kỳ", None, p.closes_on, None),
    ]
    if own is None:
        spans.insert(0, ("Đơn vị đặt tiêu chí trọng tâm", p.opens_on, p.focus_due_on, None))
        spans.insert(1, ("Lãnh đạo nộp bản đăng ký", p.opens_on, p.leader_pledge_due_on, None))
    steps = [
        _step(*span, is_own=own is not None and n == 0, today=today, days_off=days_off) for n, span in enumerate(spans)
    ]
    steps.append(Step("Hôm nay", today, "", "now", is_today=True))
    return sorted(steps, key=lambda step: (step.due_on, not step.is_today))


def _step(
    label: str,
    opens_on: date | None,
    due_on: date,
    done_on: date | None,
    *,
    is_own: bool,
    today: date,
    days_off: Collection[date],
) -> Step:
    if done_on:
        return Step(label, due_on, f"xong {done_on:%d/%m/%Y}", "done", opens_on)
    if due_on < today:
        late = time_left(today, due_on, days_off)
        return Step(label, due_on, late if is_own else "đã qua", "late" if is_own else "over", opens_on)
    if opens_on and opens_on > today:
        return Step(label, due_on, f"mở {opens_on:%d/%m/%Y}", "next", opens_on)
    return Step(label, due_on, time_left(today, due_on, days_off), "now" if opens_on else "next", opens_on)


def soon(steps: list[Step], most: int = 4) -> list[Step]:
    """What is late or running and what comes next, for a small place."""
    open_steps = [step for step in steps if step.tone in {"late", "now", "next"} and not step.is_today]
    return open_steps[:most]
