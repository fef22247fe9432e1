"""More of what offices send: branches, split names, no column of units, error cells, posts that overlap."""

import datetime as dt
import json
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from cadres import intake, resources
from cadres.importing import reading
from cadres.models import Appointment, Cadre, ImportBatch, Role, Unit, UnitType
from cadres.workbooks import templates
from tests.factories import lists
from tests.factories.cadres import position, unit, with_role

TODAY = dt.date(2026, 6, 1)
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Ngày giữ chức vụ", "Số QĐ"]


@pytest.fixture
def top():
    return lists.district("721")


@pytest.fixture
def sheet(tmp_path):
    """Writes lines of cells to a workbook."""

    def write(*lines):
        book = openpyxl.Workbook()
        for line in lines:
            book.active.append(line)
        book.save(tmp_path / "le.xlsx")
        return tmp_path / "le.xlsx"

    return write


def rows(path, top):
    return resources.examine(path, top, on=TODAY, max_rows=100).rows


def take(path, top):
    seen = resources.examine(path, top, on=TODAY, max_rows=100)
    return intake.apply(resources.keep(seen, top, file_name="le.xlsx", by=None), by=None)


def faults(row):
    return [(error["column"], error["message"]) for error in row["errors"]]


@pytest.fixture
def branches(top):
    """A branch of the same name under each of two communes."""
    made = {}
    for code in ("25852", "25846"):
        made[code] = unit("Chi đoàn khu phố 1", UnitType.BRANCH, Unit.objects.get(code=code), f"{code}-KP1")
    return SimpleNamespace(tan_dinh=made["25852"], thoi_hoa=made["25846"])


def test_branches_of_one_name_have_to_say_where(sheet, top, branches):
    (row,) = rows(sheet(HEAD, [1, "Lê Văn Tám", None, "Bí thư", "Chi đoàn khu phố 1"]), top)
    names = "Chi đoàn khu phố 1, Đoàn phường Thới Hòa; Chi đoàn khu phố 1, Đoàn phường Tân Định"
    assert faults(row) == [
        ("Đơn vị", f"Tên này chỉ nhiều đơn vị: {names}. Ghi thêm đơn vị cấp trên sau dấu phẩy, hoặc ghi mã đơn vị.")
    ]


@pytest.mark.parametrize("typed", ["Chi đoàn khu phố 1, phường Tân Định", "chi đoàn khu phố 1 - Tân Định"])
def test_a_branch_is_found_under_the_commune_named_after_it(sheet, top, branches, typed):
    (row,) = rows(sheet(HEAD, [1, "Lê Văn Tám", None, "Bí thư", typed]), top)
    person = row["person"]
    assert (person["unit"], person["position"]) == (branches.tan_dinh.pk, position("BT-CHIDOAN").pk)


def test_without_a_column_of_units_everybody_belongs_to_the_unit_chosen(sheet, top):
    base = Unit.objects.get(code="25852")
    (row,) = rows(sheet(["Họ đệm", "Tên", "Chức vụ"], ["Lê Văn", "TÁM", "Bí thư"]), base)
    person = row["person"]
    assert (person["full_name"], person["unit"], person["since"]) == ("Lê Văn Tám", base.pk, "2026-06-01")


def test_the_heading_once_more_on_the_next_page_is_nobody(sheet, top):
    path = sheet(HEAD, [1, "Lê Văn Tám", None, "Bí thư", "Tân Định"], HEAD, [2, "Lê Văn Chín", None, "PBT", "Tân Định"])
    assert [row["row"] for row in rows(path, top)] == [2, 4]


def test_a_section_title_is_nobody(sheet, top):
    path = sheet(
        HEAD, ["A", "Đoàn phường Tân Định"], [None, "II. Cán bộ chi đoàn"], [1, "Lê Văn Tám", None, "BT", "P. Tân Định"]
    )
    assert [row["row"] for row in rows(path, top)] == [4]


def test_error_cells_and_long_texts_are_named(sheet, top):
    line = [1, "Lê " * 50, "#N/A", "Bí thư", "Tân Định", "01/01/1900", "1" * 70]
    (row,) = rows(sheet(HEAD, line), top)
    assert sorted(faults(row)) == [
        ("Họ và tên", "Họ và tên dài quá 120 chữ. Xem lại ô này."),
        ("Ngày giữ chức vụ", "Năm giữ chức vụ quá xa. Sửa lại năm."),
        ("Ngày sinh", "Ô báo lỗi trong Excel. Ghi lại giá trị."),
        ("Số quyết định", "Số quyết định dài quá 60 chữ. Chỉ ghi số và ký hiệu."),
    ]


def test_both_columns_of_the_pair_filled_is_a_fault(sheet, top):
    head = ["Họ và tên", "Nam", "Nữ", "Chức vụ", "Đơn vị"]
    (row,) = rows(sheet(head, ["Lê Văn Tám", "1/1/1990", "1/1/1990", "Bí thư", "Tân Định"]), top)
    assert faults(row) == [("Giới tính", "Ghi “Nam” hoặc “Nữ”.")]


def test_kiem_nhiem_is_not_full_time(sheet, top):
    head = ["Họ và tên", "Chuyên trách/ Kiêm nhiệm", "Chức vụ", "Đơn vị"]
    path = sheet(head, ["Lê Văn Tám", "Kiêm nhiệm", "BT", "Tân Định"], ["Lê Văn Chín", "CT", "PBT", "Tân Định"])
    assert [row["person"]["is_full_time"] for row in rows(path, top)] == [False, True]


def test_somebody_without_a_date_is_known_by_name_unit_and_post(sheet, top):
    path = sheet(HEAD, [1, "Lê Văn Tám", None, "Bí thư", "Tân Định", "04/2020", "12-QĐ/ĐTN"])
    take(path, top)
    assert [row["kind"] for row in rows(path, top)] == ["unchanged"]
    (row,) = rows(sheet(HEAD, [1, "Lê Văn Tám", "2/9/1990", "Bí thư", "Tân Định", "04/2020", "13-QĐ/ĐTN"]), top)
    assert row["changes"] == [("Ngày sinh", "", "02/09/1990"), ("Số quyết định", "12-QĐ/ĐTN", "13-QĐ/ĐTN")]


def test_somebody_who_left_every_post_comes_back_into_one(sheet, top):
    take(sheet(HEAD, [1, "Lê Văn Tám", "2/9/1990", "Bí thư", "Tân Định", "04/2020"]), top)
    Appointment.objects.update(valid_to=dt.date(2025, 12, 31))
    (row,) = rows(sheet(HEAD, [1, "Lê Văn Tám", "2/9/1990", "Bí thư", "Tân Định", "11/2025"]), top)
    assert faults(row) == [
        ("Ngày giữ chức vụ", "Trùng thời gian với chức vụ Bí thư Đoàn cơ sở đến 31/12/2025. Sửa ngày.")
    ]
    take(sheet(HEAD, [1, "Lê Văn Tám", "2/9/1990", "Bí thư", "Tân Định", "01/2026"]), top)
    assert Appointment.objects.filter(cadre=Cadre.objects.get()).count() == 2


def test_a_preview_needs_the_right_at_the_unit(sheet, top):
    seen = resources.examine(sheet(HEAD, [1, "Lê Văn Tám", None, "BT", "Tân Định"]), top, on=TODAY, max_rows=9)
    other = with_role(Role.UNIT_ADMIN, lists.district("719"))
    with pytest.raises(PermissionDenied):
        resources.keep(seen, top, file_name="le.xlsx", by=other)
    with pytest.raises(PermissionDenied):
        intake.apply(resources.keep(seen, top, file_name="le.xlsx", by=None), by=other)
    assert ImportBatch.objects.get().state == "previewed"


def test_the_child_prints_sheets_and_rows(sheet, capsys):
    path = sheet(["Họ và tên", dt.datetime(1990, 9, 2), dt.time(8, 30), 1.5], [], ["=A1"])
    assert reading.main(path, 5) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"sheet": "Sheet"},
        [1, ["Họ và tên", {"d": "1990-09-02"}, "08:30:00", 1.5]],
        [3, [{"f": "=A1"}]],
    ]
    assert reading.main(path, -reading.TITLE_ROWS) == reading.TOO_MANY


def test_characters_that_nobody_sees_are_left_out(sheet, top):
    (row,) = rows(sheet(HEAD, [1, "\ufeffLê\u00a0 Văn\u200b Tám\u00ad", None, "Bí\u00a0thư", "Tân\nĐịnh\u200b"]), top)
    assert row["person"]["full_name"] == "Lê Văn Tám"


@pytest.mark.parametrize(
    "payload", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", '=HYPERLINK("x")']
)
def test_wrong_lines_never_come_back_as_formulas(sheet, top, payload):
    path = sheet(HEAD, [1, payload, payload, payload, payload])
    seen = resources.examine(path, top, on=TODAY, max_rows=9)
    batch = resources.keep(seen, top, file_name=f"{payload}.xlsx", by=None)
    book = openpyxl.load_workbook(BytesIO(templates.wrong_rows(batch, intake.kind_of(batch))))
    filled = [cell for line in book.active.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s"}
    assert all(cell.quotePrefix for cell in filled)
