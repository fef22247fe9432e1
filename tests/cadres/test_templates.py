"""The templates of every kind of list: drop-down lists, remarks, text cells, an example that is never imported."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from cadres import resources
from cadres.importing.kinds import KINDS
from cadres.models import Role, Sheet, UnitType
from cadres.workbooks import templates
from tests.factories.cadres import tree, unit, with_role


@pytest.fixture
def t():
    t = tree()
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


def opened(kind, user):
    return openpyxl.load_workbook(BytesIO(templates.template(kind, user)))


def offered(book):
    """The drop-down lists: heading of the column → the values it offers."""
    sheet, found = book["Danh sách"], {}
    for rule in sheet.data_validations.dataValidation:
        column = str(rule.sqref).split(":")[0].rstrip("0123456789")
        cells = book["Danh mục"][rule.formula1.split("!")[1].replace("$", "")]
        found[sheet[f"{column}4"].value] = [cell.value for (cell,) in cells]
    return found


@pytest.mark.parametrize("sheet", [sheet for sheet in Sheet.values if sheet != Sheet.PLEDGES])
def test_an_empty_template_imports_nothing(t, tmp_path, sheet):
    path = tmp_path / "mau.xlsx"
    path.write_bytes(templates.template(KINDS[sheet], t.staff))

    seen = resources.examine(path, t.province, on=timezone.localdate(), max_rows=5000, kind=Sheet(sheet))

    assert seen.rows == []


def test_columns_offer_their_valid_values(t):
    lists = offered(opened(KINDS[Sheet.APPOINTMENTS], t.staff))

    assert "Bí thư Đoàn cơ sở" in lists["Chức vụ"]
    assert lists["Chính, kiêm nhiệm"] == ["Chính", "Kiêm nhiệm"]
    assert offered(opened(KINDS[Sheet.UNITS], t.staff))["Loại"] == UnitType.labels
    assert "Ủy ban Kiểm tra" in offered(opened(KINDS[Sheet.GRANTS], t.staff))["Vai trò"]


def test_units_are_those_in_reach_and_alike_ones_are_told_apart(t):
    unit("Đoàn phường An Bình", UnitType.BASE, t.other_district)

    everywhere = offered(opened(KINDS[Sheet.CADRES], t.staff))["Đơn vị"]
    here = offered(opened(KINDS[Sheet.CADRES], with_role(Role.UNIT_ADMIN, t.district)))["Đơn vị"]

    assert {"Đoàn phường An Bình, Thành đoàn Dĩ An", "Đoàn phường An Bình, Huyện đoàn Phú Giáo"} <= set(everywhere)
    assert here == ["Thành đoàn Dĩ An", "Đoàn phường An Bình", "Chi đoàn khu phố 1"]


def test_days_and_numbers_stay_as_typed_and_headings_say_how(t):
    sheet = opened(KINDS[Sheet.CADRES], t.staff)["Danh sách"]
    headings = {cell.value: cell for cell in sheet[4]}

    for heading in ("Ngày sinh", "Điện thoại"):
        assert sheet.column_dimensions[headings[heading].column_letter].number_format == "@"
    assert "25/08/1995" in headings["Ngày sinh"].comment.text


def test_a_template_is_for_those_who_may_bring_such_a_list(client, t):
    client.force_login(with_role(Role.SYSADMIN, t.province))

    slugs = ("can-bo", "don-vi", "bo-nhiem", "ban-dang-ky", "vai-tro")

    answers = [client.get(reverse("cadres:sheet_template", args=[slug])).status_code for slug in slugs]

    assert answers == [403, 403, 403, 403, 200]
    assert client.get(reverse("cadres:sheet_new", args=["khong-co"])).status_code == 404
