"""Which column holds what: headings in all the spellings that offices use, and the layout of a list of cadres. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres.names import fold

Reader = Callable[[Any, date], Any]


@dataclass(frozen=True)
class Column:
    """What a line of a list says: `label` is the heading of our own template.

    A required column must be in the sheet. `must` is what every line has to say there, in words of a request.
    """

    key: str
    label: str
    headings: tuple[str, ...] = ()
    is_required: bool = False
    must: str = ""


def heading_key(text: str) -> str:
    """The heading without accents, capitals, line breaks, remarks in brackets and trailing marks."""
    plain = re.sub(r"\(.*?\)", " ", fold(text))
    plain = re.sub(r"\s*([/,-])\s*", r"\1 " if "," in plain else r"\1", plain)
    return re.sub(r"\s+", " ", plain).strip(" .:*")


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of list, and by which of them its heading row is known."""

    columns: tuple[Column, ...]
    anchors: tuple[str, ...]
    noun: str
    joined: frozenset[str] = frozenset()
    """Columns that are only parts of another one."""
    readers: Mapping[str, Reader] = field(default_factory=dict)
    """How the cells of a column are read, where this kind of list has its own way."""
    is_ours: bool = False
    """A workbook that the portal made: no totals, signatures or sections stand among its lines."""
    labels: dict[str, str] = field(init=False)
    _keys: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        keys = {heading_key(column.label): column.key for column in self.columns}
        keys |= {heading: column.key for column in self.columns for heading in column.headings}
        object.__setattr__(self, "labels", {column.key: column.label for column in self.columns})
        object.__setattr__(self, "_keys", keys)

    def key_of(self, text: object) -> str | None:
        """The key of the column that this heading names."""
        return self._keys.get(heading_key(text)) if isinstance(text, str) else None

    def shown(self, *without: str) -> list[Column]:
        """The columns of our own workbooks."""
        return [column for column in self.columns if column.key not in self.joined and column.key not in without]

    def missing(self, keys: Iterable[str]) -> list[str]:
        return [column.label for column in self.columns if column.is_required and column.key not in keys]


COLUMNS = (
    Column(
        "full_name",
        "Họ và tên",
        ("ho va ten", "ho ten", "ho va ten can bo", "ho ten can bo", "ten can bo", "ho va ten khai sinh", "ho, ten"),
        True,
        "họ và tên",
    ),
    Column(
        "birth_date",
        "Ngày sinh",
        ("ngay sinh", "ngay thang nam sinh", "ngay, thang, nam sinh", "nam sinh", "sinh ngay", "ngay/thang/nam sinh"),
    ),
    Column("gender", "Giới tính", ("gioi tinh", "phai", "nam/nu", "gioi")),
    Column(
        "position",
        "Chức vụ",
        ("chuc vu", "chuc danh", "chuc vu doan", "chuc vu hien nay", "chuc vu cong tac", "chuc vu, chuc danh"),
        True,
        "chức vụ",
    ),
    Column(
        "unit",
        "Đơn vị",
        (
            "don vi",
            "don vi cong tac",
            "co so doan",
            "ten don vi",
            "noi cong tac",
            "co quan, don vi",
            "don vi sinh hoat",
        ),
        must="đơn vị",
    ),
    Column(
        "is_full_time",
        "Chuyên trách",
        ("chuyen trach", "chuyen trach/kiem nhiem", "can bo chuyen trach", "chuyen trach hay kiem nhiem", "ct/kn"),
    ),
    Column(
        "since",
        "Ngày giữ chức vụ",
        (
            *("ngay giu chuc vu", "thoi gian giu chuc vu", "thoi diem giu chuc vu", "ngay giu chuc", "ngay bo nhiem"),
            *("thoi gian bo nhiem", "giu chuc vu tu", "giu chuc vu tu ngay", "tu ngay", "thang nam giu chuc vu"),
        ),
    ),
    Column("decision_no", "Số quyết định", ("so quyet dinh", "quyet dinh so", "so qd", "quyet dinh")),
    Column(
        "phone",
        "Điện thoại",
        ("dien thoai", "sdt", "so dien thoai", "dt", "dien thoai di dong", "di dong", "so dt", "dtdd", "so di dong"),
    ),
    Column("email", "Email", ("email", "e-mail", "dia chi email", "thu dien tu", "dia chi e-mail", "hop thu", "mail")),
    Column("code", "Mã cán bộ", ("ma can bo", "ma so can bo", "ma cb")),
    Column("surname", "Họ và tên đệm", ("ho va ten dem", "ho dem", "ho va dem", "ho", "ho va chu dem")),
    Column("given_name", "Tên", ("ten",)),
)
ROSTER = Layout(COLUMNS, ("full_name", "surname"), "danh sách cán bộ", frozenset({"surname", "given_name"}))
PAIR = {"nam": "male", "nu": "female"}
"""Two columns for one thing: the date of birth (or a cross) stands under Nam or under Nữ."""
