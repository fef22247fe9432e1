"""Where a person planned to go and went."""

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from fieldvisits.models import Visit, VisitPlan

_SEEN_BY = "Bản thân, nơi duyệt, đơn vị và cấp trên, Ủy ban Kiểm tra"


def parts_for(user: User) -> list[Part]:
    plans = VisitPlan.objects.filter(cadre__user=user).select_related("period").order_by("-period__year", "-quarter")
    visits = Visit.objects.filter(cadre__user=user).order_by("-starts_on")
    return [
        Part(
            "plans",
            "Bảng đăng ký đi cơ sở",
            "Sắp xếp việc đi cơ sở theo quý",
            _SEEN_BY,
            f"{TERM['decisions'].keeps}; bản nháp không gửi: {TERM['drafts'].keeps}",
            ("Năm", "Quý", "Trạng thái", "Nộp lúc", "Quyết định lúc"),
            [(p.period.year, p.quarter, p.get_state_display(), p.submitted_at, p.decided_at) for p in plans],
        ),
        Part(
            "visits",
            "Chuyến đi cơ sở và báo cáo",
            "Theo dõi việc sâu sát cơ sở",
            f"{_SEEN_BY}, đơn vị được đến",
            TERM["decisions"].keeps,
            ("Từ ngày", "Đến ngày", "Nơi đến", "Trạng thái", "Đã làm", "Tình hình nắm được", "Khó khăn"),
            [
                (v.starts_on, v.ends_on, v.host_name, v.get_state_display(), v.work_done, v.situation, v.findings)
                for v in visits
            ],
        ),
    ]
