"""What was before and after, in words: Vietnamese names for fields, states and numbers of the trail."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.chips import STATES
from accounts.models import AuditEvent, User
from cadres.models import Cadre, Position, Role, Unit, UnitType

FIELDS = {
    "again": "gửi lại",
    "area": "phạm vi",
    "book": "biểu",
    "cadre": "cán bộ",
    "changed": "thay đổi",
    "code": "mã",
    "count": "số lượng",
    "deciding_unit": "đơn vị quyết định",
    "department": "ban phụ trách",
    "due_on": "hạn",
    "duplicate": "trùng",
    "fields": "mục đã sửa",
    "for_unit": "cho cả đơn vị",
    "from_cadre": "người ủy quyền",
    "item": "nội dung số",
    "kind": "loại",
    "method": "cách truy cập",
    "minutes_no": "số biên bản",
    "minutes_on": "ngày biên bản",
    "missing": "còn thiếu",
    "name": "tên đã gõ (mã hóa)",
    "new": "thêm mới",
    "page": "trang",
    "parameters": "tham số",
    "parent": "đơn vị cấp trên",
    "position": "chức vụ",
    "profile": "lịch",
    "progress": "tiến độ",
    "rating": "mức",
    "role": "vai trò",
    "rows": "số dòng",
    "sha256": "mã băm",
    "solution": "giải pháp số",
    "source": "nguồn đánh giá",
    "state": "trạng thái",
    "supervisor": "người phụ trách",
    "to_cadre": "người được ủy quyền",
    "total": "tổng điểm",
    "type": "loại",
    "unchanged": "giữ nguyên",
    "unit": "đơn vị",
    "until": "đến hết tháng",
    "user": "tài khoản",
    "valid_from": "từ ngày",
    "valid_to": "đến ngày",
    "version": "phiên bản",
    "wrong": "cần sửa",
    "year": "năm",
    "phone": "điện thoại",
    "email": "e-mail",
    "full_name": "họ và tên",
    "birth_date": "ngày sinh",
    "gender": "giới tính",
}
KINDS = {"followup": "follow_up", "data": "data_request"}  # of verbs, where the word of the state chips differs
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNITS = {"unit", "unit_id", "deciding_unit", "parent", "department", "to_unit", "from_unit", "old_unit", "new_unit"}
_USERS = {"user", "user_id", "by", "granted_by"}
_CADRES = {"cadre", "cadre_id", "from_cadre", "to_cadre", "supervisor", "merged_into"}
_CODES: dict[str, dict[str, str]] = {
    "role": {role.value: role.label for role in Role},
    "type": {kind.value: kind.label for kind in UnitType},
    "source": {"self": "Tự đánh giá", "union": "Cấp bộ Đoàn", "party": "Cấp ủy", "youth": "Đoàn viên, thanh niên"},
    "page": {"detail": "Kết quả", "print": "Bản in", "panel": "Trang cán bộ", "history": "Lịch sử"},
}


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def changes_of(event: AuditEvent) -> list[Change]:
    """Field by field, what was and what is; only the names that are needed are looked up."""
    before, after = (side if isinstance(side, dict) else {} for side in (event.before, event.after))
    keys = list(dict.fromkeys([*before, *after]))
    names = _names([*before.items(), *after.items()])
    kind = event.verb.partition(".")[0]
    return [
        Change(FIELDS.get(key, key), _say(key, before.get(key), kind, names), _say(key, after.get(key), kind, names))
        for key in keys
    ]


Names = dict[tuple[str, int], str]


def _names(pairs: Iterable[tuple[str, Any]]) -> Names:
    wanted: dict[str, set[int]] = {"unit": set(), "user": set(), "cadre": set(), "position": set()}
    for key, value in pairs:
        if (table := _table(key)) and isinstance(value, int):
            wanted[table].add(value)
    models = {"unit": Unit, "user": User, "cadre": Cadre, "position": Position}
    return {
        (table, thing.pk): str(thing)
        for table, numbers in wanted.items()
        if numbers
        for thing in models[table]._base_manager.filter(pk__in=numbers)
    }


def _table(key: str) -> str:
    for table, keys in (("unit", _UNITS), ("user", _USERS), ("cadre", _CADRES), ("position", {"position"})):
        if key in keys:
            return table
    return ""


def _say(key: str, value: Any, kind: str, names: Names) -> str:
    """One value in words; what has no words is shown as it is."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(FIELDS.get(str(each), str(each)) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{FIELDS.get(k, k)}: {_say(k, v, kind, names)}" for k, v in value.items())
    if isinstance(value, int) and (named := names.get((_table(key), value))):
        return named
    text = str(value)
    if DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    if key in {"state", "progress"}:
        chip = STATES.get("progress" if key == "progress" else KINDS.get(kind, kind), {}).get(text)
        return chip.text if chip else text
    return _CODES.get(key, {}).get(text, text)
