"""What people are told about a pledge after its approval: amendments, checked items, the mid-year review."""

from datetime import datetime

from django.urls import reverse

from accounts.inbox import address
from accounts.models import User
from accounts.notifying import notify, withdraw
from cadres.deciding import deciders, recorders
from cadres.models import Right, Unit
from cadres.standing_in import tell_passed_over
from criteria.models import ItemCheck, MidyearReview, Outcome, Pledge, PledgeItem, PledgeRevision
from criteria.rules import UNDO_TIME


def _own_user(pledge: Pledge) -> list[User]:
    return [pledge.cadre.user] if pledge.cadre.user else []


def _deciders(unit: Unit, pledge: Pledge, *, is_by_minutes: bool = False) -> list[User]:
    users: list[User] = deciders(unit, Right.PLEDGE_DECIDE, exclude=pledge.cadre)
    if is_by_minutes:
        users = [*{*users, *recorders(unit, Right.PLEDGE_RECORD, exclude=pledge.cadre)}]
    return users


def proposed(amendment: PledgeRevision) -> None:
    pledge = amendment.pledge
    notify(
        _deciders(amendment.deciding_unit, pledge, is_by_minutes=amendment.is_by_minutes),
        kind="pledge.amendment_proposed",
        subject=f"{pledge.cadre} đề nghị sửa bản đăng ký năm {pledge.period.year}",
        body=f"Lý do: {amendment.change_reason}",
        url=address("sua-doi", amendment.pk),
        key=f"amendment-proposed:{amendment.pk}:{amendment.version}",
    )


def progress_entered(item: PledgeItem, pledge: Pledge, *, by: User, at: datetime) -> None:
    """Tell the person what was reported in his name: he may put it right by reporting it himself."""
    notify(
        _own_user(pledge),
        kind="pledge.progress_entered",
        subject=f"Đồng chí {by} báo tiến độ hộ: {item.get_progress_display().lower()}",
        body=f"{item.text} Không đúng thì đồng chí tự báo lại tiến độ của nội dung này.",
        url=reverse("criteria:item_detail", args=[item.pk]),
        key=f"progress-entered:{item.pk}:{at:%Y%m%d%H%M%S%f}",
    )


def amendment_decided(amendment: PledgeRevision, *, by: User) -> None:
    """Tell the person, and the secretary in whose place it was decided."""
    is_accepted = amendment.state == PledgeRevision.State.ACCEPTED
    year, cadre = amendment.pledge.period.year, amendment.pledge.cadre
    notify(
        _own_user(amendment.pledge),
        kind=f"pledge.amendment_{amendment.state}",
        subject=f"Đề nghị sửa bản đăng ký năm {year} của đồng chí {'đã' if is_accepted else 'không'} được duyệt",
        body="Bản đăng ký đã đổi theo đề nghị." if is_accepted else amendment.reason,
        url=amendment.get_absolute_url(),
        key=_amendment_key(amendment),
        mail_delay=UNDO_TIME,
    )
    what = f"{'duyệt' if is_accepted else 'không duyệt'} đề nghị sửa bản đăng ký năm {year} của {cadre}"
    tell_passed_over(amendment, Right.PLEDGE_DECIDE, what=what, by=by, key=_place_key(amendment))


def amendment_undone(amendment: PledgeRevision) -> None:
    withdraw(_amendment_key(amendment), _own_user(amendment.pledge))
    if amendment.in_place_of:
        withdraw(_place_key(amendment), deciders(amendment.in_place_of, Right.PLEDGE_DECIDE, absent_too=True))


def _amendment_key(amendment: PledgeRevision) -> str:
    return f"amendment-decided:{amendment.pk}:{amendment.version}"


def _place_key(amendment: PledgeRevision) -> str:
    return f"amendment-in-place:{amendment.pk}:{amendment.version}"


def checked(check: ItemCheck, item: PledgeItem, pledge: Pledge) -> None:
    """What is met needs no word; what is not clear asks the person back."""
    if check.outcome == Outcome.MET:
        return
    is_unclear = check.outcome == Outcome.UNCLEAR
    notify(
        _own_user(pledge),
        kind=f"pledge.item_{check.outcome}",
        subject="Cần đồng chí làm rõ một nội dung đã báo xong" if is_unclear else "Một nội dung được ghi: không đạt",
        body=f"“{item.text}”. {check.note}",
        url=reverse("criteria:item_detail", args=[item.pk]),
        key=f"item-checked:{check.pk}",
    )


def answered(check: ItemCheck, item: PledgeItem, pledge: Pledge, note: str) -> None:
    """Whoever asked hears the answer."""
    notify(
        [check.by],
        kind="pledge.item_answered",
        subject=f"{pledge.cadre} đã làm rõ một nội dung",
        body=f"“{item.text}”. {note}",
        url=reverse("criteria:item_detail", args=[item.pk]),
        key=f"item-answered:{check.pk}",
    )


def midyear_sent(review: MidyearReview, unit: Unit) -> None:
    pledge = review.pledge
    notify(
        _deciders(unit, pledge),
        kind="pledge.midyear_sent",
        subject=f"{pledge.cadre} gửi tự xem lại giữa năm {pledge.period.year}",
        body=f"Cần được giúp: {review.help_needed}" if review.help_needed else review.remark,
        url=reverse("criteria:midyear_detail", args=[pledge.pk]),
        key=f"midyear-sent:{review.pk}:{review.version}",
    )


def midyear_remarked(review: MidyearReview) -> None:
    notify(
        _own_user(review.pledge),
        kind="pledge.midyear_remarked",
        subject=f"Có ý kiến về tự xem lại giữa năm của đồng chí: {review.get_verdict_display().lower()}",
        body=review.verdict_note or "Tiếp tục thực hiện như đã đăng ký.",
        url=reverse("criteria:midyear_detail", args=[review.pledge_id]),
        key=f"midyear-remarked:{review.pk}:{review.version}",
    )
