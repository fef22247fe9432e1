"""What happens when a period is opened, closed or locked, counted before anybody says yes."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Holiday
from cadres import open_documents
from cadres.models import Appointment
from criteria.models import Duty, Owed, Period, Pledge, Programme, profile_of

State = Pledge.State


@dataclass(frozen=True)
class Line:
    """One thing that will be so; `is_warning` when something is left undone or missing."""

    words: str
    is_warning: bool = False
    url: str = ""


@dataclass(frozen=True)
class Move:
    """A move of a period: the act, its words, and what it brings."""

    act: str
    label: str
    note: str
    lines: list[Line]


def next_move(period: Period) -> Move | None:
    """The one move that the state allows; None when the period is locked."""
    if period.state == Period.State.DRAFT:
        return Move("mo", "Mở kỳ", "Cán bộ bắt đầu đăng ký từ lúc mở.", _opening(period))
    if period.state == Period.State.OPEN:
        return Move("dong", "Đóng kỳ", "Từ lúc đóng không nhận gì thêm trong kỳ này.", _closing(period))
    if period.state == Period.State.CLOSED:
        return Move("khoa", "Khóa kỳ", "Khóa hẳn, không sửa được nữa.", _locking(period))
    return None


def _opening(period: Period) -> list[Line]:
    today = timezone.localdate()
    lines = [
        Line(f"{_owing(period)} cán bộ đang giữ chức vụ thuộc diện phải đăng ký."),
        Line("Quy định của kỳ được giữ nguyên từ lúc mở; các mốc thời gian vẫn dời được, kèm lý do."),
    ]
    if not Holiday.objects.in_year(period.closes_on.year).exists():
        words = f"Bảng ngày nghỉ chưa có ngày nào của năm {period.closes_on.year}: số ngày làm việc sẽ tính thiếu."
        lines.append(
            Line(words, is_warning=True, url=f"{reverse('criteria:holiday_list')}?nam={period.closes_on.year}")
        )
    if period.pledge_due_on < today:
        words = f"Hạn nộp bản đăng ký {period.pledge_due_on:%d/%m/%Y} đã qua: mọi người sẽ bị ghi là sau hạn."
        lines.append(Line(words, is_warning=True, url=reverse("criteria:period_edit", args=[period.pk])))
    return lines


def _owing(period: Period) -> int:
    """Main posts of today whose category owes a pledge in this period."""
    duties = Duty.objects.filter(period=period, pledge=Owed.REQUIRED).values_list("level", "category")
    condition = Q(pk__in=[])
    for level, category in duties:
        if profile_of(category) == period.profile:
            condition |= Q(position__level=level, position__category=category)
    return Appointment.objects.valid_on(timezone.localdate()).main().filter(condition).count()


def _closing(period: Period) -> list[Line]:
    pledges, listed = Pledge.objects.filter(period=period), reverse("criteria:pledge_list")
    states = (
        (State.APPROVED, "bản đăng ký đã duyệt được chốt, không cập nhật tiến độ được nữa.", False),
        (State.SUBMITTED, "bản đăng ký còn chờ duyệt ở lại như vậy, không ai duyệt được nữa.", True),
        (State.RETURNED, "bản đăng ký được trả lại mà chưa gửi lại.", True),
        (State.DRAFT, "bản nháp ở lại, người viết vẫn đọc được nhưng không nộp được.", True),
    )
    found = [(pledges.filter(state=state).count(), words, warns, state) for state, words, warns in states]
    lines = [
        Line(f"{count} {words}", warns, f"{listed}?ky={period.pk}&trang_thai={state}")
        for count, words, warns, state in found
        if count
    ]
    programmes = Programme.objects.filter(period=period).exclude(state=Programme.State.APPROVED).count()
    if programmes:
        lines.append(Line(f"{programmes} chương trình của đơn vị chưa được duyệt.", is_warning=True))
    return lines + _still_open(period)


def _still_open(period: Period) -> list[Line]:
    """Of the documents of other apps: plans, visits, evaluations."""
    others = [(label, count) for label, count in open_documents.counted(Q(period=period)) if label != _PLEDGES]
    return [Line(f"{label}: {count} chưa xong.", is_warning=True) for label, count in others]


_PLEDGES = "Bản đăng ký rèn luyện"


def _locking(period: Period) -> list[Line]:
    return [Line("Số liệu, bản đăng ký, kết quả của kỳ chỉ còn để đọc."), *_still_open(period)]
