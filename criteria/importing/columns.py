"""The columns of the workbook of pledges, one row per item, and how each cell is read. Pure."""

from datetime import date
from typing import Any

from cadres.importing.columns import Column, Layout
from cadres.importing.reading import MAX_TEXT
from cadres.importing.terms import day
from cadres.importing.values import Unfit, shown
from cadres.names import fold
from criteria.models import Criterion

MAX_WORDS = 150
_CRITERIA = {fold(word): one.value for one in Criterion for word in (one.value, one.label)}


def criterion(cell: Any, on: date) -> str:
    found = _CRITERIA.get(fold(shown(cell)))
    if found is None:
        raise Unfit(f"Chọn một trong: {'; '.join(Criterion.labels)}.")
    return found


def statement(cell: Any, on: date) -> str:
    return shown(cell).upper().replace(" ", "")


def text(cell: Any, on: date) -> str:
    """All of it, so that what is too long is told and not cut."""
    return shown(cell)


def short(cell: Any, on: date) -> str:
    words = shown(cell)
    if len(words) > MAX_WORDS:
        raise Unfit(f"Rút ngắn còn {MAX_WORDS} ký tự; đang có {_length(words)}.")
    return words


def _length(words: str) -> str:
    return f"từ {MAX_TEXT} trở lên" if len(words) >= MAX_TEXT else str(len(words))


def too_long(words: str, most: int) -> str:
    """What to do about words over the limit; empty when they are not."""
    return f"Rút ngắn còn {most} ký tự; đang có {_length(words)}." if len(words) > most else ""


LAYOUT = Layout(
    (
        Column("code", "Mã cán bộ", ("ma so can bo", "ma cb"), True, "mã cán bộ"),
        Column("full_name", "Họ và tên", ("ho ten", "ho va ten can bo")),
        Column("criterion", "Tiêu chí", ("tieu chi ren luyen",), True, "tiêu chí"),
        Column("statement", "Mã điều", ("ma dieu nen lam", "dieu nen lam")),
        Column("text", "Nội dung đăng ký", ("noi dung", "viec dang ky", "noi dung viec lam"), True),
        Column("target", "Chỉ tiêu", ("chi tieu, san pham", "san pham")),
        Column("due_on", "Thời hạn", ("han", "thoi gian hoan thanh", "han hoan thanh")),
        Column("evidence", "Minh chứng", ("minh chung du kien",)),
    ),
    ("code",),
    "bản đăng ký",
    readers={
        "full_name": text,
        "criterion": criterion,
        "statement": statement,
        "text": text,
        "target": short,
        "due_on": day,
        "evidence": short,
    },
    is_ours=True,
)
