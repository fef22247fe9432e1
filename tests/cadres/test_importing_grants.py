"""Lists of roles: nobody gives by a list what he may not give by hand."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.documents import StaleDocument
from cadres import intake
from cadres.models import Role, RoleGrant
from tests.factories.cadres import RoleGrantFactory, with_role

TODAY = dt.date(2026, 6, 1)
HEADINGS = ["Tài khoản", "Họ và tên", "Vai trò", "Đơn vị", "Từ ngày", "Đến ngày", "Lý do"]


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
