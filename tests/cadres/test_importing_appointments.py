"""Lists of appointments: people who are known take up, keep and leave posts."""

import datetime as dt

import pytest

from cadres import intake, resources
from cadres.models import Appointment, Cadre, Role, Sheet
from tests.factories import lists
from tests.factories.cadres import AppointmentFactory, RoleGrantFactory, position, tree, with_role

TODAY = dt.date(2026, 6, 1)
HEADINGS = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Điện thoại", "Chức vụ", "Đơn vị", "Từ ngày", "Đến ngày"]
HEADINGS += ["Chính, kiêm nhiệm", "Chuyên trách", "Số quyết định", "Ngày quyết định"]


@pytest.fixture
def t():
    t = tree()
    Cadre.objects.filter(pk=t.base_secretary.pk).update(full_name="Nguyễn Văn Hải", phone="0912345678")
    t.base_secretary.refresh_from_db()
    return t


@pytest.fixture
def line(t):
    def of(**cells):
        person = t.base_secretary
        kept = {"Mã cán bộ": person.code, "Họ và tên": person.full_name, "Từ ngày": "01/05/2026"}
        return kept | {"Chức vụ": "Bí thư Huyện đoàn", "Đơn vị": "Thành đoàn Dĩ An"} | cells

    return of


@pytest.fixture
def examine(t, tmp_path):
    def look(*rows, by=None):
        path = lists.workbook(tmp_path / "bn.xlsx", rows, headings=HEADINGS)
        return resources.examine(path, t.district, on=TODAY, max_rows=5000, kind=Sheet.APPOINTMENTS, by=by)

    return look


def kinds(seen):
    return [row["kind"] for row in seen.rows]


def fault(seen, place=0):
    return [(error["column"], error["message"]) for error in seen.rows[place]["errors"]]


def take(t, seen):
    intake.apply(resources.keep(seen, t.district, file_name="bn.xlsx", by=None), by=None, only_right_rows=True)


def posts(cadre):
    rows = Appointment.objects.filter(cadre=cadre).order_by("valid_from", "pk")
    return list(rows.values_list("position__code", "valid_from", "valid_to", "is_main"))


def test_a_new_main_post_ends_the_one_before(t, examine, line):
    seen = examine(line(**{"Số quyết định": "12-QĐ/ĐTN", "Ngày quyết định": "25/04/2026", "Chuyên trách": "x"}))
    assert kinds(seen) == ["new"]

    take(t, seen)

    assert posts(t.base_secretary) == [
        ("BT-COSO", dt.date(2019, 1, 1), dt.date(2026, 4, 30), True),
        ("BT-HUYEN", dt.date(2026, 5, 1), None, True),
    ]
    made = Appointment.objects.get(cadre=t.base_secretary, valid_to=None)
    assert (made.decision_no, made.decision_on, made.is_full_time) == ("12-QĐ/ĐTN", dt.date(2026, 4, 25), True)


def test_a_side_post_stands_beside_the_main_one(t, examine, line):
    take(t, examine(line(**{"Chính, kiêm nhiệm": "Kiêm nhiệm", "Đến ngày": "31/12/2026"})))

    assert posts(t.base_secretary) == [
        ("BT-COSO", dt.date(2019, 1, 1), None, True),
        ("BT-HUYEN", dt.date(2026, 5, 1), dt.date(2026, 12, 31), False),
    ]


def test_a_post_on_record_is_kept_or_ended(t, examine, line):
    here = {"Chức vụ": "Bí thư Đoàn phường", "Đơn vị": "Đoàn phường An Bình", "Từ ngày": "01/01/2019"}
    assert kinds(examine(line(**here))) == ["unchanged"]
    seen = examine(line(**here, **{"Đến ngày": "30/06/2026"}))
    assert seen.rows[0]["changes"] == [("Đến ngày", "", "30/06/2026")]

    take(t, seen)

    assert posts(t.base_secretary) == [("BT-COSO", dt.date(2019, 1, 1), dt.date(2026, 6, 30), True)]


def test_people_are_known_by_number_or_by_name_and_birth_date(t, examine, line):
    by_phone = line(**{"Mã cán bộ": None, "Điện thoại": "+84 912 345 678"})
    by_birth = line(**{"Mã cán bộ": None, "Ngày sinh": "19/05/1995"})

    assert [examine(one).rows[0]["item"]["cadre"] for one in (by_phone, by_birth)] == [t.base_secretary.pk] * 2


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Mã cán bộ": "CB-KHONG"}, "Mã cán bộ", "Không có cán bộ mang mã này"),
        ({"Mã cán bộ": None, "Họ và tên": "Lê Văn Lạ"}, "Họ và tên", "Nhập danh sách cán bộ trước"),
        ({"Họ và tên": "Lê Văn Lạ"}, "Họ và tên", "của Nguyễn Văn Hải"),
        ({"Từ ngày": None}, "Từ ngày", "Ghi ngày giữ chức vụ."),
        ({"Từ ngày": "01/01/1900"}, "Từ ngày", "quá xa"),
        ({"Đến ngày": "01/04/2026"}, "Đến ngày", "trước ngày bắt đầu"),
        ({"Đến ngày": "05/2026"}, "Đến ngày", "Không đọc được ngày."),
        ({"Đơn vị": "Huyện đoàn Phú Giáo"}, "Đơn vị", "Không có đơn vị này"),
        ({"Chức vụ": "Giám đốc"}, "Chức vụ", "Không có chức vụ này"),
        ({"Chính, kiêm nhiệm": "phó"}, "Chính, kiêm nhiệm", "Ghi “Chính” hoặc “Kiêm nhiệm”."),
        ({"Từ ngày": "01/01/2018"}, "Từ ngày", "Trùng thời gian với chức vụ chính"),
    ],
)
def test_faults_say_what_to_do(examine, line, cells, column, words):
    seen = examine(line(**cells))

    assert kinds(seen) == ["wrong"]
    ((where, message),) = fault(seen)
    assert (where, words in message) == (column, True)


def test_people_of_other_units_are_not_moved(t, examine, line):
    other = t.other_base_secretary
    Cadre.objects.filter(pk=other.pk).update(full_name="Lê Thị Bé")
    seen = examine(line(**{"Mã cán bộ": other.code, "Họ và tên": "Lê Thị Bé"}))
    assert fault(seen) == [("Mã cán bộ", "Không có cán bộ mang mã này trong đơn vị.")]


def test_a_main_post_elsewhere_is_not_ended_from_here(t, examine, line):
    Appointment.objects.filter(cadre=t.base_secretary).update(is_main=False)
    AppointmentFactory(cadre=t.base_secretary, unit=t.other_base, position=position("BT-COSO"))

    assert "Chức vụ chính của đồng chí thuộc đơn vị khác." in fault(examine(line()))[0][1]


def test_two_main_posts_of_one_person_in_a_list_are_a_fault(examine, line):
    second = line(**{"Chức vụ": "Phó Bí thư Huyện đoàn", "Từ ngày": "02/05/2026"})
    seen = examine(line(), second)

    assert kinds(seen) == ["new", "wrong"]
    assert "đã có chức vụ chính ở dòng" in fault(seen, 1)[0][1]


def test_nobody_appoints_himself(t, examine, line):
    RoleGrantFactory(user=t.base_secretary.user, role=Role.UNIT_ADMIN, unit=t.district)
    seen = examine(line(), by=t.base_secretary.user)
    assert fault(seen)[0][0] == "Họ và tên"
    assert kinds(examine(line(), by=with_role(Role.UNIT_ADMIN, t.district))) == ["new"]
