import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cadres.models import Cadre, Delegation, Right, Role, RoleGrant, Supervision, UnitType, holds_at
from tests.factories.accounts import UserFactory
from tests.factories.cadres import RoleGrantFactory, tree, unit, with_role


@pytest.fixture
def t():
    found = tree()
    found.organiser = with_role(Role.UNIT_ADMIN, found.district)
    found.staff = with_role(Role.ORG_STAFF, found.province)
    return found


def new(**query):
    return reverse("cadres:grant_new", query=query)


def text(answer):
    return answer.content.decode()


def test_a_role_is_given_in_three_steps(client, t):
    client.force_login(t.organiser)
    assert "Thành đoàn Dĩ An" in text(client.get(new()))
    assert "An Bình" in text(client.get(new(tim="an binh")))
    person = t.base_deputy
    assert person.full_name in text(client.get(new(don_vi=t.base.pk, tim=person.full_name)))

    form = client.get(new(don_vi=t.base.pk, nguoi=person.user.username))
    assert "Cán bộ tổ chức của đơn vị" in text(form)
    assert "Ủy ban Kiểm tra" not in text(form)

    sent = {"role": "unit_admin", "valid_from": f"{timezone.localdate()}", "reason": "QĐ 5"}
    answer = client.post(new(don_vi=t.base.pk, nguoi=person.user.username), sent)
    given = RoleGrant.objects.get(user=person.user)
    assert answer["Location"] == given.get_absolute_url()
    assert (given.role, given.unit, given.reason) == ("unit_admin", t.base, "QĐ 5")


def test_a_wrong_form_keeps_what_was_typed(client, t):
    client.force_login(t.organiser)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    sent = {"role": "unit_admin", "valid_from": f"{yesterday}", "reason": "Theo quyết định số 5"}
    answer = client.post(new(don_vi=t.base.pk, nguoi=t.base_deputy.user.username), sent)
    assert answer.status_code == 422
    assert "từ hôm nay trở đi" in text(answer)
    assert "Theo quyết định số 5" in text(answer)


@pytest.mark.parametrize("place", ["other_base", "province"])
def test_units_out_of_reach_are_not_found(client, t, place):
    client.force_login(t.organiser)
    url = new(don_vi=getattr(t, place).pk, nguoi=t.base_deputy.user.username)
    assert client.get(url).status_code == 404
    assert client.post(url, {"role": "unit_admin", "reason": "x"}).status_code == 404


def test_a_role_that_is_not_offered_is_not_taken(client, t):
    client.force_login(t.organiser)
    sent = {"role": "inspector", "valid_from": f"{timezone.localdate()}", "reason": "x"}
    answer = client.post(new(don_vi=t.base.pk, nguoi=t.base_deputy.user.username), sent)
    assert answer.status_code == 422
    assert not RoleGrant.objects.filter(user=t.base_deputy.user).exists()


def test_people_out_of_reach_are_found_by_their_exact_name_only(client, t):
    client.force_login(t.organiser)
    other = t.other_base_secretary
    assert other.user.username not in text(client.get(new(don_vi=t.base.pk, tim=other.full_name[:6])))
    assert other.full_name in text(client.get(new(don_vi=t.base.pk, tim=other.user.username)))


def test_a_role_is_revoked_with_a_reason(client, t):
    given = RoleGrantFactory(role=Role.UNIT_ADMIN, unit=t.base)
    client.force_login(t.organiser)
    end = reverse("cadres:grant_end", args=[given.pk])

    assert client.post(end, {"reason": ""}).status_code == 422
    assert client.post(end, {"reason": "Nghỉ việc"}).status_code == 302
    page = text(client.get(given.get_absolute_url()))
    assert "Nghỉ việc" in page
    assert "Đã hết" in page
    assert client.post(end, {"reason": "Nghỉ việc"}).status_code == 409


def test_ones_own_role_offers_no_change(client, t):
    client.force_login(t.organiser)
    own = RoleGrant.objects.get(user=t.organiser)
    assert "do người khác giao" in text(client.get(own.get_absolute_url()))
    assert client.post(reverse("cadres:grant_end", args=[own.pk]), {"reason": "x"}).status_code == 403


def test_the_list_is_filtered_and_costs_the_same_with_more_rows(client, t, query_count):
    client.force_login(t.staff)
    url = reverse("cadres:grant_list")
    few = query_count(url)
    for n in range(20):
        RoleGrantFactory(role=Role.PARTY_REP, unit=t.base, user__full_name=f"Lê Thị {n}")
    assert query_count(url) == few
    shown = client.get(url, {"vai_tro": "party_rep", "q": "Lê Thị 7", "don_vi": t.base.pk})
    assert [given.user.full_name for given in shown.context["page"]] == ["Lê Thị 7"]


def test_a_secretary_delegates_and_ends_it(client, t):
    client.force_login(t.district_secretary.user)
    today = timezone.localdate()
    sent = {
        "to_cadre": t.district_deputy.pk,
        "area": "all",
        "valid_from": f"{today}",
        "valid_to": f"{today + dt.timedelta(days=10)}",
        "document_no": "3-GUQ/ĐTN",
    }
    url = reverse("cadres:delegation_new")
    assert client.post(url, sent).status_code == 302
    given = Delegation.objects.get()
    assert "3-GUQ/ĐTN" in text(client.get(reverse("cadres:delegation_list")))
    client.post(reverse("cadres:delegation_end", args=[given.pk]), {"reason": "Đã về"})
    given.refresh_from_db()
    assert given.end_reason == "Đã về"


def test_people_of_other_units_are_no_deputies(client, t):
    client.force_login(t.district_secretary.user)
    url = reverse("cadres:delegation_new", query={"don_vi": t.base.pk})
    answer = client.post(url, {"to_cadre": t.base_deputy.pk})
    assert answer.status_code == 422
    assert "to_cadre" in answer.context["form"].errors
    client.force_login(t.organiser)
    assert client.get(url).status_code == 403


def test_units_without_anybody_in_charge_come_first(client, t):
    Supervision.objects.create(department=t.department, unit=t.district, valid_from=timezone.localdate())
    client.force_login(t.staff)
    page = client.get(reverse("cadres:supervision_map"))
    assert [unit.name for unit in page.context["page"]] == ["Huyện đoàn Phú Giáo", "Thành đoàn Dĩ An"]
    assert "<b>1</b> trong 2" in text(page)
    by_person = client.get(reverse("cadres:supervision_map"), {"xem": "nguoi"})
    assert by_person.context["by_person"] == [("Ban Tổ chức - Kiểm tra", [t.district])]
    assert "(chưa phân công)" in text(client.get(reverse("cadres:supervision_print")))


def test_the_map_costs_the_same_with_3_and_30_units(client, t, query_count):
    client.force_login(t.staff)
    counts = []
    for extra in (3, 27):
        for n in range(extra):
            made = unit(f"Huyện đoàn số {extra}-{n}", UnitType.DISTRICT, t.province)
            Supervision.objects.create(department=t.department, unit=made, valid_from=timezone.localdate())
        counts.append(query_count(reverse("cadres:supervision_map")))
    assert counts[0] == counts[1]


def test_in_two_tiers_the_bases_are_in_somebodys_charge(client, t):
    base = unit("Đoàn phường Bình Dương", UnitType.BASE, t.province)
    client.force_login(t.staff)
    names = [one.name for one in client.get(reverse("cadres:supervision_map")).context["page"]]
    assert base.name in names
    assert t.base.name not in names
    assert t.department.name not in names


def test_a_unit_is_handed_over(client, t):
    before = Supervision.objects.create(department=t.department, unit=t.district, valid_from=dt.date(2020, 1, 1))
    client.force_login(t.staff)
    url = reverse("cadres:supervision_new", args=[t.district.pk])
    sent = {"who": f"nguoi-{t.province_deputy.pk}", "instead_of": before.pk, "valid_from": f"{timezone.localdate()}"}
    later = {"valid_from": f"{timezone.localdate() + dt.timedelta(days=9)}"}
    assert "từ hôm nay" in text(client.post(url, sent | later))

    assert client.post(url, sent).status_code == 302

    before.refresh_from_db()
    after = Supervision.objects.valid_on(timezone.localdate()).get()
    assert (before.state, before.valid_to) == ("over", timezone.localdate() - dt.timedelta(days=1))
    assert after.supervisor == t.province_deputy


def test_a_department_is_put_in_charge_and_released(client, t):
    client.force_login(t.staff)
    url = reverse("cadres:supervision_new", args=[t.district.pk])
    client.post(url, {"who": f"ban-{t.department.pk}", "valid_from": f"{timezone.localdate()}"})
    charge = Supervision.objects.get()
    assert charge.department == t.department
    end = reverse("cadres:supervision_end", args=[charge.pk])
    assert "ghi lý do" in text(client.post(end, follow=True))
    client.post(end, {"reason": "Sắp xếp lại"})
    charge.refresh_from_db()
    assert charge.state == "over"


def test_everybody_reads_where_his_rights_come_from(client, t):
    RoleGrantFactory(user=t.district_secretary.user, role=Role.PROP_STAFF, unit=t.district)
    client.force_login(t.district_secretary.user)
    reasons = client.get(reverse("cadres:my_rights")).context["reasons"]
    assert [(reason.kind, reason.label) for reason in reasons] == [
        ("Cán bộ Đoàn", "Hồ sơ của chính mình"),
        ("Chức vụ", "Bí thư cấp huyện"),
        ("Được giao", "Ban Tuyên giáo"),
    ]


def test_a_unit_says_who_may_do_what_there(client, t):
    RoleGrantFactory(role=Role.PARTY_REP, unit=t.district, user__full_name="Trần Thị Thu Hà")
    client.force_login(t.organiser)
    groups = dict(client.get(reverse("cadres:unit_rights", args=[t.district.pk])).context["groups"])
    assert {kind: len(reasons) for kind, reasons in groups.items()} == {"Chức vụ": 3, "Được giao": 2}


def test_a_unit_names_who_may_do_each_thing_there_from_above_too(client, t):
    client.force_login(t.organiser)
    rights = dict(client.get(reverse("cadres:unit_rights", args=[t.base.pk])).context["by_right"])

    def names(right):
        return [reason.person for reason in rights[right]]

    assert names(Right.PLEDGE_DECIDE) == [t.base_secretary.full_name]
    assert t.district_secretary.full_name in names(Right.EVALUATION_READ)
    assert t.other_district_secretary.full_name not in names(Right.EVALUATION_READ)
    assert Right.PLEDGE_READ not in rights
    assert names(Right.PERIOD_MANAGE) == [t.staff.full_name]
    for right, holders in rights.items():
        users = {
            cadre.user.full_name
            for cadre in Cadre.objects.exclude(user=None)
            if holds_at(cadre.user, right, t.base.path)
        }
        assert users <= {reason.person for reason in holders}


def test_who_reads_no_people_sees_no_holders_of_posts(client, t):
    client.force_login(with_role(Role.SYSADMIN, t.province))
    page = text(client.get(reverse("cadres:unit_rights", args=[t.base.pk])))
    assert t.base_secretary.full_name not in page


def test_who_lost_the_last_right_is_told_so(client, t):
    client.force_login(UserFactory())
    answer = client.get(reverse("cadres:my_rights"))
    assert answer.status_code == 200
    assert "không giữ quyền nào" in text(answer)


def test_the_history_of_a_role_shows_old_and_new(client, t):
    given = RoleGrantFactory(role=Role.UNIT_ADMIN, unit=t.base, valid_to=dt.date(2030, 6, 30))
    client.force_login(t.organiser)
    sent = {"valid_to": "2031-06-30", "reason": "Thêm một năm"}
    assert client.post(reverse("cadres:grant_extend", args=[given.pk]), sent).status_code == 302
    assert "<del>30/06/2030</del> → <ins>30/06/2031</ins>" in text(client.get(given.get_absolute_url()))


def test_the_page_of_permissions_is_up_to_date():
    call_command("permissions_doc", check=True)
