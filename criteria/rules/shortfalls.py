"""What a unit still owes its programme, as advice with the place where it is mended. Nothing here writes."""

from collections.abc import Iterable
from dataclasses import dataclass

from criteria.models import Programme
from criteria.models.programme_queries import SHORTFALLS


@dataclass(frozen=True)
class Shortfall:
    """`at` names the part of the programme's page where it is mended; `done` is what is said once it is."""

    code: str
    label: str
    advice: str
    at: str
    done: str = ""


_ALL = {
    one.code: one
    for one in (
        Shortfall(
            "approval",
            "Chương trình chưa duyệt",
            "Gửi chương trình để cấp trên duyệt.",
            "trang-thai",
            "Chương trình đã duyệt",
        ),
        Shortfall(
            "solution",
            "Trọng tâm chưa có giải pháp",
            "Thêm ít nhất một giải pháp cho mỗi trọng tâm.",
            "trong-tam",
            "Trọng tâm nào cũng có giải pháp",
        ),
        Shortfall(
            "environment",
            "Thiếu giải pháp tạo môi trường rèn luyện",
            "Cấp huyện cần ít nhất một giải pháp thuộc hệ thống tạo môi trường rèn luyện (283-KH, mục V).",
            "trong-tam",
            "Có giải pháp tạo môi trường rèn luyện",
        ),
        Shortfall(
            "results",
            "Thiếu giải pháp đánh giá kết quả",
            "Cấp huyện cần ít nhất một giải pháp thuộc hệ thống đánh giá kết quả rèn luyện (283-KH, mục V).",
            "trong-tam",
            "Có giải pháp đánh giá kết quả",
        ),
        Shortfall(
            "dialogue",
            "Thiếu đối thoại",
            "Tổ chức đối thoại, rồi ghi ngày, số người dự và câu hỏi vào giải pháp đối thoại.",
            "trong-tam",
            "Đã tổ chức đối thoại trong năm",
        ),
        Shortfall(
            "party_report",
            "Chưa báo cáo cấp ủy",
            "Báo cáo chương trình với cấp ủy, rồi ghi số và ngày văn bản.",
            "cap-uy",
            "Đã báo cáo cấp ủy",
        ),
        Shortfall(
            "progress",
            "Giải pháp quá hạn chưa có tiến độ",
            "Cập nhật tiến độ của giải pháp đã quá hạn, hoặc ghi thôi thực hiện.",
            "trong-tam",
            "Không giải pháp nào quá hạn mà chưa có tiến độ",
        ),
    )
}
LACK_LABELS = {code: _ALL[code].label for code in SHORTFALLS}
NO_PROGRAMME = Shortfall("approval", "Chưa lập chương trình", "Lập chương trình của đơn vị.", "trang-thai")


def shortfalls(programme: Programme | None) -> list[Shortfall]:
    """Of a programme read `with_shortfalls`; a unit without one lacks just that."""
    if programme is None:
        return [NO_PROGRAMME]
    return [_ALL[code] for code in SHORTFALLS if getattr(programme, f"lacks_{code}")]


@dataclass(frozen=True)
class Check:
    """One line of the checklist."""

    shortfall: Shortfall
    is_met: bool


def checklist(programme: Programme, *, is_district: bool) -> list[Check]:
    """All that is asked of the unit, met or not. What belongs to districts is not asked of others."""
    lacking = {one.code for one in shortfalls(programme)}
    asked: Iterable[str] = SHORTFALLS if is_district else (c for c in SHORTFALLS if c not in DISTRICTS_ONLY)
    waits = LATER if programme.state != Programme.State.APPROVED else ()
    return [Check(_ALL[code], code not in lacking) for code in asked if code not in waits]


DISTRICTS_ONLY = ("environment", "results")
LATER = ("dialogue", "party_report", "progress")
"""What is asked only once the programme is approved."""
