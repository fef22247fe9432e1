import csv
import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cadres import july_2025
from cadres.importing.archive import Refused
from cadres.models import Reorganisation, Unit, UnitType
from cadres.reorganising import plan_lines, plan_reading
from cadres.reorganising.changes import Ending, Moving
from cadres.reorganising.plan_reading import PlanFaults
from cadres.workbooks import plans
from tests.factories.cadres import tree, unit

HEAD = tuple(plan_lines.COLUMNS.values())
ON = "01/07/2025"


@pytest.fixture
def t():
    made = tree()
    made.sister = unit("Đoàn phường Hoà Phú", UnitType.BASE, made.district, "72402")
    return made


def read(tmp_path, *rows, name="plan.csv"):
    path = tmp_path / name
    if name.endswith(".csv"):
        with path.open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows([("Phương án",), HEAD, *rows])
    else:
        path.write_bytes(plans.workbook(rows))
    return plan_lines.read(path)


def understood(tmp_path, *rows, on=None, name="plan.csv"):
    return plan_reading.understand(read(tmp_path, *rows, name=name), on=on)


def faults(tmp_path, *rows):
    with pytest.raises(PlanFaults) as caught:
        understood(tmp_path, *rows)
    return str(caught.value).splitlines()


def row(old, kind, new="", name="", type="", parent="", old_name="", on=ON, basis="NQ 1"):
    return (old, old_name, kind, new, name, type, parent, basis, on)


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_lines_with_one_new_code_are_one_merger(t, tmp_path, name):
    plan = understood(
        tmp_path,
        row("72401", "Sáp nhập", "72401", "Đoàn phường Mới", "Đoàn cơ sở", "74", old_name="Phường An Bình"),
        row("72402", "sap nhap", "72401", old_name="Đoàn phường Hòa Phú"),
        name=name,
    )

    (founding,) = plan.change.foundings
    assert (founding.code, founding.name, founding.type, founding.parent) == (
        *("72401", "Đoàn phường Mới", "base"),
        t.province.pk,
    )
    assert [(e.unit, e.successors) for e in plan.change.endings] == [
        (t.base.pk, ("72401",)),
        (t.sister.pk, ("72401",)),
    ]
    assert (plan.change.on, plan.basis) == (dt.date(2025, 7, 1), "NQ 1")


def test_a_code_of_a_unit_that_goes_on_means_that_unit(t, tmp_path):
    plan = understood(tmp_path, row("72402", "sáp nhập", "72401"))

    assert plan.change.foundings == ()
    assert plan.change.endings == (Ending(t.sister.pk, (t.base.pk,), "NQ 1", 3),)


def test_a_split_has_a_line_per_part(t, tmp_path):
    plan = understood(
        tmp_path,
        row("72401", "chia tách", "901", "Đoàn phường Một"),
        row("72401", "chia tách", "902", "Đoàn phường Hai"),
    )

    assert [ending.successors for ending in plan.change.endings] == [("901", "902")]
    assert {founding.parent for founding in plan.change.foundings} == {t.district.pk}


def test_moving_renaming_closing_and_keeping(t, tmp_path):
    plan = understood(
        tmp_path,
        row("72402", "chuyển", parent="722"),
        row("72401", "đổi tên", name="Đoàn phường Tên Mới"),
        row("72201-KP1", "đóng"),
        row("722", "giữ nguyên"),
    )

    assert plan.change.movings == (Moving(t.sister.pk, t.other_district.pk, "NQ 1", 3),)
    assert [(r.unit, r.name, r.type) for r in plan.change.renamings] == [(t.base.pk, "Đoàn phường Tên Mới", "base")]
    assert [(e.unit, e.successors) for e in plan.change.endings] == [(t.other_branch.pk, ())]


def test_the_day_given_stands_in_for_those_of_the_file(t, tmp_path):
    plan = understood(tmp_path, row("72402", "đóng", on=""), on=dt.date(2026, 1, 1))

    assert plan.change.on == dt.date(2026, 1, 1)


def test_lines_that_cannot_be_understood_are_named(t, tmp_path):
    assert faults(
        tmp_path,
        row("72401", "giải thể"),
        row("00000", "đóng"),
        row("72402", "đóng", old_name="Đoàn phường Tân Đông Hiệp"),
        row("72402", "chuyển"),
        row("72201", "sáp nhập"),
        row("722", "chia tách", "901", "Huyện đoàn Một"),
        row("724", "sáp nhập", "903", "Một", "Loại lạ"),
    ) == [
        "Dòng 3: Hình thức “giải thể” không có. Chọn: sáp nhập, chia tách, chuyển, đổi tên, đóng, giữ nguyên.",
        "Dòng 4: Không có đơn vị mang mã 00000 trước ngày hiệu lực.",
        "Dòng 5: Mã 72402 là của “Đoàn phường Hoà Phú”, không phải “Đoàn phường Tân Đông Hiệp”. Sửa mã hoặc tên.",
        "Dòng 6: Chuyển thì cần mã đơn vị cấp trên mới. Điền cột “Đơn vị cấp trên”.",
        "Dòng 7: Chưa có mã đơn vị mới. Điền cột “Mã mới”.",
        "Dòng 8: Mã 722 chia tách cần từ hai dòng. Nhập vào một nơi thì ghi “sáp nhập”.",
        "Dòng 9: Loại “Loại lạ” không có. Chọn trong danh sách của tệp mẫu.",
    ]


def test_a_unit_with_several_lines_must_be_a_split(t, tmp_path):
    (line,) = faults(tmp_path, row("72401", "sáp nhập", "901", "Một"), row("72401", "sáp nhập", "902", "Hai"))

    assert line == "Dòng 3: Mã 72401 có nhiều dòng. Một đơn vị chia cho nhiều nơi thì ghi “chia tách” ở mọi dòng."


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (("01/07/2025", "02/07/2025"), "Mỗi tệp có một ngày hiệu lực."),
        (("", ""), "Chưa có ngày hiệu lực."),
        (("31/02/2025", ""), "Dòng 3: Ngày hiệu lực “31/02/2025” chưa đúng."),
    ],
)
def test_a_plan_has_one_day(t, tmp_path, days, message):
    (line,) = faults(tmp_path, row("72401", "đóng", on=days[0]), row("72402", "đóng", on=days[1]))

    assert line.startswith(message)


def test_files_that_are_no_plan_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("Họ và tên,Ngày sinh\nHoa,1995\n", encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "c.csv").write_text(",".join(HEAD), encoding="utf-8")
    (tmp_path / "d.xlsx").write_bytes(b"PK no workbook")

    for name, message in (
        ("a.csv", "Không thấy dòng tiêu đề"),
        ("b.csv", "Không đọc được tệp .csv"),
        ("c.csv", "Phương án chưa có dòng nào"),
        ("d.xlsx", "Tệp không phải là sổ tính"),
    ):
        with pytest.raises(Refused, match=message):
            plan_lines.read(tmp_path / name)


def test_the_template_offers_the_choices_and_its_example_is_no_line(tmp_path):
    path = tmp_path / "mau.xlsx"
    path.write_bytes(plans.workbook())

    with pytest.raises(Refused, match="chưa có dòng nào"):
        plan_lines.read(path)


def test_the_plan_that_is_shipped_is_the_one_that_the_command_makes(tmp_path):
    with july_2025.PLAN.open(encoding="utf-8", newline="") as source:
        shipped = [tuple(cells) for cells in csv.reader(source)]

    assert shipped == [july_2025.HEADINGS, *july_2025.plan_rows()]
    kinds = [cells[2] for cells in shipped[1:]]
    split = {cells[0] for cells in shipped[1:] if cells[2] == "chia tách"}
    assert (kinds.count("sáp nhập"), len(split), kinds.count("đóng")) == (75, 16, 9)
    assert len({cells[3] for cells in shipped[1:]} - {""}) == 36


def test_the_command_tells_and_does_it(t, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plans.workbook([row("72402", "sáp nhập", "72401")]))
    said = StringIO()

    call_command("reorganise", path, dry_run=True, stdout=said)
    assert "Xem trước, chưa ghi gì." in said.getvalue()
    assert Reorganisation.objects.count() == 0

    call_command("reorganise", path, stdout=said)
    t.sister.refresh_from_db()
    assert t.sister.valid_to == dt.date(2025, 6, 30)
    assert "Đã thực hiện." in said.getvalue()


def test_the_command_keeps_a_plan_of_a_day_to_come(t, tmp_path):
    on = timezone.localdate() + dt.timedelta(days=3)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plans.workbook([row("72402", "sáp nhập", "72401")]))

    call_command("reorganise", path, on=on, stdout=StringIO())

    assert Reorganisation.objects.get().state == "planned"
    assert Unit.objects.filter(valid_to__isnull=False).count() == 0


def test_the_command_refuses_what_does_not_fit(t, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plans.workbook([row("724", "đóng"), row("72402", "chuyển", parent="724")]))

    with pytest.raises(CommandError, match="Còn vướng mắc"):
        call_command("reorganise", path, stdout=StringIO(), stderr=(told := StringIO()))
    with pytest.raises(CommandError, match="Không thấy tệp"):
        call_command("reorganise", tmp_path / "khong-co.xlsx")
    assert told.getvalue() == (
        "  Dòng 6: “Đoàn phường Hoà Phú”: đơn vị cấp trên mã 724 không có, hoặc kết thúc trong đợt này. Ghi mã khác.\n"
    )
