"""Lists as workbooks: the templates that offices fill in, and the wrong lines to be corrected."""

from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from cadres.importing.columns import Column
from cadres.importing.kinds import SheetKind
from cadres.models import GRANTABLE, ImportBatch, Position, Sector, Sheet, Unit, UnitType
from cadres.workbooks.examples import EXAMPLES, REMARKS

FONT = "Times New Roman"
HEAD_ROW, LAST_ROW = 4, 5004
MOST_UNITS = 2000
LISTS = "Danh mục"
WIDTHS = {"full_name": 28, "name": 30, "position": 30, "unit": 34, "parent": 34, "email": 28, "type": 26, "reason": 60}
_LINE = Border(**{side: Side(style="thin", color="FF7D8B99") for side in ("left", "right", "top", "bottom")})
_HEAD = PatternFill("solid", fgColor="FFE6EFF8")


def template(kind: SheetKind, user: User) -> bytes:
    """An empty list with one example line and drop-down lists of what may stand in a column."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    remark = "Dòng “Ví dụ” không được nhập. Ghi từ dòng sau, mỗi mục một dòng. Chỉ vào tiêu đề để xem cách ghi."
    _title(sheet, kind.layout.noun.upper(), remark)
    without = ("code",) if kind.sheet == Sheet.CADRES else ()
    columns = kind.layout.shown(*without)
    _table(sheet, HEAD_ROW, ["STT", *(column.label for column in columns)], [column.key for column in columns])
    example = EXAMPLES[kind.sheet]
    _write_row(sheet, HEAD_ROW + 1, ["Ví dụ", *(example.get(column.key, "") for column in columns)])
    for place, column in enumerate(columns, 2):
        # Whatever is typed stays as typed: no lost zeros of telephones, no day taken for a month.
        sheet.column_dimensions[get_column_letter(place)].number_format = "@"
        if text := REMARKS.get(column.key, ""):
            sheet.cell(HEAD_ROW, place).comment = Comment(text, "Cổng rèn luyện", height=90, width=260)
    _offer(book, sheet, kind, user, columns)
    return _saved(book)


def _offer(book: Workbook, sheet: Worksheet, kind: SheetKind, user: User, columns: Sequence[Column]) -> None:
    """The valid values on a sheet of their own, and a drop-down list in each column that has some."""
    lists = book.create_sheet(LISTS)
    at = 0
    for place, column in enumerate(columns, 2):
        if not (values := _values(column.key, kind, user)):
            continue
        at += 1
        letter = get_column_letter(at)
        for row, text in enumerate([column.label, *values], 1):
            _text(lists, row, at, text).font = Font(name=FONT, size=12, bold=row == 1)
        lists.column_dimensions[letter].width = WIDTHS.get(column.key, 24)
        rule = DataValidation("list", formula1=f"'{LISTS}'!${letter}$2:${letter}${len(values) + 1}", allow_blank=True)
        rule.errorStyle, rule.showErrorMessage = "warning", True
        rule.errorTitle, rule.error = "Không có trong danh mục", f"Xem trang {LISTS}. Vẫn ghi cách viết này?"
        where = get_column_letter(place)
        rule.add(f"{where}{HEAD_ROW + 2}:{where}{LAST_ROW}")
        sheet.add_data_validation(rule)


def _values(key: str, kind: SheetKind, user: User) -> list[str]:
    fixed = {
        "gender": ["Nam", "Nữ"],
        "is_full_time": ["x"],
        "is_main": ["Chính", "Kiêm nhiệm"],
        "type": list(UnitType.labels),
        "sector": list(Sector.labels),
        "role": [role.label for role in GRANTABLE],
    }
    if key == "position":
        return list(Position.objects.values_list("name", flat=True))
    return _units(kind, user) if key in {"unit", "parent"} else fixed.get(key, [])


def _units(kind: SheetKind, user: User) -> list[str]:
    """The upper units in reach, so many as a list can be chosen from, spelled as the import understands them."""
    reach = Unit.objects.where(user, kind.right).valid_on(timezone.localdate()).order_by("depth", "path")
    rows = list(reach.values_list("path", "name")[:MOST_UNITS])
    names, alike = dict(rows), Counter(name for _, name in rows)
    return [
        f"{name}, {above}" if alike[name] > 1 and (above := names.get(path[: -Unit.steplen])) else name
        for path, name in rows
    ]


def wrong_rows(batch: ImportBatch, kind: SheetKind) -> bytes:
    """The lines that could not be taken, as they were typed, each with its reasons: correct and upload again."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Dòng cần sửa"
    _title(
        sheet, "CÁC DÒNG CẦN SỬA", f"Từ tệp {batch.file_name}. Sửa theo cột “Lý do cần sửa”, rồi tải tệp này lên lại."
    )
    columns = kind.layout.shown()
    labels = ["Dòng trong tệp", *(column.label for column in columns), "Lý do cần sửa"]
    _table(sheet, HEAD_ROW, labels, [*(column.key for column in columns), "reason"])
    for number, row in enumerate(batch.rows_of("wrong"), HEAD_ROW + 1):
        reasons = " ".join(f"{error['column']}: {error['message']}" for error in row["errors"])
        typed = [row["typed"].get(column.key, "") for column in columns]
        _write_row(sheet, number, [str(row["row"]), *typed, reasons])
        wrong = {error["column"] for error in row["errors"]}
        for place, label in enumerate(labels, 1):
            if label in wrong:
                sheet.cell(number, place).font = Font(name=FONT, size=12, bold=True, color="FFA81E17")
    return _saved(book)


def _title(sheet: Worksheet, title: str, remark: str) -> None:
    for row, (text, is_bold) in enumerate(((title, True), (remark, False)), 1):
        _text(sheet, row, 1, text).font = Font(name=FONT, size=14 if is_bold else 12, bold=is_bold, italic=not is_bold)


def _table(sheet: Worksheet, row: int, labels: Sequence[str], keys: Sequence[str]) -> None:
    """The heading row; `keys` are those of the last columns."""
    _write_row(sheet, row, labels)
    for place in range(1, len(labels) + 1):
        cell = sheet.cell(row, place)
        cell.font, cell.fill = Font(name=FONT, size=12, bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        key = keys[place - 1 - len(labels) + len(keys)] if place > len(labels) - len(keys) else "number"
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(key, 16)
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{row}:{row}"


def _write_row(sheet: Worksheet, row: int, texts: Iterable[str]) -> None:
    for place, text in enumerate(texts, 1):
        cell = _text(sheet, row, place, text)
        cell.border, cell.font = _LINE, Font(name=FONT, size=12)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _text(sheet: Worksheet, row: int, place: int, text: str):  # type: ignore[no-untyped-def]
    """A cell that stays text whatever it begins with."""
    cell = sheet.cell(row, place)
    cell.value = text or None
    if text:
        cell.data_type, cell.quotePrefix, cell.number_format = "s", True, "@"
    return cell


def _saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()
