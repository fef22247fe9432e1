"""The kinds of lists that the portal takes: what each is called, who may bring it, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cadres.importing import appointments, grants, rosters, units
from cadres.importing.columns import ROSTER, Layout
from cadres.importing.judging import Scope
from cadres.models import SHEET_RIGHTS, Right, Sheet, UnitType

DAYS = {"since", "due_on", "birth_date", "valid_from", "valid_to", "founded_on", "decision_on"}
Shown = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SheetKind:
    """One kind of list. `field` is where a row of the preview keeps what is to be written; `shown` its columns."""

    sheet: Sheet
    slug: str
    title: str
    noun: str
    layout: Layout
    fingerprint: Callable[[Scope, dict[str, Any]], str]
    write: Callable[[Scope, list[dict[str, Any]]], None]
    heading: tuple[str, str]
    shown: Shown
    hint: tuple[str, ...]
    field: str = "item"
    made_at: str = ""
    """The name of the page that makes the workbook of this kind, where an empty template would be of little use."""
    stands_under: str = "cadres:cadre_list"
    """The line of the navigation for the pages on which it is taken in."""

    @property
    def right(self) -> Right:
        return SHEET_RIGHTS[self.sheet]

    def name_of(self, row: dict[str, Any]) -> str:
        key = self.heading[0]
        return row.get(self.field, {}).get(key) or row["typed"].get(key) or "(chưa có tên)"

    def cells_of(self, row: dict[str, Any]) -> list[tuple[str, str]]:
        """Label and text of each cell of the preview."""
        item = row.get(self.field, {})
        return [(label, _told(key, item.get(key))) for key, label in self.shown]


def _told(key: str, value: object) -> str:
    if key in DAYS and value:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    if key == "type" and value:
        return UnitType(value).label
    if isinstance(value, bool):
        return "Chính" if value else "Kiêm nhiệm"
    return str(value or "")


_NAME = ("full_name", "Họ và tên")
_POST: Shown = (("position_name", "Chức vụ"), ("unit_name", "Đơn vị"))
KINDS: dict[str, SheetKind] = {
    kind.sheet.value: kind
    for kind in (
        SheetKind(
            Sheet.CADRES,
            "can-bo",
            "Nhập cán bộ từ Excel",
            "cán bộ",
            ROSTER,
            rosters.fingerprint,
            rosters.write,
            _NAME,
            (("birth_date", "Ngày sinh"), *_POST, ("since", "Từ ngày"), ("phone", "Điện thoại")),
            (
                "Bắt buộc: Họ và tên, Chức vụ. Nên có: Ngày sinh, Đơn vị, Điện thoại.",
                "Ngày sinh một cột, hoặc hai cột Nam | Nữ.",
                "Người đã có được nhận ra theo mã, điện thoại, e-mail, hoặc tên và ngày sinh.",
                "Người không có trong tệp được giữ nguyên. Không tạo tài khoản đăng nhập, không nhận mật khẩu.",
            ),
            "person",
        ),
        SheetKind(
            Sheet.UNITS,
            "don-vi",
            "Nhập đơn vị từ Excel",
            "đơn vị",
            units.LAYOUT,
            units.fingerprint,
            units.write,
            ("name", "Tên đơn vị"),
            (
                *(("code", "Mã"), ("type", "Loại"), ("parent_name", "Đơn vị cấp trên")),
                *(("founded_on", "Ngày thành lập"), ("legal_basis", "Căn cứ")),
            ),
            (
                "Bắt buộc: Mã đơn vị, Tên đơn vị, Loại.",
                "Đơn vị cấp trên ghi mã hoặc tên; có thể là một dòng khác trong tệp.",
                "Danh sách chỉ lập đơn vị mới và sửa lĩnh vực. Đổi tên, sáp nhập, giải thể làm ở trang đơn vị.",
            ),
            stands_under="cadres:unit_list",
        ),
        SheetKind(
            Sheet.APPOINTMENTS,
            "bo-nhiem",
            "Nhập bổ nhiệm từ Excel",
            "bổ nhiệm",
            appointments.LAYOUT,
            rosters.fingerprint,
            appointments.write,
            _NAME,
            (
                *_POST,
                *(("valid_from", "Từ ngày"), ("valid_to", "Đến ngày"), ("is_main", "Chính, kiêm nhiệm")),
                ("decision_no", "Số quyết định"),
            ),
            (
                "Bắt buộc: Họ và tên, Chức vụ, Đơn vị, Từ ngày. Nên có: Mã cán bộ.",
                "Chức vụ chính mới kết thúc chức vụ chính đang giữ. Ghi Đến ngày để kết thúc một chức vụ.",
                "Chỉ nhận cán bộ đã có trong danh sách. Không ai tự đổi chức vụ của mình.",
            ),
        ),
        SheetKind(
            Sheet.GRANTS,
            "vai-tro",
            "Nhập vai trò từ Excel",
            "vai trò",
            grants.LAYOUT,
            grants.fingerprint,
            grants.write,
            _NAME,
            (
                *(("account", "Tài khoản"), ("role_name", "Vai trò"), ("unit_name", "Đơn vị")),
                *(("valid_from", "Từ ngày"), ("valid_to", "Đến ngày"), ("reason", "Lý do")),
            ),
            (
                "Bắt buộc: Tài khoản, Vai trò, Đơn vị, Lý do.",
                "Tài khoản ghi mã cán bộ, tên đăng nhập hoặc e-mail.",
                "Không trao được vai trò có quyền mà đồng chí không có tại đơn vị đó, và không trao cho chính mình.",
            ),
            stands_under="portal:administration",
        ),
    )
}
SLUGS = {kind.slug: kind for kind in KINDS.values()}


def register(kind: SheetKind) -> SheetKind:
    """Take in a kind of list of another app."""
    KINDS[kind.sheet.value] = SLUGS[kind.slug] = kind
    return kind
