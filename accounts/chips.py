"""One vocabulary of states: which word, colour and icon stands for each state of each kind of document."""

from dataclasses import dataclass
from datetime import date

CRITERIA = {
    "GM": ("star", "Gương mẫu"),
    "ST": ("light-bulb", "Sáng tạo"),
    "TN": ("shield-check", "Trách nhiệm"),
    "SS": ("map-pin", "Sâu sát cơ sở"),
}
TONE_ICONS = {
    "ok": "check-circle",
    "wait": "clock",
    "bad": "exclamation-triangle",
    "info": "calendar-days",
    "idle": "minus-circle",
    "lock": "lock-closed",
}
SOON_DAYS = 3


@dataclass(frozen=True)
class Chip:
    tone: str
    icon: str
    text: str


def icon_for(tone: str) -> str:
    return TONE_ICONS[tone]


_NONE = Chip("idle", "minus-circle", "Chưa đăng ký")
_DRAFT = Chip("idle", "pencil-square", "Nháp")
_SUBMITTED = Chip("wait", "clock", "Chờ duyệt")
_RETURNED = Chip("bad", "arrow-uturn-left", "Trả lại")
_APPROVED = Chip("ok", "check-circle", "Đã duyệt")
_CANCELLED = Chip("idle", "x-circle", "Đã hủy")

STATES: dict[str, dict[str, Chip]] = {
    "pledge": {
        "none": _NONE,
        "away": Chip("idle", "pause-circle", "Đang nghỉ"),
        "draft": _DRAFT,
        "submitted": _SUBMITTED,
        "resubmitted": Chip("wait", "arrow-path", "Gửi lại lần 2"),
        "passed_on": Chip("wait", "clock", "Ban đã xem, chờ duyệt"),
        "returned": _RETURNED,
        "approved": _APPROVED,
        "closed": Chip("lock", "lock-closed", "Đã chốt"),
        "cancelled": _CANCELLED,
    },
    "statement_set": {
        "draft": Chip("wait", "pencil-square", "Đang soạn"),
        "published": Chip("ok", "check-circle", "Đã ban hành"),
    },
    "reorganisation": {
        "draft": Chip("wait", "eye", "Xem trước"),
        "planned": Chip("info", "calendar-days", "Chờ đến ngày"),
        "done": Chip("ok", "check-circle", "Đã thực hiện"),
        "cancelled": _CANCELLED,
    },
    "hand_decision": {
        "open": Chip("wait", "clock", "Chờ quyết định"),
        "placed": Chip("ok", "check-circle", "Đã sắp xếp"),
        "left": Chip("idle", "minus-circle", "Thôi giữ chức vụ"),
    },
    "plan": {
        "none": _NONE,
        "draft": _DRAFT,
        "submitted": _SUBMITTED,
        "dept_ok": Chip("wait", "clock", "Ban đã xem, chờ duyệt"),
        "returned": _RETURNED,
        "approved": _APPROVED,
        "expired": Chip("bad", "exclamation-triangle", "Hết hạn"),
    },
    "plan_item": {
        "planned": Chip("info", "calendar-days", "Đã lên lịch"),
        "done": Chip("ok", "check-circle", "Đã đi"),
        "postponed": Chip("wait", "arrow-path", "Hoãn"),
        "cancelled": _CANCELLED,
    },
    "visit": {
        "planned": Chip("info", "calendar-days", "Đã lên lịch"),
        "logged": Chip("wait", "pencil-square", "Cần báo cáo"),
        "late": Chip("bad", "exclamation-triangle", "Quá hạn báo cáo"),
        "reported": Chip("ok", "check-circle", "Đã báo cáo"),
        "confirmed": Chip("ok", "check-badge", "Đã xác nhận"),
        "questioned": Chip("wait", "question-mark-circle", "Cần làm rõ"),
        "cancelled": _CANCELLED,
    },
    "follow_up": {
        "open": Chip("wait", "clock", "Chờ giải quyết"),
        "in_progress": Chip("info", "arrow-path", "Đang giải quyết"),
        "resolved": Chip("ok", "check-circle", "Đã giải quyết"),
        "rejected": Chip("idle", "x-circle", "Không giải quyết"),
    },
    "progress": {
        "not_started": Chip("idle", "minus-circle", "Chưa bắt đầu"),
        "in_progress": Chip("info", "arrow-path", "Đang làm"),
        "done": Chip("ok", "check-circle", "Hoàn thành"),
        "dropped": Chip("idle", "x-circle", "Thôi thực hiện"),
    },
    "outcome": {
        "none": Chip("idle", "minus-circle", "Chưa kiểm tra"),
        "again": Chip("wait", "arrow-path", "Cần kiểm tra lại"),
        "met": Chip("ok", "check-badge", "Đạt"),
        "unclear": Chip("wait", "question-mark-circle", "Chưa rõ"),
        "not_met": Chip("bad", "x-circle", "Không đạt"),
    },
    "amendment": {
        "proposed": Chip("wait", "clock", "Chờ duyệt sửa đổi"),
        "accepted": Chip("ok", "check-circle", "Đã duyệt sửa đổi"),
        "refused": Chip("bad", "x-circle", "Không duyệt"),
        "withdrawn": Chip("idle", "minus-circle", "Đã rút"),
    },
    "midyear": {
        "none": Chip("idle", "minus-circle", "Chưa gửi"),
        "waiting": Chip("wait", "clock", "Chờ ý kiến"),
        "on_track": Chip("ok", "check-circle", "Đúng tiến độ"),
        "needs_help": Chip("wait", "users", "Cần giúp"),
    },
    "span": {
        "coming": Chip("info", "calendar-days", "Sắp hiệu lực"),
        "valid": Chip("ok", "check-circle", "Đang hiệu lực"),
        "over": Chip("idle", "minus-circle", "Đã hết"),
    },
    "programme": {
        "draft": _DRAFT,
        "submitted": _SUBMITTED,
        "returned": _RETURNED,
        "approved": _APPROVED,
    },
    "good_model": {
        "proposed": Chip("wait", "clock", "Chờ xét"),
        "accepted": Chip("ok", "check-badge", "Đã công nhận"),
        "refused": Chip("bad", "arrow-uturn-left", "Chưa công nhận"),
        "withdrawn": Chip("idle", "minus-circle", "Đã rút"),
        "hidden": Chip("idle", "x-circle", "Đã ẩn"),
    },
    "period": {
        "draft": _DRAFT,
        "open": Chip("ok", "check-circle", "Đang mở"),
        "closed": Chip("wait", "clock", "Đã đóng"),
        "locked": Chip("lock", "lock-closed", "Đã khóa"),
    },
    "factor_reset": {
        "waiting": Chip("wait", "clock", "Chờ xác nhận"),
        "confirmed": Chip("ok", "check-circle", "Đã gỡ"),
        "refused": Chip("bad", "x-circle", "Từ chối"),
        "expired": Chip("idle", "minus-circle", "Quá 24 giờ"),
    },
    "evaluation": {
        "none": Chip("idle", "minus-circle", "Chưa đánh giá"),
        "open": Chip("idle", "minus-circle", "Chưa đánh giá"),
        "self_done": Chip("info", "pencil-square", "Đã tự đánh giá"),
        "union_done": Chip("info", "users", "Cấp bộ Đoàn đã chấm"),
        "appraised": Chip("info", "scale", "Đã thẩm định"),
        "decided": Chip("info", "check-circle", "Đã quyết định"),
        "notified": Chip("ok", "megaphone", "Đã thông báo"),
        "reconsidering": Chip("wait", "scale", "Đang xem xét lại"),
        "locked": Chip("lock", "lock-closed", "Đã khóa"),
        "not_rated": Chip("idle", "minus-circle", "Không xếp loại"),
    },
    "source": {
        "none": Chip("idle", "minus-circle", "Chưa gửi"),
        "draft": _DRAFT,
        "submitted": Chip("ok", "check-circle", "Đã gửi"),
        "waived": Chip("idle", "x-circle", "Được miễn"),
        "not_collected": Chip("idle", "minus-circle", "Chưa thu thập"),
    },
    "breach": {
        "reported": Chip("wait", "clock", "Chờ xác minh"),
        "verifying": Chip("wait", "scale", "Đang xác minh"),
        "confirmed": Chip("bad", "exclamation-triangle", "Có vi phạm"),
        "dismissed": Chip("idle", "x-circle", "Không có vi phạm"),
    },
    "transfer": {
        "proposed": Chip("wait", "clock", "Chờ nơi nhận"),
        "accepted": Chip("ok", "check-circle", "Đã nhận"),
        "refused": Chip("bad", "x-circle", "Không nhận"),
        "withdrawn": Chip("idle", "minus-circle", "Đã rút"),
    },
    "roster": {
        "missing": Chip("wait", "clipboard-document-list", "Chưa điểm danh"),
        "stale": Chip("wait", "arrow-path", "Có thay đổi, cần điểm danh lại"),
        "current": Chip("ok", "check-circle", "Đã điểm danh"),
    },
    "data_request": {
        "received": Chip("wait", "clock", "Chờ trả lời"),
        "answered": Chip("info", "arrow-path", "Đã trả lời, đang làm"),
        "done": Chip("ok", "check-circle", "Đã làm xong"),
        "refused": Chip("idle", "x-circle", "Không làm được"),
    },
    "registration": {
        "waiting": Chip("wait", "clock", "Chờ xác nhận"),
        "confirmed": Chip("ok", "check-circle", "Đã xác nhận"),
        "merged": Chip("ok", "check-circle", "Đã gộp vào hồ sơ có sẵn"),
        "refused": Chip("bad", "arrow-uturn-left", "Chưa được xác nhận"),
        "withdrawn": Chip("idle", "x-circle", "Đã rút"),
    },
    "activation": {
        "none": Chip("idle", "minus-circle", "Chưa cấp"),
        "open": Chip("info", "key", "Đã cấp"),
        "used": Chip("ok", "check-circle", "Đã dùng"),
        "locked": Chip("bad", "lock-closed", "Bị khóa"),
        "expired": Chip("bad", "exclamation-triangle", "Hết hạn"),
    },
    "run": {
        "queued": Chip("idle", "clock", "Chờ chạy"),
        "running": Chip("info", "arrow-path", "Đang chạy"),
        "done": Chip("ok", "check-circle", "Đã xong"),
        "failed": Chip("bad", "exclamation-triangle", "Dừng vì lỗi"),
        "stopped": Chip("idle", "x-circle", "Đã dừng"),
        "expired": Chip("idle", "archive-box", "Đã hết hạn tải"),
    },
}


def state_chip_of(kind: str, state: str) -> Chip:
    return STATES[kind][str(state)]


def due_chip(due_on: date, today: date) -> Chip:
    """Late is a fact, not a reproach: the days are counted, nothing more is said."""
    left = (due_on - today).days
    if left < 0:
        return Chip("bad", "exclamation-triangle", f"Quá hạn {-left} ngày")
    if left == 0:
        return Chip("wait", "clock", "Hạn hôm nay")
    if left <= SOON_DAYS:
        return Chip("wait", "clock", f"Còn {left} ngày")
    short = due_on.strftime("%d/%m" if due_on.year == today.year else "%d/%m/%Y")
    return Chip("info", "calendar-days", f"Hạn {short}")
