"""The rows behind a live figure, as its page shows them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from cadres.models import Right, holds_at
from cadres.papers.xlsx import Column, Value
from cadres.workbooks.exporting import Ask, Listing, by_unit
from reports import counting, lists
from reports.filters import BoardFilter
from reports.measures import BY_CODE, Measure
from reports.measures.people import PEOPLE
from reports.measures.records import FOLLOW_UPS, PLANNED, UNITS

MEASURE = "so"
"""The filter that names the figure."""
UNIT_OF = {PEOPLE.code: "unit", FOLLOW_UPS.code: "visit__unit", PLANNED.code: "plan__unit"}
PERSON_OF = {FOLLOW_UPS.code: "visit__cadre", PLANNED.code: "plan__cadre"}


def _measure(ask: Ask) -> Measure:
    code = ask.query.get(MEASURE, "")
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _rows(ask: Ask) -> QuerySet[Any]:
    measure, filters = _measure(ask), BoardFilter(ask.query, user=ask.user)
    if not holds_at(ask.user, measure.right, filters.unit.path):
        raise PermissionDenied
    found = counting.rows(measure, counting.year_view(filters.year), filters.unit, is_own="rieng" in ask.query)
    found = lists.ordered(measure, found)
    if measure.source is UNITS:
        return found
    return by_unit(UNIT_OF.get(measure.source.code, "unit"))(found, ask.user)


def _cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    view = counting.year_view(BoardFilter(ask.query, user=ask.user).year)
    for item in lists.items(_measure(ask), rows, view):
        yield (item.name, item.about, item.unit, item.chip.text if item.chip else "", item.note)


def _heading(ask: Ask) -> str:
    filters = BoardFilter(ask.query, user=ask.user)
    return f"{_measure(ask).label}, {filters.unit.name}, năm {filters.year}"


def _people(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Narrowed already: where a row's unit is depends on the figure."""
    return rows


FIGURE_ROWS = Listing(
    "so-lieu",
    "Danh sách của một số liệu",
    Right.REPORT_READ,
    "reports:rows",
    (
        Column("Tên, nội dung", 32),
        Column("Chức vụ, loại, thời gian", 36),
        Column("Đơn vị", 40),
        Column("Tình trạng", 20),
        Column("Ghi chú", 40),
    ),
    _rows,
    _cells,
    person="pk",
    within=_people,
    words=("q",),
    heading=_heading,
)
