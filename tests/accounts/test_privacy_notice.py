import pytest

from accounts import privacy_notice
from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from tests.factories.accounts import UserFactory

NOTICE = "/du-lieu-ca-nhan/"


@pytest.fixture
def newcomer(client):
    user = UserFactory(notice_version=0)
    client.force_login(user)
    return user


def agree(client, version=privacy_notice.VERSION):
    return client.post(NOTICE, {"version": version, "has_read": "on"})


def test_before_any_page_stands_the_notice(client, newcomer):
    assert {client.get(url).url for url in ("/", "/thong-bao/", "/tro-giup/", "/tai-khoan/")} == {NOTICE}
    assert client.post("/thong-bao/da-doc/").url == NOTICE


def test_notice_says_what_why_who_how_long_and_whom_to_ask(client, newcomer):
    page = client.get(NOTICE).text
    parts = ("Cổng giữ những gì", "Để làm gì", "Ai xem được", "Giữ bao lâu", "Quyền của đồng chí", "Hỏi ai")
    assert [part for part in parts if part not in page] == []
    assert "91/2025/QH15" in page


def test_box_is_not_ticked_in_advance_and_must_be(client, newcomer):
    assert "checked" not in client.get(NOTICE).text
    answer = client.post(NOTICE, {"version": privacy_notice.VERSION})
    assert "Đánh dấu vào ô này" in answer.text
    newcomer.refresh_from_db()
    assert newcomer.notice_version == 0


def test_who_read_it_goes_on_to_the_page_asked_for(client, newcomer, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00", tick=False)
    client.get("/tro-giup/?x=1")
    assert agree(client).url == "/tro-giup/?x=1"
    newcomer.refresh_from_db()
    at = newcomer.notice_acknowledged_at.astimezone().isoformat()
    assert (newcomer.notice_version, at[:16]) == (1, "2022-03-01T08:00")
    assert client.get("/tro-giup/").status_code == 200
    assert AuditEvent.objects.get().after == {"version": 1}


def test_a_newer_version_asks_again(client, newcomer, monkeypatch):
    agree(client)
    monkeypatch.setattr(privacy_notice, "VERSION", 2)
    assert client.get("/tro-giup/").url == NOTICE


def test_a_version_replaced_meanwhile_is_not_taken(client, newcomer, monkeypatch):
    monkeypatch.setattr(privacy_notice, "VERSION", 2)
    assert agree(client, version=1).status_code == 409
    with pytest.raises(StaleDocument):
        privacy_notice.acknowledge(newcomer, version=1)


def test_it_can_be_read_again_and_says_when_it_was_read(client):
    user = UserFactory(notice_version=0)
    client.force_login(user)
    agree(client)
    page = client.get(NOTICE).text
    assert "Đồng chí đã xác nhận ngày" in page
    assert "Tiếp tục" not in page


def test_signing_out_and_reading_large_letters_are_always_possible(client, newcomer):
    assert client.post("/hien-thi/", {"size": "lg", "next": NOTICE}).url == NOTICE
    assert client.post("/dang-xuat/").url == "/dang-nhap/"
