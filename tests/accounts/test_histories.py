"""Who changed what: the row history in words, newest first."""

import datetime as dt

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.histories import FieldChange, history
from cadres import keeping
from cadres.models import Appointment, Role, RoleGrant
from cadres.shown_history import CADRE_WHOLE, of_cadre, of_unit
from tests.factories.accounts import UserFactory
from tests.factories.cadres import FIRST_DAY, CadreFactory, RoleGrantFactory, position, tree


def entries(cadre, title):
    """All of a test is one moment for the database, so the kinds are told apart by title."""
    return [entry for entry in of_cadre(cadre, with_contacts=False) if entry.title == title]


def test_a_change_says_who_and_from_what_to_what():
    cadre = CadreFactory(full_name="Trần Thị Mai", phone="0903000000")
    user = UserFactory(full_name="Lê Minh Khoa")
    with pghistory.context(user=user.pk):
        keeping.change_contacts(cadre, by=user, phone="0903555018", email="")

    change, first = history((CADRE_WHOLE, {"pgh_obj": cadre.pk}))

    assert (change.actor, change.title, change.is_new) == ("Lê Minh Khoa", "thông tin", False)
    assert change.changes == (FieldChange("điện thoại", "0903000000", "0903555018"),)
    assert (first.actor, first.is_first, first.is_new) == ("Hệ thống", True, True)
    assert FieldChange("ngày sinh", "", "19/05/1995") in first.changes


def test_links_choices_dates_and_flags_are_words():
    t = tree()
    post = Appointment.objects.get(cadre=t.base_secretary)
    post.position, post.unit, post.valid_to, post.is_full_time = (
        position("PBT-COSO"),
        t.other_base,
        dt.date(2026, 12, 31),
        True,
    )
    post.save()

    entry = entries(t.base_secretary, "chức vụ")[0]

    assert entry.changes == (
        FieldChange("chức vụ", str(position("BT-COSO")), str(position("PBT-COSO"))),
        FieldChange("đơn vị", t.base.name, t.other_base.name),
        FieldChange("đến ngày", "", "31/12/2026"),
        FieldChange("chuyên trách", "không", "có"),
    )


def test_grants_belong_to_the_history_of_the_person():
    t = tree()
    RoleGrantFactory(user=t.base_secretary.user, unit=t.district, role=Role.INSPECTOR)
    RoleGrant.objects.update(valid_to=dt.date(2026, 1, 1))

    ended, given = entries(t.base_secretary, "vai trò")

    assert ended.changes == (FieldChange("đến ngày", "", "01/01/2026"),)
    assert FieldChange("vai trò", "", "Ủy ban Kiểm tra") in given.changes


def test_contacts_are_left_out_for_others():
    cadre = CadreFactory(phone="0903000000")

    labels = [change.label for entry in of_cadre(cadre, with_contacts=False) for change in entry.changes]

    assert labels == ["họ và tên"]


def test_changes_of_what_is_not_shown_make_no_entry():
    t = tree()
    before = len(of_unit(t.base))
    t.base.numchild += 1
    t.base.save(update_fields=["numchild"])

    assert len(of_unit(t.base)) == before


def test_a_long_history_costs_the_same():
    t = tree()

    def cost():
        with CaptureQueriesContext(connection) as captured:
            of_cadre(t.base_secretary, with_contacts=True)
        return len(captured)

    few = cost()
    for n in range(30):
        t.base_secretary.phone = f"09030000{n:02}"
        t.base_secretary.save(update_fields=["phone"])

    assert cost() == few


@pytest.fixture
def secretary(client):
    t = tree()
    client.force_login(t.base_secretary.user)
    return t


def test_the_page_and_its_fragment(client, secretary):
    url = f"/can-bo/{secretary.base_secretary.pk}/lich-su/"

    page, fragment = client.get(url).text, client.get(url, headers={"HX-Request": "true"}).text

    assert "<h1>Lịch sử thay đổi</h1>" in page
    assert "<html" not in fragment
    assert "Lập chức vụ" in fragment
    assert f"{FIRST_DAY:%d/%m/%Y}" in fragment


def test_the_request_names_who_changed(client, secretary):
    cadre = secretary.base_secretary
    client.post(f"/can-bo/{cadre.pk}/lien-he/", {"phone": "0903555018", "email": ""})

    fragment = client.get(f"/can-bo/{cadre.pk}/lich-su/").text

    assert "0903555018" in fragment
    assert cadre.user.full_name in fragment


def test_a_long_history_is_turned_page_by_page(client, secretary):
    cadre = secretary.base_secretary
    for n in range(25):
        cadre.phone = f"09030000{n:02}"
        cadre.save(update_fields=["phone"])

    first = client.get(f"/can-bo/{cadre.pk}/lich-su/")

    assert len(first.context["page"].object_list) == 20
    assert "?trang=2" in first.text
