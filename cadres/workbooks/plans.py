"""The workbook of a plan of many changes: headings with drop-downs, an example, what each column means."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cadres.models import UnitType
from cadres.reorganising.plan_lines import COLUMNS
from cadres.reorganising.plan_reading import KINDS

FONT = "Times New Roman"
HEAD_ROW, LAST_ROW = 4, 1000
WIDTHS = (16, 34, 14, 14, 34, 22, 18, 34, 16)
EXAMPLE = (
    *("25744", "Đoàn phường Phú Lợi", "sáp nhập", "25750", "Đoàn phường Phú Lợi", "Đoàn cơ sở", "74"),
    *("Nghị quyết 1685/NQ-UBTVQH15", "01/07/2025"),
)
MEANINGS = (
    "Mã của đơn vị đang hoạt động ngay trước ngày hiệu lực. Đơn vị chia tách ghi mỗi nơi đến một dòng.",
    "Để đối chiếu: mã và tên không khớp thì Cổng báo, không đoán.",
    f"Một trong: {', '.join(KINDS)}.",
    "Mã đơn vị mới; hoặc mã của đơn vị đã có để nhập vào. Mã cũ dùng lại được khi đơn vị mang mã đó kết thúc.",
    "Tên đơn vị mới, hoặc tên mới khi đổi tên.",
    "Loại của đơn vị mới; để trống thì như đơn vị cũ.",
    "Mã đơn vị cấp trên mới; để trống thì như đơn vị cũ.",
    "Số và ngày văn bản.",
    "Một ngày cho cả tệp, ví dụ 01/07/2025.",
)
_LINE = Border(**{side: Side(style="thin", color="FF7D8B99") for side in ("left", "right", "top", "bottom")})
_HEAD = PatternFill("solid", fgColor="FFE6EFF8")


def workbook(rows: Iterable[Sequence[str]] = ()) -> bytes:
    """An empty plan with one example line; or the plan of these rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phương án"
    _text(sheet, 1, 1, "PHƯƠNG ÁN SẮP XẾP ĐƠN VỊ").font = Font(name=FONT, size=14, bold=True)
    remark = "Mỗi đơn vị một dòng. Ý nghĩa các cột ở trang tính “Hướng dẫn”. Dòng “Ví dụ” không được nhập."
    _text(sheet, 2, 1, remark).font = Font(name=FONT, size=12, italic=True)
    filled = list(rows)
    labels = ["", *COLUMNS.values()]
    _row(sheet, HEAD_ROW, labels, is_head=True)
    for number, row in enumerate(
        [*([] if filled else [("Ví dụ", *EXAMPLE)]), *(("", *row) for row in filled)], HEAD_ROW + 1
    ):
        _row(sheet, number, row)
    for place, width in enumerate((8, *WIDTHS), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    _drop_down(sheet, "kind", KINDS)
    lists = _guide(book)
    _drop_down(sheet, "type", f"='{lists.title}'!$D$2:$D${len(UnitType) + 1}")
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _guide(book: Workbook) -> Worksheet:
    """What the columns mean, and the types as the portal calls them."""
    sheet = book.create_sheet("Hướng dẫn")
    _row(sheet, 1, ["Cột", "Ghi gì", "", "Loại đơn vị"], is_head=True)
    for number, (label, meaning) in enumerate(zip(COLUMNS.values(), MEANINGS, strict=True), 2):
        _row(sheet, number, [label, meaning])
    for number, kind in enumerate(UnitType, 2):
        _text(sheet, number, 4, kind.label)
    for letter, width in (("A", 22), ("B", 90), ("D", 32)):
        sheet.column_dimensions[letter].width = width
    return sheet


def _drop_down(sheet: Worksheet, key: str, choices: Sequence[str] | str) -> None:
    formula = choices if isinstance(choices, str) else f'"{",".join(choices)}"'
    letter = get_column_letter(list(COLUMNS).index(key) + 2)
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    rule.error = "Chọn một giá trị trong danh sách."
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{LAST_ROW}")


def _row(sheet: Worksheet, number: int, texts: Iterable[str], *, is_head: bool = False) -> None:
    for place, text in enumerate(texts, 1):
        cell = _text(sheet, number, place, text)
        cell.border, cell.font = _LINE, Font(name=FONT, size=12, bold=is_head)
        cell.alignment = Alignment(wrap_text=True, vertical="center" if is_head else "top")
        if is_head:
            cell.fill = _HEAD


def _text(sheet: Worksheet, row: int, place: int, text: str):  # type: ignore[no-untyped-def]
    """A cell that stays text whatever it begins with."""
    cell = sheet.cell(row, place)
    cell.value = text or None
    if text:
        cell.data_type, cell.quotePrefix, cell.number_format = "s", True, "@"
    return cell
