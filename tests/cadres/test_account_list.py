import pytest

from accounts.models import AuditEvent
from cadres.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.cadres import CadreFactory, tree, with_role
from tests.factories.totp import totp_of

LIST = "/quan-tri/tai-khoan/"


@pytest.fixture
def keeper(client):
    t = tree()
    keeper = with_role(Role.SYSADMIN, t.province, username="quantri")
    client.force_login(keeper)
    keeper.tree = t
    return keeper


def found(client, **query):
    return {account.username for account in client.get(LIST, query).context["page"]}


@pytest.mark.parametrize("words", ["nguyen van hai", "Hải", "CB-HAI234", "cb-hai", "hai@tinhdoan.vn", "0903 555 018"])
def test_an_account_is_found_by_whatever_is_known(client, keeper, words):
    user = UserFactory(username="cb-hai234", full_name="Nguyễn Văn Hải", email="hai@tinhdoan.vn")
    CadreFactory(full_name="Nguyễn Văn Hải", code="CB-HAI234", phone="0903555018", user=user)
    assert found(client, q=words) == {"cb-hai234"}


def test_who_is_no_cadre_is_found_by_name_too(client, keeper):
    user = with_role(Role.PARTY_REP, keeper.tree.district, username="capuy")
    user.full_name = "Đỗ Thị Ủy"
    user.save()
    assert found(client, q="do thi uy") == {"capuy"}


def test_filters_by_state_and_second_factor(client, keeper):
    totp_of(UserFactory(username="haillop"))
    UserFactory(username="ngung", is_active=False)
    assert found(client, lop_hai="co") == {"haillop"}
    assert found(client, trang_thai="ngung") == {"ngung"}
    assert "haillop" not in found(client, lop_hai="chua")


def test_keeper_suspends_with_a_reason_and_restores(client, keeper):
    user = UserFactory()
    page = f"{LIST}{user.pk}/"
    assert "Ghi lý do." in client.post(f"{page}ngung/", {"reason": ""}).text
    assert "Đã ngừng tài khoản" in client.post(f"{page}ngung/", {"reason": "Lộ mật khẩu"}, follow=True).text
    user.refresh_from_db()
    assert not user.is_active
    assert "Lộ mật khẩu" in client.get(page).text
    assert "Đã mở lại" in client.post(f"{page}mo-lai/", follow=True).text
    verbs = AuditEvent.objects.filter(target="accounts.user", target_id=user.pk).order_by("seq")
    assert list(verbs.values_list("verb", flat=True)) == ["account.suspended", "account.restored"]


def test_keeper_signs_somebody_out(client, keeper):
    user = UserFactory()
    assert "không đăng nhập ở máy nào" in client.post(f"{LIST}{user.pk}/dang-xuat/", follow=True).text


def test_own_account_has_no_such_buttons(client, keeper):
    page = client.get(f"{LIST}{keeper.pk}/").text
    assert "Đây là tài khoản của đồng chí" in page
    assert "Ngừng tài khoản" not in page
    assert client.post(f"{LIST}{keeper.pk}/ngung/", {"reason": "x"}).status_code == 403


def test_nothing_leads_to_what_people_wrote(client, keeper):
    page = client.get(f"{LIST}{keeper.tree.base_secretary.user.pk}/").text
    assert [word for word in ("/danh-gia/", "/dang-ky/", "/can-bo/") if word in page.split("<main")[1]] == []


def test_list_costs_the_same_with_3_and_30(client, keeper, query_count):
    few = query_count(LIST)
    for _ in range(20):
        totp_of(UserFactory())
    assert query_count(LIST) == few
