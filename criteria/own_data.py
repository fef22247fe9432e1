"""What a person pledged."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from criteria.models import ItemCheck, ItemUpdate, MidyearReview, Pledge, PledgeItem, PledgeRevision


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
            ("Năm", "Tiêu chí", "Nội dung", "Chỉ tiêu", "Hạn", "Tiến độ", "Ghi chú tiến độ", "Kết quả kiểm tra"),
            [
                (
                    i.pledge.period.year,
                    i.get_criterion_display(),
                    i.text,
                    i.target,
                    i.due_on,
                    i.get_progress_display(),
                    i.progress_note,
                    i.get_outcome_display(),
                )
                for i in items.order_by("-pledge__period__year", "pledge", "order")
            ],
        ),
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
