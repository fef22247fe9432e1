"""Lists of roles: nobody gives by a list what he may not give by hand."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.documents import StaleDocument
from cadres import intake, resources
from cadres.models import Role, RoleGrant, Sheet
from tests.factories import lists
from tests.factories.cadres import RoleGrantFactory, tree, with_role

TODAY = dt.date(2026, 6, 1)
HEADINGS = ["Tài khoản", "Họ và tên", "Vai trò", "Đơn vị", "Từ ngày", "Đến ngày", "Lý do"]


@pytest.fixture
def t():
    t = tree()
    t.staff = with_role(Role.ORG_STAFF, t.province)
    return t


@pytest.fixture
def line(t):
    def of(**cells):
        kept = {"Tài khoản": t.base_deputy.code, "Vai trò": "Ban Tuyên giáo", "Đơn vị": "72401"}
        return kept | {"Lý do": "Thông báo 08-TB/ĐTN", "Từ ngày": "01/05/2026"} | cells

    return of


@pytest.fixture
def examine(t, tmp_path):
    def look(*rows, by=t.staff, unit=t.province):
        path = lists.workbook(tmp_path / "vt.xlsx", rows, headings=HEADINGS)
        return resources.examine(path, unit, on=TODAY, max_rows=5000, kind=Sheet.GRANTS, by=by)

    return look


def kinds(seen):
    return [row["kind"] for row in seen.rows]


def fault(seen, place=0):
    return [(error["column"], error["message"]) for error in seen.rows[place]["errors"]]


def keep(t, seen, unit=None, by=None):
    return resources.keep(seen, unit or t.province, file_name="vt.xlsx", by=by or t.staff)


def test_a_list_gives_roles_with_giver_time_and_reason(t, examine, line):
    intake.apply(keep(t, examine(line(**{"Đến ngày": "31/12/2026"}))), by=t.staff)

    grant = RoleGrant.objects.get(user=t.base_deputy.user)
    assert (grant.role, grant.unit, grant.granted_by, grant.reason) == (
        "prop_staff",
        t.base,
        t.staff,
        "Thông báo 08-TB/ĐTN",
    )
    assert (grant.valid_from, grant.valid_to) == (dt.date(2026, 5, 1), dt.date(2026, 12, 31))


def test_a_role_that_is_held_is_unchanged_or_gets_another_end(t, examine, line):
    RoleGrantFactory(user=t.base_deputy.user, role=Role.PROP_STAFF, unit=t.base, reason="Thông báo 08-TB/ĐTN")

    assert kinds(examine(line())) == ["unchanged"]
    seen = examine(line(**{"Đến ngày": "31/12/2026"}))
    assert (kinds(seen), seen.rows[0]["changes"]) == (["changed"], [("Đến ngày", "", "31/12/2026")])
    intake.apply(keep(t, seen), by=t.staff)
    assert RoleGrant.objects.get(user=t.base_deputy.user).valid_to == dt.date(2026, 12, 31)


def test_accounts_are_known_by_code_user_name_and_address(t, examine, line):
    user = t.base_deputy.user
    user.email = "Pho@example.org"
    user.save()

    for name in (t.base_deputy.code.lower(), user.username.upper(), "pho@EXAMPLE.org"):
        assert examine(line(**{"Tài khoản": name})).rows[0]["item"]["user"] == user.pk


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"Tài khoản": "khong-co"}, "Tài khoản", "Không có tài khoản này"),
        ({"Vai trò": "Vua"}, "Vai trò", "Chọn một trong: "),
        ({"Lý do": None}, "Lý do", "Ghi lý do."),
        ({"Họ và tên": "Lê Văn Lạ"}, "Họ và tên", "Tài khoản này của"),
        ({"Đến ngày": "01/01/2026"}, "Đến ngày", "trước ngày bắt đầu"),
        ({"Vai trò": "Quản trị hệ thống", "Đơn vị": "74"}, "Vai trò", "có quyền mà đồng chí không có"),
    ],
)
def test_faults_say_what_to_do(examine, line, cells, column, words):
    seen = examine(line(**cells))

    assert kinds(seen) == ["wrong"]
    ((where, message),) = fault(seen)
    assert (where, words in message) == (column, True)


def test_nobody_grants_to_himself_nor_above_his_own_right(t, examine, line):
    admin = RoleGrantFactory(user=t.district_deputy.user, role=Role.UNIT_ADMIN, unit=t.district).user
    himself = line(**{"Tài khoản": t.district_deputy.code, "Đơn vị": "724"})

    assert "không tự trao" in fault(examine(himself, by=admin, unit=t.district))[0][1]
    assert kinds(examine(line(), by=admin, unit=t.district)) == ["new"]
    inspector = line(**{"Vai trò": "Ủy ban Kiểm tra"})
    assert fault(examine(inspector, by=admin, unit=t.district))[0][0] == "Vai trò"


def test_accounts_of_other_units_are_unknown(t, examine, line):
    admin = with_role(Role.UNIT_ADMIN, t.district)
    seen = examine(line(**{"Tài khoản": t.other_base_secretary.code}), by=admin, unit=t.district)

    assert "Không có tài khoản này" in fault(seen)[0][1]


def test_rights_lost_between_preview_and_applying_stop_the_list(t, examine, line):
    batch = keep(t, examine(line()))
    RoleGrant.objects.filter(user=t.staff).update(role=Role.SYSADMIN)
    del t.staff.__dict__["_holdings"]

    with pytest.raises(PermissionDenied):
        intake.apply(batch, by=t.staff)
    assert not RoleGrant.objects.filter(user=t.base_deputy.user).exists()


def test_a_role_given_meanwhile_is_a_conflict(t, examine, line):
    batch = keep(t, examine(line()))
    RoleGrantFactory(user=t.base_deputy.user, role=Role.PROP_STAFF, unit=t.base)

    with pytest.raises(StaleDocument):
        intake.apply(batch, by=t.staff)
