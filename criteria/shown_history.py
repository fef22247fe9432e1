"""Which fields of a pledge the row history shows, and what they are called."""

from accounts.histories import Shown
from criteria.models import Pledge

PLEDGE = Shown(
    Pledge,
    "bản đăng ký",
    {
        "state": "trạng thái",
        "number": "số",
        "unit": "đơn vị",
        "deciding_unit": "nơi duyệt",
        "due_on": "hạn nộp",
        "entered_by": "người nhập hộ",
        "commitments": "điều KHÔNG đã cam kết",
        "message": "lời nhắn",
        "submitted_at": "nộp lúc",
        "decided_by": "người duyệt",
        "return_reason": "lý do trả lại",
        "minutes_no": "số biên bản",
        "minutes_on": "ngày biên bản",
    },
)
