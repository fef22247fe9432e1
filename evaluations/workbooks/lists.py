"""The list of results as it is on the screen: scores only of those that the reader may see."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.chips import state_chip_of
from cadres.models import Right
from cadres.papers.xlsx import Column, Value
from cadres.workbooks.exporting import Ask, Listing, by_unit
from evaluations import rules
from evaluations.filters import EvaluationFilter


def _evaluations(ask: Ask) -> QuerySet[Any]:
    return EvaluationFilter(ask.query, user=ask.user).listed(ask.user)


def _cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    for row in rows:
        sent = [source.get_source_display() for source in row.sources.all() if _is_sent(source)]
        is_shown = rules.may_see_result(ask.user, row)
        result = (row.total, row.get_rating_display()) if is_shown else (None, "")
        step = state_chip_of("evaluation", row.chip_state).text
        person = (row.cadre.full_name, row.appointment.position.name, row.place)
        yield (*person, row.period.year, step, "; ".join(sent), *result)


def _is_sent(source: Any) -> bool:
    return bool(source.is_submitted and not source.is_waived)


EVALUATIONS = Listing(
    "danh-gia",
    "Danh sách kết quả đánh giá",
    Right.EVALUATION_READ,
    "evaluations:list",
    (
        Column("Họ và tên", 28),
        Column("Chức vụ", 28),
        Column("Đơn vị", 40),
        Column("Năm", 8, "year"),
        Column("Bước", 20),
        Column("Phiếu đã gửi", 36),
        Column("Điểm", 9, "decimal"),
        Column("Mức", 18),
    ),
    _evaluations,
    _cells,
    person="cadre",
    within=by_unit(),
    words=("q",),
)
