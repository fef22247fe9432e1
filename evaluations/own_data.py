"""What was judged about a person: figures once they are told, own sheets, and breaches that the person may see."""

from accounts.models import User
from accounts.personal_data import Part
from accounts.retention import TERM
from evaluations.models import Breach, Evaluation, Source, SourceAssessment


def parts_for(user: User) -> list[Part]:
    return [_results(user), _own_sheets(user), _breaches(user)]


def _results(user: User) -> Part:
    rows = Evaluation.objects.filter(cadre__user=user).select_related("period").order_by("-period__year")
    return Part(
        "evaluations",
        "Kết quả rèn luyện",
        "Đánh giá, xếp loại cán bộ hằng năm",
        "Bản thân khi đã thông báo; nơi quyết định, cấp ủy, cấp trên, Ủy ban Kiểm tra",
        TERM["decisions"].keeps,
        ("Năm", "Bước", "Tổng điểm", "Mức", "Thông báo lúc"),
        [
            (
                row.period.year,
                row.get_state_display()
                if row.is_released or row.state == Evaluation.State.NOT_RATED
                else "Đang đánh giá",
                row.total if row.is_released else None,
                row.get_rating_display() if row.is_released else "",
                row.notified_at,
            )
            for row in rows
        ],
    )


def _own_sheets(user: User) -> Part:
    sheets = SourceAssessment.objects.filter(evaluation__cadre__user=user, source=Source.SELF, by=user)
    sheets = sheets.select_related("evaluation__period").order_by("-evaluation__period__year")
    return Part(
        "self_assessments",
        "Tự đánh giá",
        "Một nguồn của kết quả rèn luyện",
        "Bản thân; nơi quyết định khi thẩm định",
        f"{TERM['decisions'].keeps}; bản nháp không gửi: {TERM['drafts'].keeps}",
        ("Năm", "Trạng thái", "Điểm từng nội dung", "Ưu điểm", "Hạn chế", "Hướng khắc phục"),
        [
            (
                row.evaluation.period.year,
                row.get_state_display(),
                ", ".join(f"{code}: {score}" for code, score in row.scores.items() if score is not None),
                row.strengths,
                row.weaknesses,
                row.remedy,
            )
            for row in sheets
        ],
    )


def _breaches(user: User) -> Part:
    rows = Breach.objects.visible_to(user).filter(cadre__user=user).for_list()
    return Part(
        "breaches",
        "Vi phạm điều KHÔNG",
        "Trừ điểm khi đã có kết luận",
        "Bản thân khi đã có kết luận; người ghi nhận, Ủy ban Kiểm tra",
        TERM["decisions"].keeps,
        ("Ngày", "Điều", "Mức độ", "Bước", "Kết luận"),
        [
            (row.occurred_on, row.statement.code, row.get_severity_display(), row.get_state_display(), row.conclusion)
            for row in rows
        ],
    )
