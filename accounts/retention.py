"""How long the portal keeps what: one table, and one sweep that forgets what is over (docs/personal-data.md).

Each app says in its module `retention` how to find and drop what it keeps; the terms stand here together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from accounts import audit, running, sealing
from accounts.models import Job, Notification, Run, SubmitKey, User


@dataclass(frozen=True)
class Term:
    """One kind of data: what it is, how long it is kept, and what for. Without days it is never swept."""

    code: str
    what: str
    keeps: str
    why: str
    days: int | None = None

    def ends_before(self, now: datetime) -> datetime:
        """What is older than this is over."""
        return now - timedelta(days=self.days or 0)


_CONTACT_MONTHS = settings.CONTACT_MONTHS
TERMS = (
    Term("decisions", "Bản đăng ký, chuyến đi, kết quả, quyết định", "10 năm", "Hồ sơ công tác cán bộ"),
    Term("audit", "Nhật ký", "24 tháng, bỏ theo tháng đã niêm phong", "Truy vết, kiểm tra"),
    Term("drafts", "Bản nháp không gửi", "1 năm", "Để viết tiếp", 365),
    Term("notices", "Thông báo, cuộc gọi và lời nhắc", "1 năm", "Để xem lại", 365),
    Term(
        "contacts",
        "Liên hệ, ngày sinh của người đã thôi mọi chức vụ",
        f"{_CONTACT_MONTHS} tháng sau khi thôi",
        "Bàn giao công việc",
        30 * _CONTACT_MONTHS,
    ),
    Term("activations", "Mã kích hoạt đã dùng hoặc hết hạn", "30 ngày sau khi hết hạn", "Trả lời thắc mắc", 30),
    Term("previews", "Dòng của danh sách đã tải lên", "1 ngày nếu không nhập, 30 ngày nếu đã nhập", "Đối chiếu", 1),
    Term("files", "Tệp xuất ra", "7 ngày", "Để tải về", 7),
    Term("jobs", "Việc đã gửi đi (thư, tác vụ)", "30 ngày", "Tìm lỗi", 30),
    Term("forms", "Dấu chống gửi trùng", "2 ngày", "Tránh ghi hai lần", 2),
    Term("sessions", "Phiên đăng nhập đã hết hạn", "xóa trong tháng", "Đăng nhập", 0),
)
TERM = {term.code: term for term in TERMS}

# Returns the rows that are over at the moment.
Finder = Callable[[datetime], models.QuerySet]
# Counts what is over, and drops it unless it is a rehearsal.
Step = Callable[[datetime, bool], int]
STEPS: dict[str, list[Step]] = {}


def step(code: str) -> Callable[[Step], Step]:
    """Declare what one app forgets under a term of the table."""

    def register(function: Step) -> Step:
        STEPS.setdefault(TERM[code].code, []).append(function)
        return function

    return register


def dropping(code: str) -> Callable[[Finder], Finder]:
    """Declare rows that are simply deleted when the term is over."""

    def register(finder: Finder) -> Finder:
        def drop(now: datetime, is_rehearsal: bool) -> int:
            rows = finder(TERM[code].ends_before(now))
            count = rows.count()
            if count and not is_rehearsal:
                rows.delete()
            return count

        step(code)(drop)
        return finder

    return register


@dataclass(frozen=True)
class Swept:
    term: Term
    count: int


def sweep(*, is_rehearsal: bool, by: User | None = None) -> list[Swept]:
    """Forget all that is over, kind by kind, and write into the trail how much of each, if anything.

    A rehearsal only counts. Every step owns its transactions: one over all would keep the trail locked for everybody.
    """
    autodiscover_modules("retention")
    now = timezone.now()
    totals: dict[str, int] = {}
    for term in TERMS:
        for forget in STEPS.get(term.code, []):
            totals[term.code] = totals.get(term.code, 0) + forget(now, is_rehearsal)
    if not is_rehearsal and any(totals.values()):
        audit.record("retention.swept", None, by=by, after={code: count for code, count in totals.items() if count})
    return [Swept(TERM[code], count) for code, count in totals.items()]


@step("audit")
def _old_months(now: datetime, is_rehearsal: bool) -> int:
    """Counted only: the owner of the tables drops them with `audit drop`, the application cannot."""
    return sum(seal.count for seal in sealing.droppable(sealing.oldest_to_keep(timezone.localdate(now))))


@step("files")
def _files(now: datetime, is_rehearsal: bool) -> int:
    """Run by run, each file with its row; every night too, without waiting for the sweep."""
    over = Run.objects.filter(expires_at__lt=now).exclude(file="")
    return over.count() if is_rehearsal else running.remove_expired()


@dropping("notices")
def _notices(before: datetime) -> models.QuerySet:
    return Notification.objects.filter(created_at__lt=before)


@dropping("jobs")
def _jobs(before: datetime) -> models.QuerySet:
    return Job.objects.filter(state__in=[Job.State.DONE, Job.State.FAILED], due_at__lt=before)


@dropping("forms")
def _forms(before: datetime) -> models.QuerySet:
    return SubmitKey.objects.filter(created_at__lt=before)


@dropping("sessions")
def _sessions(before: datetime) -> models.QuerySet:
    return Session.objects.filter(expire_date__lt=before)
