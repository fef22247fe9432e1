"""The dates of a year and the order in which they come (domain §5)."""

from django.db import models
from django.db.models import F, Q

DATE_FIELDS = (
    "opens_on",
    "focus_due_on",
    "leader_pledge_due_on",
    "pledge_due_on",
    "approve_due_on",
    "midyear_opens_on",
    "midyear_due_on",
    "feedback_opens_on",
    "feedback_closes_on",
    "self_opens_on",
    "self_due_on",
    "union_due_on",
    "party_due_on",
    "appraise_due_on",
    "notify_due_on",
    "reconsider_due_on",
    "closes_on",
)
# Nothing is accepted after these (decisions 8).
HARD_DATES = ("feedback_closes_on", "closes_on")


def _in_order(name: str, pairs: tuple[tuple[str, str], ...], advice: str) -> models.CheckConstraint:
    condition = Q()
    for earlier, later in pairs:
        condition &= Q(**{f"{earlier}__lte": F(later)})
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=advice)


def dates_in_order() -> list[models.CheckConstraint]:
    """One constraint for each stretch of the year, so that what is wrong can be named."""
    return [
        _in_order(
            "period_dates_come_in_order",
            (
                ("opens_on", "focus_due_on"),
                ("opens_on", "leader_pledge_due_on"),
                ("leader_pledge_due_on", "pledge_due_on"),
                ("pledge_due_on", "approve_due_on"),
                ("approve_due_on", "self_due_on"),
            ),
            "Các mốc đăng ký phải nối tiếp nhau: mở kỳ, hạn của lãnh đạo, hạn nộp, hạn duyệt, hạn tự đánh giá. "
            "Dời hạn của lãnh đạo về trước hạn nộp, hạn duyệt về sau hạn nộp.",
        ),
        _in_order(
            "period_midyear_lies_inside",
            (
                ("opens_on", "midyear_opens_on"),
                ("midyear_opens_on", "midyear_due_on"),
                ("midyear_due_on", "self_due_on"),
            ),
            "Tự kiểm tra giữa năm phải mở sau ngày mở kỳ, mở trước hạn của nó và xong trước hạn tự đánh giá. "
            "Sửa ngày mở hoặc hạn giữa năm.",
        ),
        _in_order(
            "period_feedback_lies_inside",
            (
                ("opens_on", "feedback_opens_on"),
                ("feedback_opens_on", "feedback_closes_on"),
                ("feedback_closes_on", "union_due_on"),
            ),
            "Góp ý của đoàn viên, thanh niên phải mở trước ngày đóng, và đóng trước hạn cấp bộ Đoàn đánh giá. "
            "Sửa ngày mở hoặc ngày đóng góp ý.",
        ),
        _in_order(
            "period_evaluation_comes_in_order",
            (
                ("self_opens_on", "self_due_on"),
                ("self_due_on", "union_due_on"),
                ("union_due_on", "appraise_due_on"),
                ("party_due_on", "appraise_due_on"),
                ("appraise_due_on", "notify_due_on"),
                ("notify_due_on", "reconsider_due_on"),
                ("reconsider_due_on", "closes_on"),
            ),
            "Các mốc đánh giá phải nối tiếp nhau: tự đánh giá, cấp bộ Đoàn đánh giá, cấp ủy nhận xét, thẩm định, "
            "thông báo, xem xét lại, đóng kỳ. Dời mốc đứng sai về sau mốc trước nó.",
        ),
    ]
