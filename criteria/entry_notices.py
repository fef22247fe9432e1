"""What people are told about a pledge that somebody else wrote for them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.notifying import notify, notify_many
from cadres.deciding import deciders
from cadres.models import Right, Unit
from criteria.models import Period, Pledge, PledgeEntry


def entered(pledge: Pledge, *, by: User) -> None:
    """Tell the person that something was sent in his name."""
    notify(
        _of(pledge.cadre.user),
        kind="pledge.entered",
        subject=f"Bản đăng ký năm {pledge.period.year} của đồng chí đã được nhập hộ",
        body=f"Đồng chí {by.full_name} nhập theo bản giấy đồng chí đã ký. Mở ra đọc, rồi xác nhận hoặc nêu ý kiến.",
        url=pledge.get_absolute_url(),
        key=f"pledge-entered:{pledge.pk}:{pledge.version}",
    )


def answered(pledge: Pledge, entry: PledgeEntry, *, deciding_unit: Unit | None = None) -> None:
    """Tell who entered it; an objection also tells whoever has to decide, or has decided."""
    key = f"pledge-entry-answered:{pledge.pk}:{pledge.version}:{entry.answer}"
    if entry.answer == PledgeEntry.Answer.CONFIRMED:
        notify(
            _of(entry.by),
            kind="pledge.entry_confirmed",
            subject=f"Đồng chí {pledge.cadre} xác nhận bản đăng ký nhập hộ",
            body=f"Bản đăng ký năm {pledge.period.year} đúng với bản giấy.",
            url=pledge.get_absolute_url(),
            key=key,
        )
        return
    told = {user.pk: user for user in _of(entry.by)}
    if deciding_unit:
        told |= {user.pk: user for user in deciders(deciding_unit, Right.PLEDGE_DECIDE, exclude=pledge.cadre)}
    notify(
        told.values(),
        kind="pledge.objected",
        subject=f"Đồng chí {pledge.cadre} không đồng ý bản đăng ký nhập hộ",
        body=f"Bản đăng ký trở lại bản nháp để sửa. Ý kiến: “{entry.objection}”",
        url=pledge.get_absolute_url(),
        key=key,
    )
    notify(
        _of(pledge.cadre.user),
        kind="pledge.objection_taken",
        subject=f"Đã ghi ý kiến của đồng chí về bản đăng ký năm {pledge.period.year}",
        body="Bản đăng ký trở lại bản nháp. Đồng chí tự sửa rồi nộp, hoặc nhờ người đã nhập hộ sửa lại.",
        url=reverse("criteria:pledge_mine"),
        key=key,
    )


def prepared(users: Iterable[User], period: Period, *, by: User | None) -> None:
    """Tell people that the unit prepared their drafts; once a day, however many workbooks it takes."""
    who = f"Đồng chí {by.full_name}" if by else "Đơn vị"
    notify_many(
        users,
        kind="pledge.prepared",
        subject=f"Đơn vị đã chuẩn bị bản nháp đăng ký năm {period.year} cho đồng chí",
        body=f"{who} đưa vào từ tệp của đơn vị. Mở ra đọc, sửa cho đúng, tự cam kết từng điều KHÔNG rồi nộp.",
        url=reverse("criteria:pledge_mine"),
        key=f"pledge-prepared:{period.pk}:{timezone.localdate()}",
    )


def _of(user: User | None) -> list[User]:
    return [user] if user else []
