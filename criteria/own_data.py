"""What a person pledged, and how they were called and reminded about it."""

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from criteria.models import Contact, DutyReminder, Pledge, PledgeItem


def parts_for(user: User) -> list[Part]:
    pledges = Pledge.objects.filter(cadre__user=user).select_related("period", "unit").order_by("-period__year")
    items = PledgeItem.objects.filter(pledge__cadre__user=user).select_related("pledge__period")
    seen_by = "Bản thân, nơi duyệt, đơn vị và cấp trên, Ủy ban Kiểm tra"
    kept = f"{TERM['decisions'].keeps}; bản nháp không gửi: {TERM['drafts'].keeps}"
    return [
        Part(
            "pledges",
            "Bản đăng ký rèn luyện",
            "Đăng ký và theo dõi rèn luyện trong năm",
            seen_by,
            kept,
            ("Năm", "Số", "Đơn vị", "Trạng thái", "Nộp lần đầu", "Quyết định lúc"),
            [
                (p.period.year, p.number, p.unit.name, p.get_state_display(), p.first_submitted_at, p.decided_at)
                for p in pledges
            ],
        ),
        Part(
            "pledge_items",
            "Nội dung đã đăng ký",
            "Đăng ký và theo dõi rèn luyện trong năm",
            seen_by,
            kept,
            ("Năm", "Tiêu chí", "Nội dung", "Chỉ tiêu", "Hạn", "Tiến độ", "Ghi chú tiến độ"),
            [
                (
                    i.pledge.period.year,
                    i.get_criterion_display(),
                    i.text,
                    i.target,
                    i.due_on,
                    i.get_progress_display(),
                    i.progress_note,
                )
                for i in items.order_by("-pledge__period__year", "pledge", "order")
            ],
        ),
        *_reminded(user),
    ]


def _reminded(user: User) -> list[Part]:
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
