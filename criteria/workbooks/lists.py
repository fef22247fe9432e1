"""The lists of pledges and of units' programmes as they are on the screen."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.chips import state_chip_of
from cadres.models import Right
from cadres.papers.xlsx import Column, Value
from cadres.workbooks.exporting import Ask, Listing, by_unit
from criteria import rules
from criteria.filters import PledgeFilter, ProgrammeFilter, owing_programmes, programme_period
from criteria.models import Programme


def _pledges(ask: Ask) -> QuerySet[Any]:
    return PledgeFilter.asked(ask.query).listed(ask.user)


def _pledge_cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    for pledge in rows:
        sent = pledge.first_submitted_at and timezone.localdate(pledge.first_submitted_at)
        late = "" if not sent else pledge.punctuality.capitalize()
        state = state_chip_of("pledge", pledge.chip_state).text
        how = "Nhập hộ" if pledge.entered_by_id else "Tự nộp" if sent else ""
        post, place = pledge.appointment.position.name, pledge.place
        yield (
            *(pledge.cadre.full_name, post, place, pledge.period.name, pledge.number, sent, late),
            *(pledge.items_done, pledge.items_total, state, how),
        )


PLEDGES = Listing(
    "ban-dang-ky",
    "Danh sách bản đăng ký",
    Right.PLEDGE_READ,
    "criteria:pledge_list",
    (
        Column("Cán bộ", 28),
        Column("Chức vụ", 28),
        Column("Đơn vị", 40),
        Column("Kỳ", 20),
        Column("Số", 22),
        Column("Nộp lần đầu", 13, "date"),
        Column("Hạn nộp", 11),
        Column("Việc đã xong", 9, "count"),
        Column("Số việc", 9, "count"),
        Column("Trạng thái", 20),
        Column("Cách nộp", 12),
    ),
    _pledges,
    _pledge_cells,
    person="cadre",
    within=by_unit(),
)


def _programmes(ask: Ask) -> QuerySet[Any]:
    programmes = Programme.objects.visible_to(ask.user).filter(period=programme_period())
    return ProgrammeFilter(ask.query).listed(owing_programmes(ask.user), programmes)


def _programme_cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    for unit in rows:
        for programme in unit.programmes_now[:1]:
            state = state_chip_of("programme", programme.state).text
            yield (unit.name, unit.code, programme.document_no, programme.document_on, state, _lack(programme))
        if not unit.programmes_now:
            yield (unit.name, unit.code, "", None, "Chưa có", _lack(None))


def _lack(programme: Programme | None) -> str:
    return "; ".join(one.label for one in rules.shortfalls(programme))


PROGRAMMES = Listing(
    "chuong-trinh",
    "Danh sách chương trình của đơn vị",
    Right.PROGRAMME_READ,
    "criteria:programme_list",
    (
        Column("Đơn vị", 44),
        Column("Mã", 16),
        Column("Văn bản", 22),
        Column("Ngày", 13, "date"),
        Column("Trạng thái", 20),
        Column("Còn thiếu", 60),
    ),
    _programmes,
    _programme_cells,
)
