"""The attendance list as a workbook: everybody of the unit and below, with a column for the cross."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from cadres.models import Cadre
from cadres.papers.xlsx import TRIGGERS, safe
from criteria.attendance_lists import LAYOUT, MOST_LINES
from criteria.models import SolutionEvent

WIDTHS = {"code": 14, "full_name": 30, "birth_date": 14, "phone": 14, "unit": 44, "came": 10}
_HEAD = PatternFill("solid", fgColor="FFE6EFF8")


def template(event: SolutionEvent, people: list[Cadre]) -> bytes:
    """`people` come with their posts; put a cross for whoever was there."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Danh sách dự"
    sheet["A1"], sheet["A2"] = f"DANH SÁCH DỰ: {event}", "Đánh dấu x ở cột Có mặt, rồi tải tệp lên."
    sheet["A1"].font = Font(bold=True, size=14)
    columns = LAYOUT.shown()
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(4, place, column.label)
        cell.font, cell.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column.key]
    for row, cadre in enumerate(people[:MOST_LINES], 5):
        for place, text in enumerate(_cells(cadre), 1):
            cell = sheet.cell(row, place, safe(text) or None)
            cell.data_type, cell.number_format = "s", "@"
            cell.quotePrefix = text.startswith(TRIGGERS)
    sheet.freeze_panes = "C5"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cells(cadre: Cadre) -> tuple[str, ...]:
    posts = getattr(cadre, "current_posts", [])
    born = f"{cadre.birth_date:%d/%m/%Y}" if cadre.birth_date else ""
    return cadre.code, cadre.full_name, born, cadre.phone, str(posts[0].place) if posts else "", ""
