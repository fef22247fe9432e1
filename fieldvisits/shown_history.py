"""Which fields of a plan the row history shows, and what they are called."""

from accounts.histories import Shown
from fieldvisits.models import VisitPlan

PLAN = Shown(
    VisitPlan,
    "bảng đăng ký",
    {
        "state": "trạng thái",
        "unit": "đơn vị",
        "deciding_unit": "nơi duyệt",
        "submitted_at": "nộp lúc",
        "decided_by": "người duyệt",
        "return_reason": "lý do trả lại",
        "minutes_no": "số biên bản",
        "minutes_on": "ngày biên bản",
    },
)
