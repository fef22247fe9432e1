import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, User
from cadres.models import Appointment, Cadre, ImportBatch
from tests.factories import lists


def run(*arguments: object) -> tuple[dict, int]:
    """The summary that the command prints with --json, and its exit code."""
    out = StringIO()
    code = 0
    try:
        call_command("import_cadres", *map(str, arguments), "--json", stdout=out)
    except SystemExit as stopped:
        code = stopped.code
    return json.loads(out.getvalue()), code


def test_the_good_sample_comes_in_whole():
    lists.district("721")
    summary, code = run(lists.GOOD, "--unit", "721")
    assert (summary, code) == (
        {"rows": 40, "created": 40, "updated": 0, "unchanged": 0, "duplicates": 0, "errors": []},
        0,
    )
    assert Cadre.objects.count() == Appointment.objects.filter(is_main=True).count() == 40


def test_the_good_sample_is_read_as_meant():
    lists.district("721")
    run(lists.GOOD, "--unit", "721")
    hai = Cadre.objects.get(phone="0910037185")
    assert (hai.full_name, hai.birth_date, hai.gender) == ("Ngô Văn Hải", dt.date(1993, 2, 24), "male")
    post = Appointment.objects.select_related("unit", "position").get(cadre__phone="0910037259")
    assert (post.unit.code, post.position.code, post.valid_from) == ("25837", "BT-CHIDOAN", dt.date(2015, 4, 1))
    assert Appointment.objects.filter(is_full_time=True).count() == 10
    assert Cadre.objects.filter(phone="0910037111").exists()  # typed as the number 910037111


def test_importing_the_same_file_twice_changes_nothing():
    lists.district("721")
    run(lists.GOOD, "--unit", "721")
    before = list(Cadre.objects.values()) + list(Appointment.objects.values())
    summary, code = run(lists.GOOD, "--unit", "721")
    assert (summary["created"], summary["updated"], summary["unchanged"], code) == (0, 0, 40, 0)
    assert list(Cadre.objects.values()) + list(Appointment.objects.values()) == before


def test_the_bad_sample_names_each_fault():
    lists.district("719")
    summary, code = run(lists.BAD, "--unit", "719", "--dry-run")
    assert code == 1
    assert {key: summary[key] for key in ("rows", "created", "updated", "unchanged", "duplicates")} == {
        "rows": 40,
        "created": 33,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
    }
    assert [(error["row"], error["column"], error["value"]) for error in summary["errors"]] == [
        (10, "Ngày sinh", "31/02/1995"),
        (13, "Đơn vị", "Đoàn xã Không Có Thật"),
        (16, "Họ và tên", ""),
        (19, "Email", "khong-phai-email"),
        (22, "Ngày sinh", "01/01/2035"),
        (26, "Chức vụ", "Giám đốc"),
        (29, "Họ và tên", '=HYPERLINK("http://x","a")'),
    ]
    assert summary["errors"][0]["message"] == "Tháng 2/1995 chỉ có 28 ngày. Sửa lại ngày."


def test_a_dry_run_writes_nothing():
    lists.district("721")
    run(lists.GOOD, "--unit", "721", "--dry-run")
    assert (Cadre.objects.count(), Appointment.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)


def test_nothing_is_written_while_a_line_is_wrong():
    lists.district("719")
    summary, code = run(lists.BAD, "--unit", "719")
    assert (summary["created"], code, Cadre.objects.count(), ImportBatch.objects.count()) == (0, 1, 0, 0)


def test_the_right_lines_alone_are_taken_when_asked_for():
    lists.district("719")
    summary, code = run(lists.BAD, "--unit", "719", "--skip-errors")
    assert (summary["created"], len(summary["errors"]), code, Cadre.objects.count()) == (33, 7, 1, 33)


def test_an_import_makes_no_user_and_leaves_one_row_in_the_trail():
    lists.district("721")
    run(lists.GOOD, "--unit", "721")
    assert User.objects.count() == 0
    assert AuditEvent.objects.exclude(verb="unit.founded").values_list("verb").get() == ("import.applied",)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((lists.GOOD, "--unit", "999"), "Không có đơn vị mang mã 999"),
        (("khong-co.xlsx", "--unit", "721"), "Không thấy"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments, words):
    lists.district("721")
    with pytest.raises(CommandError, match=words):
        run(*arguments)


def test_a_list_longer_than_allowed_is_refused(tmp_path):
    lists.district("721")
    path = lists.workbook(tmp_path / "dai.xlsx", [lists.person(n) for n in range(1, 302)])
    with pytest.raises(CommandError, match="hơn 50 dòng"):
        run(path, "--unit", "721", "--max-rows", "50")


def test_the_output_for_people_says_row_column_and_reason():
    lists.district("719")
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit):
        call_command("import_cadres", str(lists.BAD), "--unit", "719", stdout=out, stderr=err)
    assert "Chưa ghi gì vì có dòng sai; đọc được cho Thị đoàn Bàu Bàng: 40 dòng." in out.getvalue()
    assert "Dòng 10, Ngày sinh “31/02/1995”: Tháng 2/1995 chỉ có 28 ngày." in err.getvalue()


def test_a_file_refused_as_a_whole_is_an_error_of_no_row(tmp_path):
    lists.district("721")
    path = tmp_path / "rong.xlsx"
    path.write_bytes(b"")
    out = StringIO()
    with pytest.raises(CommandError, match="Tệp trống"):
        call_command("import_cadres", str(path), "--unit", "721", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "rows": 0,
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "errors": [
            {
                "row": None,
                "column": "",
                "value": "rong.xlsx",
                "message": "Tệp trống. Chọn tệp có danh sách.",
            }
        ],
    }
