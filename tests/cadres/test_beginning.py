import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cadres.models import Right, RoleGrant, Unit, holds_at

ASKED = {"unit": "Tỉnh đoàn Bình Dương", "code": "74", "name": "Lê Hoàng Quân", "email": "quan@example.org"}


def test_an_empty_site_begins_with_one_unit_and_one_account(client, capsys):
    call_command("begin_site", **ASKED)
    code = re.search(r"Mã kích hoạt:\s+(\S+)", capsys.readouterr().out)[1]
    root, user = Unit.objects.get(), User.objects.get()
    assert (root.name, user.full_name, user.has_usable_password()) == (ASKED["unit"], ASKED["name"], False)
    assert set(RoleGrant.objects.values_list("role", flat=True)) == {"sysadmin", "org_staff", "unit_admin"}
    assert all(
        holds_at(user, right, root.path) for right in (Right.UNIT_EDIT, Right.PERIOD_MANAGE, Right.SYSTEM_MANAGE)
    )

    sent = {"code": code, "birth_date": "19/05/1990", "password": "mot cau that dai 26", "again": "mot cau that dai 26"}
    assert client.post("/kich-hoat/", sent).status_code == 302
    user.refresh_from_db()
    assert user.check_password("mot cau that dai 26")


def test_a_site_that_has_begun_begins_no_more():
    call_command("begin_site", **ASKED)
    with pytest.raises(CommandError, match="còn trống"):
        call_command("begin_site", **ASKED)
    assert (Unit.objects.count(), User.objects.count()) == (1, 1)
