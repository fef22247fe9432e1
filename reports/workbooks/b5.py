"""B5: the result of each person."""

from collections.abc import Iterator

from cadres.models import Appointment, Cadre, Right
from cadres.papers.xlsx import Column, Value
from criteria.models import Criterion
from evaluations.models import Evaluation, Source
from reports import counting, lists, reasons
from reports.measures import BY_CODE
from reports.workbooks.shapes import Ask, Book, Progress, Sheet, numbered

MEASURE = BY_CODE["evaluation_owed"]
AT_ONCE = 500
COLUMNS = (
    Column("STT", 6, "centre"),
    Column("Họ và tên", 26),
    Column("Nam", 12, "date", "Ngày sinh"),
    Column("Nữ", 12, "date", "Ngày sinh"),
    Column("Chức vụ, đơn vị", 36),
    Column("Tự đánh giá", 8, "decimal", "Điểm theo nguồn"),
    Column("Cấp bộ Đoàn", 8, "decimal", "Điểm theo nguồn"),
    Column("Cấp ủy", 8, "decimal", "Điểm theo nguồn"),
    Column("ĐVTN", 8, "decimal", "Điểm theo nguồn"),
    Column("GM", 7, "decimal", "Điểm theo tiêu chí"),
    Column("ST", 7, "decimal", "Điểm theo tiêu chí"),
    Column("TN", 7, "decimal", "Điểm theo tiêu chí"),
    Column("SS", 7, "decimal", "Điểm theo tiêu chí"),
    Column("Tổng", 8, "decimal"),
    Column("Mức", 11, "centre"),
    Column("Ghi chú", 24),
)
NOTES = (
    "GM: Gương mẫu; ST: Sáng tạo; TN: Trách nhiệm; SS: Sâu sát cơ sở; mỗi tiêu chí tối đa 25 điểm.",
    "Ô trống: nguồn chưa thu thập hoặc không áp dụng; trọng số đã chia lại cho các nguồn còn lại.",
)


def _people(ask: Ask) -> int:
    return counting.rows(MEASURE, ask.view, ask.unit).count()


def _sheet(ask: Ask, progress: Progress) -> Sheet:
    posts = list(lists.ordered(MEASURE, counting.rows(MEASURE, ask.view, ask.unit)))
    return Sheet(numbered(_rows(posts, ask, progress)), None, NOTES)


def _rows(posts: list[Appointment], ask: Ask, progress: Progress) -> Iterator[tuple[Value, ...]]:
    for first in range(0, len(posts), AT_ONCE):
        some = posts[first : first + AT_ONCE]
        found = {
            (evaluation.cadre_id, evaluation.period_id): evaluation
            for evaluation in Evaluation.objects.filter(
                cadre__in=[post.cadre_id for post in some], period__in=ask.view.period_ids
            )
        }
        places = lists.places_of(post.unit for post in some)
        for post in some:
            yield _cells(
                post, places[post.unit_id], found.get((post.cadre_id, reasons.period_of(post, ask.view).period.pk))
            )
        progress(first + len(some), len(posts))


def _cells(post: Appointment, place: str, evaluation: Evaluation | None) -> tuple[Value, ...]:
    cadre = post.cadre
    is_woman = cadre.gender == Cadre.Gender.FEMALE
    born = (None, cadre.birth_date) if is_woman else (cadre.birth_date, None)
    return (cadre.full_name, *born, f"{post.position.name}, {place}", *_result(evaluation))


def _result(evaluation: Evaluation | None) -> tuple[Value, ...]:
    """Points by source and criterion, total, level, note; empty until there is a decision."""
    empty: tuple[Value, ...] = (None,) * (len(Source.values) + len(Criterion.values) + 1)
    if evaluation is None or evaluation.state == Evaluation.State.OPEN:
        return (*empty, "", "Chưa đánh giá")
    if not evaluation.is_released or evaluation.sheet is None:
        return (*empty, "", evaluation.not_rated_reason or evaluation.get_state_display())
    sheet = evaluation.sheet
    by_source = {line.source: line.total for line in sheet.sources}
    by_criterion = {line.criterion: line.score for line in sheet.criteria}
    return (
        *(by_source.get(source) for source in Source.values),
        *(by_criterion.get(criterion) for criterion in Criterion.values),
        evaluation.total,
        evaluation.get_rating_display(),
        "Đang xem xét lại" if evaluation.state == Evaluation.State.RECONSIDERING else "",
    )


BOOK = Book("B5", "Kết quả đánh giá cá nhân", COLUMNS, Right.EVALUATION_READ, _people, _sheet)
