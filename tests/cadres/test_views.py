"""Lists, tree and pages of people and units, as each role sees them."""

import datetime as dt

import pytest
from django.urls import reverse

from cadres import activating
from cadres.models import Activation, Appointment, Cadre, Role, UnitType
from tests.factories.cadres import AppointmentFactory, RoleGrantFactory, holder, tree, unit, with_role


@pytest.fixture
def t():
    return tree()


def get(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def test_cadre_list_shows_the_subtree_in_name_order(client, t):
    Cadre.objects.filter(pk=t.base_secretary.pk).update(full_name="Lê Văn Ước")
    Cadre.objects.filter(pk=t.branch_secretary.pk).update(full_name="Trần Thị Ánh")

    Cadre.objects.filter(pk=t.base_deputy.pk).update(full_name="Võ Đình Đức")

    page = get(client, t.base_secretary.user, "cadres:cadre_list").context["page"]

    assert [cadre.full_name for cadre in page] == ["Trần Thị Ánh", "Võ Đình Đức", "Lê Văn Ước"]


def test_cadre_list_finds_without_accents(client, t):
    Cadre.objects.filter(pk=t.branch_secretary.pk).update(full_name="Đặng Thị Mỹ Hải")

    page = get(client, t.district_secretary.user, "cadres:cadre_list", q="dang thi my hai").context["page"]

    assert [c.pk for c in page] == [t.branch_secretary.pk]


def test_cadre_list_says_when_nothing_fits(client, t):
    response = get(client, t.district_secretary.user, "cadres:cadre_list", q="khong co ai")

    assert "Không có cán bộ nào khớp" in response.text


@pytest.mark.parametrize("name", ["cadres:cadre_list", "cadres:unit_list", "cadres:unit_tree"])
def test_lists_cost_the_same_with_3_and_30_rows(client, t, name, query_count):
    client.force_login(with_role(Role.ORG_STAFF, t.province))
    counts = []
    for extra in (3, 27):
        for n in range(extra):
            holder(unit(f"Đoàn xã số {extra}-{n}", UnitType.BASE, t.district), "BT-COSO")
        counts.append(query_count(reverse(name)))

    assert counts[0] == counts[1]


def test_person_of_another_district_is_not_found(client, t):
    response = get(client, t.district_secretary.user, "cadres:cadre_detail", t.other_base_secretary.pk)

    assert response.status_code == 404


def test_lists_name_a_branch_with_its_base(client, t):
    client.force_login(t.district_secretary.user)
    for name in ("cadres:unit_list", "cadres:cadre_list"):
        assert f"{t.branch.name}, {t.base.name}" in client.get(reverse(name)).content.decode()


def test_unit_tree_opens_one_level_for_htmx(client, t):
    client.force_login(t.district_secretary.user)

    response = client.get(reverse("cadres:unit_tree"), {"mo": t.district.pk}, headers={"HX-Request": "true"})

    assert [u.pk for u in response.context["units"]] == [t.base.pk]
    assert "<html" not in response.text


def test_unit_detail_counts_people_below(client, t):
    response = get(client, t.district_secretary.user, "cadres:unit_detail", t.district.pk)

    assert [u.people for u in response.context["children"]] == [3]


def test_own_contacts_can_be_corrected(client, t):
    client.force_login(t.branch_secretary.user)

    response = client.post(
        reverse("cadres:cadre_contacts", args=[t.branch_secretary.pk]), {"phone": "+84 912 345 678", "email": ""}
    )

    assert response.status_code == 302
    assert Cadre.objects.get(pk=t.branch_secretary.pk).phone == "0912345678"


def test_contacts_of_others_need_the_right_to_edit(client, t):
    client.force_login(t.district_secretary.user)

    assert client.get(reverse("cadres:cadre_contacts", args=[t.base_secretary.pk])).status_code == 403


def test_activation_card_opens_an_account(client, t):
    newcomer = Cadre.objects.get(pk=holder(t.branch, "PBT-CHIDOAN").pk)
    Cadre.objects.filter(pk=newcomer.pk).update(user=None, birth_date=dt.date(2001, 9, 2))
    client.force_login(t.base_secretary.user)
    page = client.post(reverse("cadres:code_issue", args=[newcomer.pk]))
    code = page.context["issued"][0][1]
    client.logout()

    answer = client.post(
        reverse("cadres:activate"),
        {"code": code.lower(), "birth_date": "02/09/2001", "password": "rừng xanh núi đỏ", "again": "rừng xanh núi đỏ"},
    )

    newcomer.refresh_from_db()
    assert answer.status_code == 302
    assert newcomer.user.username == newcomer.code.lower()
    assert newcomer.user.check_password("rừng xanh núi đỏ")


def test_activation_is_locked_after_five_misses(client, t):
    newcomer = Cadre.objects.get(pk=holder(t.branch, "PBT-CHIDOAN").pk)
    Cadre.objects.filter(pk=newcomer.pk).update(user=None, birth_date=dt.date(2001, 9, 2))
    client.force_login(t.base_secretary.user)
    code = client.post(reverse("cadres:code_issue", args=[newcomer.pk])).context["issued"][0][1]
    client.logout()
    typed = {"code": code, "password": "rừng xanh núi đỏ", "again": "rừng xanh núi đỏ"}

    for _ in range(Activation.MAX_MISSES):
        client.post(reverse("cadres:activate"), typed | {"birth_date": "01/01/2000"})
    answer = client.post(reverse("cadres:activate"), typed | {"birth_date": "02/09/2001"})

    assert "Mã hoặc ngày sinh chưa khớp" in answer.text
    assert Cadre.objects.get(pk=newcomer.pk).user is None


@pytest.fixture
def newcomer(t):
    found = holder(t.branch, "PBT-CHIDOAN", full_name="Nguyễn Hoàng Phương Thảo")
    Cadre.objects.filter(pk=found.pk).update(user=None, birth_date=dt.date(2001, 9, 2))
    return Cadre.objects.get(pk=found.pk)


def test_guessing_codes_from_one_address_is_stopped(client, newcomer, t):
    typed = {"birth_date": "02/09/2001", "password": "rừng xanh núi đỏ", "again": "rừng xanh núi đỏ"}
    code = activating.issue([newcomer], by=t.base_secretary.user)[0][1]
    url = reverse("cadres:activate")

    tries = [client.post(url, typed | {"code": f"AAAA-BBBB-CC{n}"}).status_code for n in range(20, 31)]
    right = client.post(url, typed | {"code": code})

    assert tries == [200] * 10 + [429]
    assert right.status_code == 429
    assert "Đã thử quá nhiều" in right.text
    assert Cadre.objects.get(pk=newcomer.pk).user is None


def test_the_own_name_is_no_password(client, newcomer, t):
    code = activating.issue([newcomer], by=t.base_secretary.user)[0][1]
    typed = {"code": code, "birth_date": "02/09/2001"} | dict.fromkeys(
        ["password", "again"], "nguyễn hoàng phương thảo"
    )

    answer = client.post(reverse("cadres:activate"), typed)

    assert "password" in answer.context["form"].errors
    assert Cadre.objects.get(pk=newcomer.pk).user is None


def test_who_left_the_unit_is_no_longer_its_to_edit(client, t):
    """A base that may still read him elsewhere does not get to change how he is reached, nor to open his account."""
    Appointment.objects.filter(cadre=t.branch_secretary).update(valid_to=dt.date(2020, 1, 1))
    AppointmentFactory(cadre=t.branch_secretary, unit=t.other_branch, valid_from=dt.date(2020, 1, 2))
    RoleGrantFactory(user=t.base_secretary.user, role=Role.SUPERVISOR, unit=t.other_base)
    client.force_login(t.base_secretary.user)

    assert client.get(t.branch_secretary.get_absolute_url()).status_code == 200
    assert client.get(reverse("cadres:cadre_contacts", args=[t.branch_secretary.pk])).status_code == 403
    assert client.post(reverse("cadres:code_issue", args=[t.branch_secretary.pk])).status_code == 404


def test_the_tree_opens_below_the_top(client, t):
    client.force_login(t.district_secretary.user)

    answer = client.get(reverse("cadres:unit_tree"), {"mo": t.base.pk})

    (top,) = answer.context["tops"]
    assert (top, top.opened, top.opened[0].opened) == (t.district, [t.base], [t.branch])
    assert client.get(reverse("cadres:unit_tree"), {"mo": "²"}).status_code == 200


def test_whoever_reads_units_but_no_people_sees_no_names(client, t):
    system = with_role(Role.SYSADMIN, t.province)
    AppointmentFactory(cadre=Cadre.objects.create(full_name="Phạm Anh Tú", user=system), unit=t.other_branch)
    client.force_login(system)

    page = client.get(t.base.get_absolute_url()).text

    assert t.base_secretary.full_name not in page
    assert reverse("cadres:cadre_list") + f"?don_vi={t.base.pk}" not in page
