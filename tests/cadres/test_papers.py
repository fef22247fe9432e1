import datetime as dt

import openpyxl
import pytest

from cadres.models import Unit
from cadres.papers import xlsx
from cadres.papers.letterhead import letterhead_of, signatures_of
from tests.factories.cadres import tree

PAYLOADS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+84909",
    "-2+3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=IMPORTXML(1)",
    "＝1+1",
    "{=1+1}",
]
COLUMNS = (
    xlsx.Column("STT", 6, "centre"),
    xlsx.Column("Họ và tên", 30),
    xlsx.Column("Nam", 12, "date", "Ngày sinh"),
    xlsx.Column("Nữ", 12, "date", "Ngày sinh"),
    xlsx.Column("Điểm", 8, "decimal"),
)


@pytest.fixture
def sheet(tmp_path):
    t = tree()
    above = list(Unit.objects.above(t.district))
    paper = xlsx.Paper(
        name="B0",
        title="Danh sách thử",
        lines=("Thành đoàn Dĩ An, năm 2022",),
        columns=COLUMNS,
        letterhead=letterhead_of(t.district, above),
        signatures=signatures_of(t.district),
        day=dt.date(2022, 2, 5),
        notes=("Ghi chú cuối bảng.",),
    )
    rows = [xlsx.Row((n, text, dt.date(1995, 5, 19), None, 9.5)) for n, text in enumerate(PAYLOADS, 1)]
    count = xlsx.save(paper, rows, tmp_path / "thu.xlsx", total=xlsx.Row(("", "Tổng cộng", None, None, None), True))
    assert count == len(PAYLOADS)
    return openpyxl.load_workbook(tmp_path / "thu.xlsx").active


def test_no_text_becomes_a_formula(sheet):
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    named = {cell.value: cell for cell in cells if cell.column == 2}
    dangerous = [cell for value, cell in named.items() if str(value).startswith(xlsx.TRIGGERS)]
    assert len(dangerous) >= 6
    assert all(cell.quotePrefix for cell in dangerous)


def test_the_head_is_that_of_the_union(sheet):
    texts = [cell.value for row in sheet.iter_rows(max_row=6) for cell in row if cell.value]

    assert texts == [
        "TỈNH ĐOÀN BÌNH DƯƠNG",
        "ĐOÀN TNCS HỒ CHÍ MINH",
        "BCH ĐOÀN THÀNH PHỐ DĨ AN",
        "Dĩ An, ngày 05 tháng 02 năm 2022",
        "***",
        "Số:          -BC/ĐTN",
        "DANH SÁCH THỬ",
    ]


def test_headings_numbers_and_print_setup(sheet):
    numbers = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "(1)")

    assert numbers == ("(1)", "(2)", "(3)", "(4)", "(5)")
    assert {"C9:D9", "A9:A10", "B9:B10", "E9:E10"} <= {str(area) for area in sheet.merged_cells.ranges}
    assert sheet.print_title_rows == "$9:$11"
    assert sheet.freeze_panes == "C12"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet["B12"].font.name == "Times New Roman"
    assert sheet["B12"].border.left.style == "thin"


def test_the_signatures_stand_last(sheet):
    last = [cell for row in list(sheet.iter_rows(values_only=True))[-2:] for cell in row if cell]

    assert last == ["NGƯỜI LẬP BIỂU", "TM. BAN THƯỜNG VỤ", "BÍ THƯ"]


def test_the_province_names_nobody_above_it():
    t = tree()

    head = letterhead_of(t.province, [])

    assert (head.superior, head.issuer, head.place) == ("", "BCH ĐOÀN TỈNH BÌNH DƯƠNG", "Bình Dương")
    assert head.dated(dt.date(2020, 7, 13)) == "Bình Dương, ngày 13 tháng 7 năm 2020"
