"""Lists of cadres as workbooks: the template that offices fill in, and the wrong lines to be corrected."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cadres.importing.columns import COLUMNS
from cadres.models import ImportBatch, Position

FONT = "Times New Roman"
TEMPLATE = [column for column in COLUMNS if column.key not in {"code", "surname", "given_name"}]
RETURNED = [column for column in COLUMNS if column.key not in {"surname", "given_name"}]
EXAMPLE = {
    "full_name": "Nguyễn Thị Hoa",
    "birth_date": "25/08/1995",
    "gender": "Nữ",
    "position": "Bí thư Đoàn cơ sở",
    "unit": "Đoàn phường Tân Định",
    "is_full_time": "x",
    "since": "04/2020",
    "decision_no": "12-QĐ/ĐTN",
    "phone": "0912345678",
    "email": "hoa@example.org",
}
WIDTHS = {"full_name": 28, "position": 30, "unit": 30, "email": 28, "reason": 60}
_LINE = Border(**{side: Side(style="thin", color="FF7D8B99") for side in ("left", "right", "top", "bottom")})
_HEAD = PatternFill("solid", fgColor="FFE6EFF8")


def template() -> bytes:
    """An empty list with one example line, and the posts as the portal calls them."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách"
    _title(
        sheet, "DANH SÁCH CÁN BỘ ĐOÀN", "Dòng “Ví dụ” không được nhập. Ghi mỗi đồng chí một dòng, bắt đầu từ dòng sau."
    )
    _table(sheet, 4, ["STT", *(column.label for column in TEMPLATE)], [column.key for column in TEMPLATE])
    _write_row(sheet, 5, ["Ví dụ", *(EXAMPLE[column.key] for column in TEMPLATE)])
    for row in range(6, 206):
        for place in range(2, len(TEMPLATE) + 2):
            sheet.cell(row, place).number_format = "@"
    posts = book.create_sheet("Chức vụ")
    _table(posts, 1, ["Chức vụ", "Cách viết khác cũng nhận"], ["position", "reason"])
    for number, position in enumerate(Position.objects.all(), 2):
        _write_row(posts, number, [position.name, "; ".join(position.aliases)])
    return _saved(book)


def wrong_rows(batch: ImportBatch) -> bytes:
    """The lines that could not be taken, as they were typed, each with its reasons: correct and upload again."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Dòng cần sửa"
    _title(sheet, "CÁC DÒNG CẦN SỬA", f"Từ tệp {batch.file_name}. Sửa theo cột “Lý do” rồi tải tệp này lên lại.")
    labels = ["Dòng trong tệp", *(column.label for column in RETURNED), "Lý do"]
    _table(sheet, 4, labels, [*(column.key for column in RETURNED), "reason"])
    for number, row in enumerate(batch.rows_of("wrong"), 5):
        reasons = " ".join(f"{error['column']}: {error['message']}" for error in row["errors"])
        typed = [row["typed"].get(column.key, "") for column in RETURNED]
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
