import pytest
from allauth.mfa.models import Authenticator

from cadres.models import FactorReset, Role
from tests.factories.cadres import tree, with_role
from tests.factories.totp import totp_of

LIST = "/quan-tri/khoi-phuc/"


@pytest.fixture
def t():
    t = tree()
    totp_of(t.district_secretary.user)
    t.keeper = with_role(Role.SYSADMIN, t.province, username="quantri")
    t.lost = t.district_secretary.user
    return t


def ask_url(user):
    return f"{LIST}de-nghi/{user.pk}/"


def test_from_the_page_of_the_cadre_to_the_confirmation(client, t):
    client.force_login(t.province_secretary.user)
    assert ask_url(t.lost) in client.get(t.district_secretary.get_absolute_url()).text
    sent = client.post(ask_url(t.lost), {"reason": "Mất điện thoại ở Huế"}, follow=True)
    assert "Chờ một người quản trị hệ thống khác" in sent.text
    reset = FactorReset.objects.get()
    client.force_login(t.keeper)
    assert "Mất điện thoại ở Huế" in client.get(LIST).text
    done = client.post(reset.get_absolute_url(), {"decision": "confirmed"}, follow=True)
    assert "Đã gỡ lớp bảo vệ thứ hai" in done.text
    assert not Authenticator.objects.exists()


def test_button_shows_only_where_it_would_work(client, t):
    client.force_login(t.province_secretary.user)
    assert "Gỡ lớp bảo vệ thứ hai" not in client.get(t.district_deputy.get_absolute_url()).text
    client.force_login(t.lost)
    assert "Gỡ lớp bảo vệ thứ hai" not in client.get(t.district_secretary.get_absolute_url()).text


def test_reason_is_needed_and_a_refusal_says_why(client, t):
    client.force_login(t.province_secretary.user)
    assert "Ghi lý do." in client.post(ask_url(t.lost), {"reason": " "}).text
    client.post(ask_url(t.lost), {"reason": "Mất máy"})
    reset = FactorReset.objects.get()
    client.force_login(t.keeper)
    assert "Ghi lý do từ chối" in client.post(reset.get_absolute_url(), {"decision": "refused"}).text
    client.post(reset.get_absolute_url(), {"decision": "refused", "answer": "Không gặp"})
    reset.refresh_from_db()
    assert (reset.decision, reset.answer) == ("refused", "Không gặp")


def test_page_tells_when_there_is_nothing_to_ask(client, t):
    client.force_login(t.province_secretary.user)
    assert "chưa bật lớp bảo vệ thứ hai" in client.get(ask_url(t.base_secretary.user)).text
    assert "Không ai tự đề nghị cho mình" in client.get(ask_url(t.province_secretary.user)).text
    client.post(ask_url(t.lost), {"reason": "Mất máy"})
    assert "Đã có đề nghị gửi lúc" in client.get(ask_url(t.lost)).text
    assert client.post(ask_url(t.lost), {"reason": "Lần nữa"}).status_code == 409


def test_asker_cannot_decide(client, t):
    client.force_login(t.province_secretary.user)
    client.post(ask_url(t.lost), {"reason": "Mất máy"})
    assert client.post(FactorReset.objects.get().get_absolute_url(), {"decision": "confirmed"}).status_code == 403


def test_accounts_without_a_cadre_are_found_on_the_list(client, t):
    account = with_role(Role.PARTY_REP, t.district, username="capuy")
    client.force_login(t.province_secretary.user)
    assert ask_url(account) not in client.get(LIST).text
    totp_of(account)
    assert ask_url(account) in client.get(LIST).text


def test_what_waits_stands_above_what_was_answered(client, t):
    client.force_login(t.province_secretary.user)
    totp_of(t.base_secretary.user)
    client.post(ask_url(t.lost), {"reason": "Trước"})
    client.post(ask_url(t.base_secretary.user), {"reason": "Sau"})
    client.force_login(t.keeper)
    later = FactorReset.objects.get(reason="Sau")
    client.post(later.get_absolute_url(), {"decision": "refused", "answer": "x"})
    assert [reset.reason for reset in client.get(LIST).context["page"]] == ["Trước", "Sau"]


def test_list_costs_the_same_with_3_and_30(client, t, query_count):
    client.force_login(t.keeper)
    counts = []
    for many in (3, 27):
        for person in range(many):
            user = with_role(Role.PARTY_REP, t.district, username=f"r{many}-{person}")
            totp_of(user)
            client.force_login(t.province_secretary.user)
            client.post(ask_url(user), {"reason": "x"})
        client.force_login(t.keeper)
        counts.append(query_count(LIST))
    assert counts[0] == counts[1]
