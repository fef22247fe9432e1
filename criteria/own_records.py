"""What followed a person's pledge: changes, progress and checks, the mid-year review, meetings, calls, reminders."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from criteria.models import (
    Contact,
    DutyReminder,
    ItemCheck,
    ItemUpdate,
    MidyearReview,
    PledgeRevision,
    Solution,
    SolutionEvent,
)


def after_approval(user: User, seen_by: str, kept: str) -> list[Part]:
    return [
        Part(
            "pledge_amendments",
            "Đề nghị sửa bản đăng ký",
            "Đổi nội dung đã duyệt khi công việc thay đổi",
            seen_by,
            kept,
            ("Năm", "Lý do", "Gửi lúc", "Trạng thái", "Quyết định lúc", "Lý do không duyệt"),
            [
                (a.pledge.period.year, a.change_reason, a.submitted_at, a.get_state_display(), a.decided_at, a.reason)
                for a in _amendments(user)
            ],
        ),
        Part(
            "item_log",
            "Nhật ký tiến độ và kết quả kiểm tra",
            "Theo dõi việc thực hiện trong năm",
            seen_by,
            kept,
            ("Năm", "Nội dung", "Lúc", "Ghi nhận", "Ghi chú"),
            [(line.item.pledge.period.year, line.item.text, line.at, str(line), line.note) for line in _log(user)],
        ),
        Part(
            "midyear",
            "Tự xem lại giữa năm",
            "Xem lại việc thực hiện và giúp cán bộ khi cần",
            seen_by,
            kept,
            ("Năm", "Gửi lúc", "Nhận xét", "Cần được giúp", "Ý kiến", "Ghi chú của nơi duyệt"),
            [
                (
                    r.pledge.period.year,
                    r.submitted_at,
                    r.remark,
                    r.help_needed,
                    r.get_verdict_display(),
                    r.verdict_note,
                )
                for r in _midyear(user)
            ],
        ),
    ]


def _amendments(user: User) -> QuerySet[PledgeRevision]:
    rows = PledgeRevision.objects.amendments().filter(pledge__cadre__user=user)
    return rows.select_related("pledge__period").order_by("-submitted_at")


def _log(user: User) -> list[ItemUpdate | ItemCheck]:
    """Newest first."""
    lines: list[ItemUpdate | ItemCheck] = []
    for model in (ItemUpdate, ItemCheck):
        lines += model.objects.filter(item__pledge__cadre__user=user).select_related("item__pledge__period")
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _midyear(user: User) -> QuerySet[MidyearReview]:
    return MidyearReview.objects.filter(pledge__cadre__user=user).select_related("pledge__period")


def of_programmes(user: User, kept: str) -> list[Part]:
    """Meetings of units where the person's name is on the list, and solutions that name the person."""
    attended = SolutionEvent.objects.filter(attendances__cadre__user=user)
    charged = Solution.objects.filter(in_charge_cadre__user=user).select_related("programme__unit", "programme__period")
    purpose, seen_by = "Theo dõi chương trình của đơn vị", "Bản thân, đơn vị và cấp trên"
    return [
        Part(
            "attended",
            "Buổi đã dự",
            purpose,
            seen_by,
            kept,
            ("Ngày", "Hình thức", "Đơn vị tổ chức", "Nội dung"),
            [
                (e.held_on, e.solution.get_kind_display(), e.solution.programme.unit.name, e.solution.text)
                for e in attended.select_related("solution__programme__unit").order_by("-held_on", "-pk")
            ],
        ),
        Part(
            "solutions_in_charge",
            "Giải pháp được giao phụ trách",
            purpose,
            seen_by,
            kept,
            ("Năm", "Đơn vị", "Giải pháp", "Hạn", "Tiến độ"),
            [
                (s.programme.period.year, s.programme.unit.name, s.text, s.due_on, s.get_progress_display())
                for s in charged.order_by("-programme__period__year", "pk")
            ],
        ),
    ]


def reminded(user: User) -> list[Part]:
    """Calls and reminders, which the line of the unit reads."""
    seen_by, kept = "Người phụ trách đơn vị và cấp trên", TERM["notices"].keeps
    calls = Contact.objects.filter(cadre__user=user).select_related("period")
    reminders = DutyReminder.objects.filter(cadre__user=user).select_related("period")
    return [
        Part(
            "contacts",
            "Cuộc gọi về bản đăng ký",
            "Để không gọi trùng, biết khi nào nộp",
            seen_by,
            kept,
            ("Năm", "Kết quả", "Hẹn nộp", "Lúc"),
            [(call.period.year, call.get_outcome_display(), call.promised_on, call.at) for call in calls],
        ),
        Part(
            "reminders",
            "Lời nhắc về bản đăng ký",
            "Để mỗi người không bị nhắc nhiều lần",
            seen_by,
            kept,
            ("Năm", "Nội dung", "Hạn", "Ngày nhắc", "Kênh"),
            [
                (row.period.year, row.get_reason_display(), row.due_on, row.on, row.get_channel_display())
                for row in reminders
            ],
        ),
    ]
