"""The list of base visits as it is on the screen."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.chips import state_chip_of
from cadres.models import Right
from cadres.papers.xlsx import Column, Value
from cadres.workbooks.exporting import Ask, Listing, by_unit
from fieldvisits.filters import VisitFilter


def _visits(ask: Ask) -> QuerySet[Any]:
    filters = VisitFilter(ask.query)
    filters.full_clean()
    return filters.listed(ask.user)


def _cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    for visit in rows:
        planned = "Đột xuất" if visit.is_unplanned else "Theo kế hoạch"
        state = state_chip_of("visit", visit.chip_state).text
        yield (
            *(visit.host_name, visit.starts_on, visit.ends_on, visit.days, planned),
            *(visit.cadre.full_name, visit.appointment.position.name, visit.place, state),
        )


VISITS = Listing(
    "chuyen-di",
    "Danh sách chuyến đi cơ sở",
    Right.VISIT_READ,
    "fieldvisits:visit_list",
    (
        Column("Đơn vị đến", 36),
        Column("Từ ngày", 13, "date"),
        Column("Đến ngày", 13, "date"),
        Column("Số ngày", 9, "decimal"),
        Column("Loại", 15),
        Column("Cán bộ", 28),
        Column("Chức vụ", 28),
        Column("Đơn vị", 40),
        Column("Trạng thái", 18),
    ),
    _visits,
    _cells,
    person="cadre",
    within=by_unit(),
)
