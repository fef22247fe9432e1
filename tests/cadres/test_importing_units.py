"""Lists of units: what they found, where, and what they must not do to the tree."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from cadres import intake, resources
from cadres.models import Role, Sheet, Unit, UnitPlacement
from tests.factories import lists
from tests.factories.cadres import tree, with_role

TODAY = dt.date(2026, 6, 1)
HEADINGS = ["Mã đơn vị", "Tên đơn vị", "Tên gọn", "Loại", "Lĩnh vực", "Đơn vị cấp trên", "Ngày thành lập", "Căn cứ"]


@pytest.fixture
def t():
    return tree()


def line(code, name, **more):
    return {"Mã đơn vị": code, "Tên đơn vị": name, "Loại": "Chi đoàn", "Đơn vị cấp trên": "72401"} | more


@pytest.fixture
def examine(t, tmp_path):
    def look(*people, unit=None, by=None):
        path = lists.workbook(tmp_path / "dv.xlsx", people, headings=HEADINGS)
        return resources.examine(path, unit or t.district, on=TODAY, max_rows=5000, kind=Sheet.UNITS, by=by)

    return look


def kinds(seen):
    return [row["kind"] for row in seen.rows]


def fault(seen, place=0):
    return [(error["column"], error["message"]) for error in seen.rows[place]["errors"]]


def take(seen, unit, by=None):
    batch = resources.keep(seen, unit, file_name="dv.xlsx", by=by)
    return intake.apply(batch, by=by, only_right_rows=True)


def test_units_of_a_list_are_founded_under_each_other_in_any_order(t, examine):
    seen = examine(
        line("72499-A", "Chi đoàn A", **{"Đơn vị cấp trên": "Đoàn phường Mới", "Tên gọn": "A"}),
        line(
            "72499",
            "Đoàn phường Mới",
            **{"Loại": "Đoàn cơ sở", "Đơn vị cấp trên": None, "Ngày thành lập": "03/2026", "Căn cứ": "05-QĐ/ĐTN"},
        ),
    )
    assert kinds(seen) == ["new", "new"]

    take(seen, t.district, with_role(Role.UNIT_ADMIN, t.district))

    base, branch = Unit.objects.get(code="72499"), Unit.objects.get(code="72499-A")
    assert (base.parent_path, branch.parent_path) == (t.district.path, base.path)
    assert (base.level, branch.short_name) == ("base", "A")
    placement = UnitPlacement.objects.get(unit=base)
    assert (placement.valid_from, placement.legal_basis) == (dt.date(2026, 3, 1), "05-QĐ/ĐTN")
    applied = AuditEvent.objects.get(verb="import.applied")
    assert (applied.after["sheet"], applied.after["new"], applied.unit_id) == ("units", 2, t.district.pk)


def test_a_known_unit_is_unchanged_or_gets_another_sector(t, examine):
    base = {"Loại": "Đoàn cơ sở", "Đơn vị cấp trên": None}
    workers = line("72401", "Đoàn phường An Bình", **base, **{"Lĩnh vực": "Công nhân"})
    seen = examine(line("72401-KP1", "Chi đoàn khu phố 1"), workers)
    assert kinds(seen) == ["unchanged", "changed"]
    assert seen.rows[1]["changes"] == [("Lĩnh vực", "Địa bàn dân cư", "Công nhân")]

    take(seen, t.district)

    assert Unit.objects.get(code="72401").sector == "workers"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Mã đơn vị": None}, "Mã đơn vị", "Ghi mã đơn vị."),
        ({"Tên đơn vị": None}, "Tên đơn vị", "Ghi tên đơn vị."),
        ({"Loại": "Hội"}, "Loại", "Chọn một trong: "),
        ({"Lĩnh vực": "Biển"}, "Lĩnh vực", "Chọn một trong: "),
        ({"Đơn vị cấp trên": "Đoàn xã Không Có"}, "Đơn vị cấp trên", "Không có đơn vị này"),
        ({"Đơn vị cấp trên": "72201"}, "Đơn vị cấp trên", "Không có đơn vị này"),
        ({"Đơn vị cấp trên": "72401-KP1"}, "Loại", "Chi đoàn không đặt dưới Chi đoàn được."),
        ({"Loại": "Tỉnh đoàn"}, "Loại", "Tỉnh đoàn không đặt dưới Đoàn cơ sở được."),
        ({"Ngày thành lập": "01/01/2027"}, "Ngày thành lập", "ở tương lai"),
        ({"Mã đơn vị": "72201"}, "Mã đơn vị", "đang dùng cho một đơn vị khác"),
        ({"Tên đơn vị": "chi doan khu pho 1"}, "Tên đơn vị", "đã có đơn vị tên này, mã 72401-KP1"),
        ({"Mã đơn vị": "72401-KP1", "Tên đơn vị": "Chi đoàn khác"}, "Mã đơn vị", "Đổi tên, loại hay nơi thuộc"),
        ({"Căn cứ": "=1+1"}, "Căn cứ", "Ô chứa công thức"),
    ],
)
def test_what_a_list_must_not_do_is_said(examine, cells, column, words):
    seen = examine(line("M1", "Chi đoàn mới", **cells))

    assert kinds(seen) == ["wrong"]
    ((where, message),) = fault(seen)
    assert (where, words in message) == (column, True)


def test_units_above_each_other_and_below_a_wrong_line_are_wrong(t, examine):
    seen = examine(
        line("A", "Đoàn A", **{"Loại": "Đoàn cơ sở", "Đơn vị cấp trên": "B"}),
        line("B", "Đoàn B", **{"Loại": "Đoàn cơ sở", "Đơn vị cấp trên": "A"}),
        line("C", "Đoàn C", **{"Loại": "Hội"}),
        line("D", "Chi đoàn D", **{"Đơn vị cấp trên": "C"}),
    )

    assert kinds(seen) == ["wrong"] * 4
    assert "còn sai. Sửa dòng đó trước." in fault(seen, 3)[0][1]


def test_the_same_code_twice_is_a_duplicate(examine):
    seen = examine(line("M1", "Chi đoàn mới"), line("m1", "Chi đoàn mới"))

    assert (kinds(seen), seen.rows[1]["same_as"]) == (["new", "duplicate"], seen.rows[0]["row"])
