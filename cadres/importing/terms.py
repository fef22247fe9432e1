"""Words out of a fixed list, and days of offices: units' types, roles, main posts, from when until when. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from cadres.importing.values import MONTH, Unfit, as_date, shown
from cadres.models.rights import GRANTABLE
from cadres.models.units import Sector, UnitType
from cadres.names import fold

FIRST_YEAR, YEARS_AHEAD = 1931, 10
OLD_WORDS = {
    UnitType.PROVINCE: ("thanh doan truc thuoc trung uong",),
    UnitType.DISTRICT: ("huyen doan", "thi doan", "thanh doan", "quan doan", "cap huyen"),
    UnitType.BASE: ("doan xa", "doan phuong", "doan thi tran", "doan co so xa", "doan co so phuong"),
    UnitType.DEPARTMENT: ("ban", "phong"),
}
MAIN = {"chinh", "chuc vu chinh", "x", "co", "1", "true"}
BESIDE = {"kiem nhiem", "kn", "phu", "khong", "0", "false", ""}


def _words(choices: Iterable[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in choices:
        for word in (one.label, one.value, *OLD_WORDS.get(one, ())):
            found[fold(word)] = one.value
    return found


_TYPES, _SECTORS, _ROLES = _words(UnitType), _words(Sector), _words(GRANTABLE)


def _chosen(cell: Any, words: dict[str, str], labels: Iterable[str]) -> str:
    found = words.get(fold(shown(cell)))
    if found is None:
        raise Unfit(f"Chọn một trong: {'; '.join(labels)}.")
    return found


def unit_type(cell: Any, on: date) -> str:
    return _chosen(cell, _TYPES, UnitType.labels)


def sector(cell: Any, on: date) -> str:
    return _chosen(cell, _SECTORS, Sector.labels)


def role(cell: Any, on: date) -> str:
    return _chosen(cell, _ROLES, (one.label for one in GRANTABLE))


def main_post(cell: Any, on: date) -> bool:
    text = fold(shown(cell))
    if cell is True or text in MAIN:
        return True
    if cell is False or text in BESIDE:
        return False
    raise Unfit("Ghi “Chính” hoặc “Kiêm nhiệm”.")


def day(cell: Any, on: date) -> date:
    found = as_date(cell)
    if found is None:
        raise Unfit("Không đọc được ngày. Ghi ngày/tháng/năm, ví dụ 25/08/2026.")
    return _within_reason(found, on)


def day_or_month(cell: Any, on: date) -> date:
    """A month alone means its first day."""
    found = as_date(cell)
    if found is None:
        month = re.fullmatch(MONTH, shown(cell))
        if not month or not 1 <= int(month[1]) <= 12:
            raise Unfit("Không đọc được ngày. Ghi ngày/tháng/năm hoặc tháng/năm, ví dụ 04/2020.")
        found = date(int(month[2]), int(month[1]), 1)
    return _within_reason(found, on)


def _within_reason(found: date, on: date) -> date:
    if not FIRST_YEAR <= found.year <= on.year + YEARS_AHEAD:
        raise Unfit(f"Năm {found.year} quá xa. Sửa lại năm.")
    return found
