"""The lists of people and units as they are on the screen."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from cadres.filters import CadreFilter, UnitFilter
from cadres.models import Cadre, Right, Unit, place_of
from cadres.papers.xlsx import Column, Value
from cadres.workbooks.exporting import Ask, Listing


def _cadres(ask: Ask) -> QuerySet[Any]:
    filters = CadreFilter(ask.query, user=ask.user)
    return filters.apply(Cadre.objects.visible_to(ask.user)).in_name_order().with_posts()


def _cadre_cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    for cadre in rows:
        post = cadre.current_posts[0] if cadre.current_posts else None
        others = "; ".join(f"{one.position.name}, {one.place}" for one in cadre.current_posts[1:])
        held = (post.position.name, post.place) if post else ("", "")
        account = "Có" if cadre.user_id else "Chưa có"
        yield (cadre.full_name, cadre.code, cadre.birth_date, *held, others, account)


def _exportable(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.exportable_by(user)


CADRES = Listing(
    "can-bo",
    "Danh sách cán bộ",
    Right.PEOPLE_READ,
    "cadres:cadre_list",
    (
        Column("Họ và tên", 28),
        Column("Mã", 13),
        Column("Ngày sinh", 13, "date"),
        Column("Chức vụ", 30),
        Column("Đơn vị", 40),
        Column("Chức vụ khác", 40),
        Column("Tài khoản", 11),
    ),
    _cadres,
    _cadre_cells,
    person="pk",
    within=_exportable,
    words=("q",),
)


def _units(ask: Ask) -> QuerySet[Any]:
    units = UnitFilter(ask.query).apply(Unit.objects.visible_to(ask.user).valid_on(timezone.localdate()))
    return units.with_people().annotate(place=place_of(""))


def _unit_cells(rows: list[Any], ask: Ask) -> Iterable[Sequence[Value]]:
    for unit in rows:
        yield (unit.place, unit.code, unit.get_type_display(), unit.get_sector_display(), unit.people)


UNITS = Listing(
    "don-vi",
    "Danh sách đơn vị",
    Right.UNIT_READ,
    "cadres:unit_list",
    (
        Column("Đơn vị", 44),
        Column("Mã", 16),
        Column("Loại", 28),
        Column("Lĩnh vực", 28),
        Column("Cán bộ", 10, "count"),
    ),
    _units,
    _unit_cells,
    words=("q",),
)
