"""What a person pledged and was called about, took part in, is in charge of, and offered to others as a good model."""

from django.db.models import Count, QuerySet

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from criteria.models import (
    Contact,
    DutyReminder,
    Extension,
    GoodModel,
    ItemCheck,
    ItemUpdate,
    MidyearReview,
    Pledge,
    PledgeEntry,
    PledgeItem,
    PledgeLinks,
    PledgeRevision,
    Solution,
    SolutionEvent,
)


def parts_for(user: User) -> list[Part]:
    pledges = Pledge.objects.filter(cadre__user=user).select_related("period", "unit").order_by("-period__year")
    items = PledgeItem.objects.filter(pledge__cadre__user=user).select_related("pledge__period")
    extensions = Extension.objects.filter(cadre__user=user).select_related("period").order_by("-granted_at")
    entries = PledgeEntry.objects.filter(pledge__cadre__user=user).select_related("pledge__period", "by")
    entries = entries.annotate(photos=Count("papers")).order_by("-pledge__period__year")
    seen_by = "Bản thân, nơi duyệt, đơn vị và cấp trên, Ủy ban Kiểm tra"
    seen_by += "; của Bí thư, Phó Bí thư cấp tỉnh, cấp huyện khi đã duyệt: cán bộ trong đơn vị và cấp dưới"
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
            "extensions",
            "Gia hạn bản đăng ký",
            "Cho thêm thời gian khi gặp khó khăn",
            seen_by,
            kept,
            ("Năm", "Hạn mới", "Lý do", "Gia hạn lúc", "Thu lại lúc"),
            [(e.period.year, e.due_on, e.reason, e.granted_at, e.revoked_at) for e in extensions],
        ),
        Part(
            "pledge_links",
            "Chương trình rèn luyện đoàn viên, kế hoạch công tác năm",
            "Đối chiếu với nội dung đã đăng ký (Kế hoạch 283-KH/TĐTN-TCKT, mục IV.2)",
            seen_by,
            kept,
            ("Năm", "Đã đăng ký chương trình", "Số đăng ký", "Số kế hoạch", "Tệp kế hoạch"),
            [
                (
                    links.pledge.period.year,
                    {True: "có", False: "chưa", None: ""}[links.has_youth_programme],
                    links.youth_programme_no,
                    links.work_plan_no,
                    links.work_plan.name if links.work_plan else "",
                )
                for links in PledgeLinks.objects.filter(pledge__cadre__user=user)
                .select_related("pledge__period", "work_plan")
                .order_by("-pledge__period__year")
            ],
        ),
        Part(
            "pledge_entries",
            "Bản đăng ký người khác nhập hộ hoặc chuẩn bị",
            "Giúp người không tự nhập được; đối chiếu với bản giấy đã ký",
            seen_by,
            kept,
            ("Năm", "Cách", "Người nhập", "Lúc", "Số ảnh bản giấy", "Đồng chí trả lời", "Ý kiến"),
            [
                (
                    entry.pledge.period.year,
                    entry.get_kind_display(),
                    entry.by.full_name,
                    entry.at,
                    entry.photos,
                    entry.get_answer_display(),
                    entry.objection,
                )
                for entry in entries
            ],
        ),
        Part(
            "good_models",
            "Mô hình hay đã đề xuất",
            "Giới thiệu cách làm hay để nơi khác học theo; nêu tên khi chính người đó đề xuất",
            "Mọi người dùng Cổng khi đã công nhận; trước đó là nơi xét, đơn vị và cấp trên",
            TERM["decisions"].keeps,
            ("Tên mô hình", "Đơn vị", "Trạng thái", "Đề xuất lúc", "Kết quả", "Hỏi thêm"),
            [
                (m.title, m.unit.name, m.get_state_display(), m.proposed_at, m.result, m.contact)
                for m in GoodModel.objects.filter(proposed_by=user).select_related("unit").order_by("proposed_at")
            ],
        ),
        *_of_programmes(user, kept),
        *_reminded(user),
    ]


def _of_programmes(user: User, kept: str) -> list[Part]:
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
