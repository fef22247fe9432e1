"""What a person pledged and was called about, took part in, is in charge of, and offered to others as a good model."""

from django.db.models import Count

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from criteria import own_records
from criteria.models import (
    Extension,
    GoodModel,
    Pledge,
    PledgeEntry,
    PledgeItem,
    PledgeLinks,
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
        *own_records.of_programmes(user, kept),
        *own_records.after_approval(user, seen_by, kept),
        *own_records.reminded(user),
    ]
