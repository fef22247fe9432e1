"""What people are told about a pledge, and taking it back."""

from accounts.inbox import address
from accounts.models import User
from accounts.notifying import notify, withdraw
from cadres.deciding import deciders, recorders
from cadres.models import Right
from cadres.standing_in import tell_passed_over
from criteria.models import Pledge
from criteria.rules import UNDO_TIME


def submitted(pledge: Pledge) -> None:
    """Tell whoever decides; where a body does, also those who enter its minutes."""
    users: list[User] = deciders(pledge.deciding_unit, Right.PLEDGE_DECIDE, exclude=pledge.cadre)
    if pledge.is_by_minutes:
        users = [*{*users, *recorders(pledge.deciding_unit, Right.PLEDGE_RECORD, exclude=pledge.cadre)}]
    is_again = pledge.submitted_at != pledge.first_submitted_at
    notify(
        users,
        kind="pledge.submitted",
        subject=f"{pledge.cadre} {'gửi lại' if is_again else 'nộp'} bản đăng ký năm {pledge.period.year}",
        body=f"Đồng chí {pledge.cadre}, {pledge.appointment}. Hạn duyệt {pledge.period.approve_due_on:%d/%m/%Y}.",
        url=address("dang-ky", pledge.pk),
        key=f"pledge-submitted:{pledge.pk}:{pledge.version}",
    )


def decided(pledge: Pledge) -> None:
    """Tell the person; the mail waits as long as the decision can be undone."""
    is_approved = pledge.state == Pledge.State.APPROVED
    word = "đã được duyệt" if is_approved else "được trả lại để sửa"
    body = "Bản đăng ký đã khóa. Cập nhật tiến độ từng nội dung trong năm." if is_approved else pledge.return_reason
    notify(
        _own_user(pledge),
        kind=f"pledge.{pledge.state}",
        subject=f"Bản đăng ký năm {pledge.period.year} của đồng chí {word}",
        body=body,
        url=pledge.get_absolute_url(),
        key=_decision_key(pledge),
        mail_delay=UNDO_TIME,
    )


def passed_over(pledge: Pledge, *, by: User) -> None:
    """Tell the secretary in whose place it was decided."""
    word = "duyệt" if pledge.state == Pledge.State.APPROVED else "trả lại"
    what = f"{word} bản đăng ký năm {pledge.period.year} của {pledge.cadre}"
    tell_passed_over(pledge, Right.PLEDGE_DECIDE, what=what, by=by, key=_place_key(pledge))


def undone(pledge: Pledge) -> None:
    withdraw(_decision_key(pledge), _own_user(pledge))
    if pledge.in_place_of:
        withdraw(_place_key(pledge), deciders(pledge.in_place_of, Right.PLEDGE_DECIDE, absent_too=True))


def _place_key(pledge: Pledge) -> str:
    return f"pledge-in-place:{pledge.pk}:{pledge.version}"


def _decision_key(pledge: Pledge) -> str:
    return f"pledge-decided:{pledge.pk}:{pledge.version}"


def _own_user(pledge: Pledge) -> list[User]:
    return [pledge.cadre.user] if pledge.cadre.user else []
