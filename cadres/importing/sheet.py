"""Find the list in a workbook: the header below title lines on whichever sheet, and the rows up to the total. Pure."""

import re
from dataclasses import dataclass, field
from typing import Any

from cadres.importing.archive import Refused
from cadres.importing.columns import PAIR, Layout, heading_key
from cadres.importing.workbook import Sheet
from cadres.names import fold, spaced

HEADER_WITHIN = 60
MIN_COLUMNS = 3
# With accents: a person may well be called Tống Công Danh.
_ENDS = re.compile(
    r"tổng cộng|tổng số\b|tổng\s*:|cộng\s*(:|$)|danh sách (này )?(có|gồm)\b"
    r"|tm\.? ?ban|t/m ban|tl\.? ?ban|người lập|nơi nhận"
)
_NUMBER_LINE = re.compile(r"\(?(\d{1,2}|[a-z])\)?")
_SECTION = re.compile(r"([ivxlc]+|[a-z]|\d+)\s*[.)/-]\s*\w")
Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class Header:
    """Where each column stands (zero-based), and how many rows the heading takes."""

    places: dict[str, int]
    first: int
    height: int


@dataclass(frozen=True)
class Entry:
    """One line of the list as typed: the row number in the sheet and a cell per column."""

    number: int
    cells: dict[str, Any]


@dataclass(frozen=True)
class Table:
    sheet: str
    keys: frozenset[str]
    entries: list[Entry]
    left_out: list[str] = field(default_factory=list)


def find_table(sheets: list[Sheet], layout: Layout) -> Table:
    """The list in the workbook. Raises Refused when there is none."""
    found = []
    for sheet in sheets:
        header = _find_header(sheet.rows, layout)
        if header:
            found.append((len(entries := _entries(sheet.rows, header, layout)), sheet.title, header, entries))
    if not found:
        raise Refused(
            f"Không thấy dòng tiêu đề có cột “{layout.labels[layout.anchors[0]]}” và các cột khác của {layout.noun}. "
            "Giữ dòng tiêu đề trong tệp, hoặc dùng tệp mẫu."
        )
    _, title, header, entries = max(found, key=lambda one: one[0])
    keys = _keys(header, layout)
    if missing := layout.missing(keys):
        raise Refused(f"Trang tính “{title}” thiếu cột: {', '.join(missing)}. Thêm cột rồi tải lên lại.")
    return Table(title, keys, entries, [other for _, other, _, _ in found if other != title])


def _keys(header: Header, layout: Layout) -> frozenset[str]:
    keys = {key.split(":")[0] for key in header.places}
    if {"surname", "given_name"} <= keys:
        keys.add("full_name")
    if any(key.startswith("birth_date:") for key in header.places):
        keys.add("gender")
    return frozenset(keys & layout.labels.keys() - layout.joined)


def _find_header(rows: list[Row], layout: Layout) -> Header | None:
    best: Header | None = None
    for place, (number, cells) in enumerate(rows[:HEADER_WITHIN]):
        single = _places(cells, [], layout)
        candidates = [Header(single, place, 1)]
        if place + 1 < len(rows) and rows[place + 1][0] == number + 1:
            candidates.append(Header(_places(cells, rows[place + 1][1], layout), place, 2))
        for candidate in candidates:
            if len(candidate.places) > (len(best.places) if best else 0):
                best = candidate
    if best is None or len(best.places) < MIN_COLUMNS or not best.places.keys() & set(layout.anchors):
        return None
    return best


def _places(upper: list[Any], lower: list[Any], layout: Layout) -> dict[str, int]:
    """Columns named by one heading row, or by two of which the upper may span several columns."""
    places: dict[str, int] = {}
    spanning = ""
    for index in range(max(len(upper), len(lower))):
        above, below = _at(upper, index), _at(lower, index)
        if isinstance(above, str) and above.strip():
            spanning = above
        pair = PAIR.get(heading_key(below if isinstance(below, str) else above if isinstance(above, str) else ""))
        if pair and "gender" in layout.labels and (below or not lower):
            owner = layout.key_of(spanning) if lower else "birth_date"
            key: str | None = f"{owner if owner in {'birth_date', 'gender'} else 'birth_date'}:{pair}"
        elif below and above:
            key = layout.key_of(above) or layout.key_of(below) or layout.key_of(f"{above} {below}")
        elif below:
            key = layout.key_of(below) or layout.key_of(f"{spanning} {below}")
        else:
            key = layout.key_of(above)
        if key and key not in places:
            places[key] = index
    return _with_split_name(places, upper, lower) if "given_name" in layout.labels else places


def _with_split_name(places: dict[str, int], upper: list[Any], lower: list[Any]) -> dict[str, int]:
    """“Họ và tên” often spans two columns: the given name stands in the second, which has no heading."""
    name = places.get("full_name")
    if name is not None and not _at(upper, name + 1) and not _at(lower, name + 1) and len(upper) > name + 1:
        places["given_name"] = name + 1
    return places


def _at(cells: list[Any], index: int) -> Any:
    value = cells[index] if index < len(cells) else None
    return None if isinstance(value, str) and not value.strip() else value


def _entries(rows: list[Row], header: Header, layout: Layout) -> list[Entry]:
    entries = []
    for number, cells in rows[header.first + header.height :]:
        texts = [spaced(cell).lower() for cell in cells if isinstance(cell, str) and cell.strip()]
        if not layout.is_ours and any(_ENDS.match(text) for text in texts):
            break
        filled = {key: value for key, at in header.places.items() if (value := _at(cells, at)) is not None}
        entry = Entry(number, filled)
        if entry.cells and not _is_furniture(entry, cells, texts, layout):
            entries.append(entry)
    return entries


def _is_furniture(entry: Entry, cells: list[Any], texts: list[str], layout: Layout) -> bool:
    """A line of column numbers, the heading once more on the next page, the title of a section, or the example."""
    filled = [cell for cell in cells if cell not in (None, "")]
    if texts and texts[0] == "ví dụ":
        return True
    if len(filled) >= MIN_COLUMNS and all(_NUMBER_LINE.fullmatch(fold(str(cell))) for cell in filled):
        return True
    if any(layout.key_of(entry.cells.get(anchor)) == anchor for anchor in layout.anchors):
        return True
    if layout.is_ours:
        return False
    is_lone = len(entry.cells) == 1 and len(filled) <= 2 and len(texts) == len(filled)
    return is_lone and bool(_SECTION.match(fold(" ".join(texts))) or re.fullmatch(r"[ivxlc]+|[a-z]", texts[0]))
