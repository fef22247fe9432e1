"""Lists as bad as offices make them, against the people already there."""

import datetime as dt
import unicodedata

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres import intake, resources
from cadres.importing import rosters
from cadres.importing.archive import Refused
from cadres.models import Appointment, Cadre
from tests.factories import lists
from tests.factories.cadres import AppointmentFactory, holder, position

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def top():
    return lists.district("721")


def examine(path, unit, max_rows=5000):
    return resources.examine(path, unit, on=TODAY, max_rows=max_rows)


def take(path, unit):
    seen = examine(path, unit)
    return intake.apply(resources.keep(seen, unit, file_name=path.name, by=None), by=None, only_right_rows=True)


def rows(tmp_path, unit, people, **how):
    return examine(lists.workbook(tmp_path / "ds.xlsx", people, **how), unit).rows


def one(tmp_path, unit, **cells):
    return rows(tmp_path, unit, [lists.person(**cells)])[0]


def messages(row):
    return [(error["column"], error["message"]) for error in row["errors"]]


def sheet_of(tmp_path, lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    book.save(tmp_path / "tay.xlsx")
    return tmp_path / "tay.xlsx"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Đoàn Phường Tân Định", "25852"),
        ("phường tân định", "25852"),
        ("TÂN ĐỊNH", "25852"),
        ("Đoàn xã Tân Định", "25852"),
        ("Đoàn TNCS Hồ Chí Minh phường Hoà Lợi", "25849"),
        ("ĐOÀN PHƯỜNG HOÀ LỢI", "25849"),
        (unicodedata.normalize("NFD", "Đoàn phường Thới Hoà"), "25846"),
        ("P. Mỹ Phước", "25813"),
        ("25840", "25840"),
        ("BCH Đoàn xã An Điền", "25840"),
        ("Thị đoàn Bến Cát", "721"),
    ],
)
def test_units_are_known_by_their_names_however_spelled(tmp_path, top, typed, code):
    row = one(tmp_path, top, **{"Đơn vị": typed})
    assert row["person"]["unit"] == top.__class__.objects.get(code=code).pk


def test_an_unknown_unit_brings_the_nearest(tmp_path, top):
    assert messages(one(tmp_path, top, **{"Đơn vị": "Đoàn xã An Tai"})) == [
        (
            "Đơn vị",
            "Không có đơn vị này trong Thị đoàn Bến Cát. "
            "Gần nhất: Đoàn xã An Tây; Đoàn xã An Điền; Đoàn phường Tân Định.",
        )
    ]


def test_units_outside_the_subtree_are_unknown(tmp_path, top):
    lists.district("719")
    assert one(tmp_path, top, **{"Đơn vị": "Đoàn xã Lai Hưng"})["kind"] == "wrong"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Bí thư", "BT-COSO"),
        ("PBT", "PBT-COSO"),
        ("P. Bí thư Đoàn phường", "PBT-COSO"),
        ("BÍ THƯ ĐOÀN PHƯỜNG TÂN ĐỊNH", "BT-COSO"),
        ("GV-Tổng phụ trách Đội", "TPT-DOI"),
        ("BT. chi đoàn", "BT-CHIDOAN"),
        ("Phó Bí thư Đoàn xã, kiêm Bí thư chi đoàn", "PBT-COSO"),
    ],
)
def test_posts_are_known_by_their_names_however_spelled(tmp_path, top, typed, code):
    person = one(tmp_path, top, **{"Chức vụ": typed})["person"]
    assert person["position"] == holder(top, code).appointments.get().position_id


@pytest.mark.parametrize(
    ("column", "typed", "message"),
    [
        ("Ngày sinh", "30/02/1996", "Tháng 2/1996 chỉ có 29 ngày. Sửa lại ngày."),
        ("Ngày sinh", "12/13/1996", "Không có tháng 13. Ghi ngày/tháng/năm, ví dụ 25/08/1995."),
        ("Ngày sinh", "1996", "Ghi đủ ngày, tháng, năm sinh, ví dụ 25/08/1995."),
        ("Ngày sinh", "05/1996", "Ghi đủ ngày, tháng, năm sinh, ví dụ 25/08/1995."),
        ("Ngày sinh", "15/12/94", "Không đọc được ngày sinh. Ghi ngày/tháng/năm, ví dụ 25/08/1995."),
        ("Ngày sinh", dt.date(2027, 1, 1), "Ngày sinh ở tương lai. Sửa lại năm sinh."),
        ("Ngày sinh", "01/01/2020", "Ngày sinh này cho tuổi 6. Sửa lại năm sinh."),
        ("Ngày giữ chức vụ", "13/2020", "Không đọc được ngày. Ghi ngày/tháng/năm hoặc tháng/năm, ví dụ 04/2020."),
        ("Ngày giữ chức vụ", "01/07/2026", "Ngày giữ chức vụ sau ngày 01/06/2026. Nhập khi đồng chí đã nhận chức vụ."),
        ("Điện thoại", "0912", "Ghi một số điện thoại 10 chữ số, bắt đầu bằng 0."),
        ("Email", "hoa@", "Địa chỉ email không đúng. Ghi dạng ten@noi-gui.vn hoặc để trống."),
        ("Giới tính", "?", "Ghi “Nam” hoặc “Nữ”."),
        ("Chuyên trách", "tháng 5", "Đánh dấu “x” nếu là cán bộ chuyên trách, để trống nếu kiêm nhiệm."),
        ("Họ và tên", "Hoa", "Ghi đủ họ và tên."),
        ("Họ và tên", "Nguyễn Văn 2", "Họ và tên chỉ gồm chữ. Xóa số và ký hiệu."),
        ("Họ và tên", "=A1", "Ô chứa công thức. Chép ô rồi dán lại bằng Dán đặc biệt, Giá trị."),
        ("Ngày sinh", "=DATE(1990,1,1)", "Ô chứa công thức. Chép ô rồi dán lại bằng Dán đặc biệt, Giá trị."),
        ("Đơn vị", None, "Ghi đơn vị."),
        ("Chức vụ", None, "Ghi chức vụ."),
    ],
)
def test_each_fault_names_its_column_and_what_to_do(tmp_path, top, column, typed, message):
    assert messages(one(tmp_path, top, **{column: typed})) == [(column, message)]


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        (912345678, "0912345678"),
        (912345678.0, "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("(0274) 3822-825", "02743822825"),
        (None, ""),
    ],
)
def test_phones_are_brought_into_one_form(tmp_path, top, typed, phone):
    assert one(tmp_path, top, **{"Điện thoại": typed})["person"]["phone"] == phone


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/12/1994", "1994-12-15"),
        ("5.6.1994", "1994-06-05"),
        ("05 - 06 - 1994", "1994-06-05"),
        ("1994-06-05", "1994-06-05"),
        (dt.datetime(1994, 6, 5), "1994-06-05"),
        (34490, "1994-06-05"),
    ],
)
def test_dates_of_birth_are_read_day_first(tmp_path, top, typed, day):
    assert one(tmp_path, top, **{"Ngày sinh": typed})["person"]["birth_date"] == day


def test_faults_of_one_line_are_all_named(tmp_path, top):
    row = one(tmp_path, top, **{"Ngày sinh": "31/04/1990", "Email": "x", "Đơn vị": "Đoàn xã Không Có Thật"})
    assert sorted(column for column, _ in messages(row)) == ["Email", "Ngày sinh", "Đơn vị"]


def test_a_name_in_capitals_and_pieces_is_put_together(tmp_path, top):
    lines = [
        ["BCH ĐOÀN THỊ XÃ BẾN CÁT"],
        ["STT", "Họ và tên", None, "Ngày, tháng, năm sinh", "Chức danh", "Cơ sở Đoàn", "Ghi chú"],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
        ["I", "ĐOÀN PHƯỜNG TÂN ĐỊNH"],
        [1, unicodedata.normalize("NFD", "NGUYỄN THỊ"), "HOÀ", "2/9/1995", "Bí thư Đoàn phường", "Tân Định", "x"],
        [None, "Tổng cộng: 1 đồng chí"],
        [9, "Không", "Đọc", "1/1/1990", "Bí thư", "Tân Định"],
    ]
    seen = examine(sheet_of(tmp_path, lines), top)
    assert [(row["row"], row["person"]["full_name"]) for row in seen.rows] == [(5, "Nguyễn Thị Hoà")]


def test_somebody_called_tong_cong_is_no_total(tmp_path, top):
    assert one(tmp_path, top, **{"Họ và tên": "Tống Công Danh"})["person"]["full_name"] == "Tống Công Danh"


def test_the_pair_nam_nu_gives_date_and_gender_in_either_row(tmp_path, top):
    lines = [
        ["TT", "Họ tên", "Năm sinh", None, "Chức vụ", "Đơn vị"],
        [None, None, "Nam", "Nữ", None, None],
        [1, "Lê Văn Tám", "19/5/1990", None, "Bí thư", "Tân Định"],
        [2, "Lê Thị Chín", None, "20/5/1991", "Phó Bí thư", "Tân Định"],
    ]
    people = [row["person"] for row in examine(sheet_of(tmp_path, lines), top).rows]
    assert [(one["gender"], one["birth_date"]) for one in people] == [("male", "1990-05-19"), ("female", "1991-05-20")]


def test_the_list_may_stand_on_another_sheet(tmp_path, top):
    path = lists.workbook(tmp_path / "ds.xlsx", [lists.person()])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Bìa", 0).append(["DANH SÁCH CÁN BỘ"])
    book.save(path)
    assert [row["kind"] for row in examine(path, top).rows] == ["new"]


@pytest.mark.parametrize(
    ("headings", "words"),
    [(["A", "B", "C"], "Không thấy dòng tiêu đề"), (["Họ và tên", "Ngày sinh", "Điện thoại"], "thiếu cột: Chức vụ")],
)
def test_a_workbook_without_the_columns_is_refused(tmp_path, top, headings, words):
    with pytest.raises(Refused, match=words):
        rows(tmp_path, top, [lists.person()], headings=headings)


def test_a_person_met_twice_counts_once(tmp_path, top):
    people = [
        lists.person(1),
        lists.person(2, **{"Họ và tên": "NGUYỄN THỊ HOA", "Điện thoại": None}),
        lists.person(3, **{"Họ và tên": "Lê Văn Tám"}),
        lists.person(3, **{"Họ và tên": "Lê Văn Tám", "Ngày sinh": None}),
    ]
    found = rows(tmp_path, top, people)
    assert [(row["kind"], row.get("same_as")) for row in found] == [
        ("new", None),
        ("duplicate", 5),
        ("new", None),
        ("duplicate", 7),
    ]


def test_a_wrong_line_does_not_hide_the_right_one_after_it(tmp_path, top):
    found = rows(tmp_path, top, [lists.person(**{"Email": "x"}), lists.person()])
    assert [row["kind"] for row in found] == ["wrong", "new"]


def test_people_who_share_a_telephone_stay_two(tmp_path, top):
    people = [lists.person(), lists.person(**{"Họ và tên": "Lê Văn Tám", "Ngày sinh": "02/09/1990"})]
    path = lists.workbook(tmp_path / "ds.xlsx", people)
    take(path, top)
    assert Cadre.objects.count() == 2
    assert [row["kind"] for row in examine(path, top).rows] == ["unchanged", "unchanged"]


def test_namesakes_without_a_date_have_to_be_chosen(tmp_path, top):
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person(1), lists.person(2, **{"Ngày sinh": "01/01/1990"})]), top)
    row = one(tmp_path, top, **{"Ngày sinh": None, "Điện thoại": None})
    (column, message), *_ = messages(row)
    assert (column, message[:9], message.count("CB-")) == ("Họ và tên", "Cần chọn:", 2)


def test_the_code_chooses_between_namesakes(tmp_path, top):
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person(1), lists.person(2, **{"Ngày sinh": "01/01/1990"})]), top)
    wanted = Cadre.objects.get(birth_date="1990-01-01")
    chosen = lists.person(**{"Ngày sinh": None, "Điện thoại": None, "Mã cán bộ": wanted.code.lower()})
    headings = [*lists.HEADINGS, "Mã cán bộ"]
    assert rows(tmp_path, top, [chosen], headings=headings)[0]["person"]["id"] == wanted.pk


def test_a_person_of_another_unit_is_neither_changed_nor_shown(tmp_path, top):
    other = lists.district("719")
    stranger = holder(
        other, "BT-HUYEN", full_name="Nguyễn Thị Hoa", phone="0912345678", birth_date=dt.date(1994, 12, 15)
    )
    row = one(tmp_path, top, **{"Điện thoại": "0912345678"})
    assert messages(row) == [
        ("Điện thoại", "Số điện thoại này là của một đồng chí ở đơn vị khác. Báo đơn vị cấp trên chuyển.")
    ]
    assert stranger.code not in str(row)


def test_empty_cells_leave_what_is_known(tmp_path, top):
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person(**{"Email": "hoa@example.org"})]), top)
    assert one(tmp_path, top, **{"Điện thoại": None, "Email": None, "Ngày giữ chức vụ": None})["kind"] == "unchanged"


def test_a_post_that_begins_before_the_present_one_is_questioned(tmp_path, top):
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person()]), top)
    row = one(tmp_path, top, **{"Chức vụ": "Bí thư Đoàn phường", "Ngày giữ chức vụ": "01/2019"})
    assert messages(row) == [("Ngày giữ chức vụ", "Đồng chí giữ Bí thư chi đoàn từ 01/04/2020, sau ngày này. Xem lại.")]


def test_another_post_on_the_same_first_day_is_a_correction(tmp_path, top):
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person()]), top)
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person(**{"Chức vụ": "Phó Bí thư chi đoàn"})]), top)
    post = Appointment.objects.get()
    assert (post.position.code, post.valid_from, post.valid_to) == ("PBT-CHIDOAN", dt.date(2020, 4, 1), None)


def test_nobody_is_deleted_and_nobody_gets_a_user(tmp_path, top):
    secretary = holder(top, "BT-HUYEN")
    batch = take(lists.workbook(tmp_path / "ds.xlsx", [lists.person()]), top)
    assert (batch.counts["new"], Cadre.objects.filter(user=None).count()) == (1, 1)
    assert secretary.appointments.get().valid_to is None


def test_the_number_of_queries_does_not_grow_with_the_list(tmp_path, top):
    counts = []
    for year, number in ((1989, 1), (1990, 3), (1991, 30)):
        people = [lists.person(n, **{"Ngày sinh": f"{n % 28 + 1}/{n % 12 + 1}/{year}"}) for n in range(1, number + 1)]
        path = lists.workbook(tmp_path / f"{number}.xlsx", people)
        with CaptureQueriesContext(connection) as captured:
            batch = take(path, top)
        counts.append(len(captured))
    assert (batch.counts["changed"], batch.counts["new"]) == (3, 27)
    assert counts[1] == counts[2]


def test_a_code_that_is_taken_is_not_given_again(tmp_path, top, monkeypatch):
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person(1)]), top)
    taken = Cadre.objects.get().code
    offered = iter([taken, "CB-222222", "CB-222222", "CB-333333", taken, "CB-444444"])
    monkeypatch.setattr(rosters, "new_code", lambda: next(offered))
    people = [lists.person(n, **{"Họ và tên": f"Lê Văn {name}"}) for n, name in ((2, "Tám"), (3, "Chín"))]
    take(lists.workbook(tmp_path / "ds2.xlsx", people), top)
    assert set(Cadre.objects.values_list("code", flat=True)) == {taken, "CB-222222", "CB-333333"}


def test_a_main_post_held_elsewhere_is_not_ended_by_a_unit_of_the_second_post(tmp_path, top):
    """Who has a side post here may be in the list; the post from above is not for this unit to end."""
    take(lists.workbook(tmp_path / "ds.xlsx", [lists.person()]), top)
    side = Appointment.objects.select_related("cadre").get()
    Appointment.objects.update(is_main=False)
    other = lists.district("719")
    main = AppointmentFactory(cadre=side.cadre, unit=other, position=position("BT-HUYEN"), valid_from=side.valid_from)

    row = one(tmp_path, top, **{"Chức vụ": "Phó Bí thư chi đoàn", "Ngày giữ chức vụ": "01/2022"})

    assert messages(row) == [("Chức vụ", "Chức vụ chính của đồng chí thuộc đơn vị khác. Báo đơn vị cấp trên chuyển.")]
    main.refresh_from_db()
    assert main.valid_to is None
