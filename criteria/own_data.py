"""What a person pledged, took part in, is in charge of, and offered to others as a good model."""

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from criteria.models import GoodModel, Pledge, PledgeItem, Solution, SolutionEvent


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
    ]
