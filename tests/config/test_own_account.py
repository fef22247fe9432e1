from urllib.parse import unquote

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.cadres import CadreFactory, tree

PASSWORD = "mot cau de nho 2022"
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A125F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
PAGE = "/tai-khoan/"


@pytest.fixture
def cadre():
    cadre = tree().branch_secretary
    cadre.user.set_password(PASSWORD)
    cadre.user.save()
    cadre.phone = "0903555018"
    cadre.save()
    return cadre


def sign_in(cadre, agent="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", **more):
    client = Client(headers={"User-Agent": agent})
    assert client.post("/dang-nhap/", {"login": cadre.code, "password": PASSWORD, **more}).status_code == 302
    return client


def is_in(client):
    return client.get("/thong-bao/").status_code == 200


def test_names_are_those_that_really_sign_in(cadre):
    names = sign_in(cadre).get(PAGE).context["names"]
    user = cadre.user
    assert names == [
        ("Mã cán bộ", cadre.code),
        ("Tên đăng nhập", user.username),
        ("E-mail", user.email),
        ("Điện thoại", "0903555018"),
    ]


def test_a_number_that_two_people_share_is_no_sign_in_name(cadre):
    CadreFactory(phone="0903555018", with_user=True)
    labels = [label for label, _ in sign_in(cadre).get(PAGE).context["names"]]
    assert "Điện thoại" not in labels


def test_sessions_are_shown_in_plain_words_the_own_marked(cadre):
    here = sign_in(cadre)
    sign_in(cadre, PHONE)
    lines = here.get(PAGE).context["sessions"]
    assert {(line["device"], line["ip"], line["is_this"]) for line in lines} == {
        ("Firefox trên máy tính Windows", "127.0.0.1", True),
        ("Chrome trên Android", "127.0.0.1", False),
    }


def test_one_other_machine_is_signed_out(cadre):
    here, there, third = sign_in(cadre), sign_in(cadre, PHONE), sign_in(cadre)
    other = UserSession.objects.get(user_agent=PHONE)
    here.post(f"/tai-khoan/phien/{other.pk}/dang-xuat/")
    assert [is_in(client) for client in (here, there, third)] == [True, False, True]


def test_all_other_machines_are_signed_out(cadre):
    here, there, third = sign_in(cadre), sign_in(cadre, PHONE), sign_in(cadre)
    answer = here.post("/tai-khoan/phien/dang-xuat-khac/", follow=True)
    assert "Đã đăng xuất 2 máy khác" in answer.text
    assert [is_in(client) for client in (here, there, third)] == [True, False, False]
    assert AuditEvent.objects.get(verb="account.session_ended").after == {"sessions_ended": 2}


def test_neither_the_own_session_nor_anothers_is_ended_by_number(cadre):
    client = sign_in(cadre)
    other = UserSession.objects.create(user=UserFactory(), ip="127.0.0.1", session_key="x", user_agent="x")
    own = UserSession.objects.get(user=cadre.user)
    answers = [client.post(f"/tai-khoan/phien/{session.pk}/dang-xuat/").status_code for session in (own, other)]
    assert answers == [404, 404]
    assert UserSession.objects.count() == 2


def test_last_seen_moves_with_the_work_at_most_once_a_minute(cadre, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00", tick=False)
    client = sign_in(cadre)
    client.get(PAGE)
    seen = []
    for seconds in (30, 31, 59):
        time_machine.shift(seconds)
        client.get(PAGE)
        seen.append(UserSession.objects.get().last_seen_at.astimezone().strftime("%M:%S"))
    assert seen == ["00:00", "01:01", "01:01"]


def test_long_sessions_prove_themselves_before_the_account_and_personal_data(cadre, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client = sign_in(cadre, remember="on")
    time_machine.shift(86_400)
    contacts = f"/can-bo/{cadre.pk}/lien-he/"
    asked = [unquote(client.get(url).url) for url in (PAGE, contacts)]
    assert asked == [f"/tai-khoan/xac-nhan/?next={url}" for url in (PAGE, contacts)]
    client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": PAGE})
    assert client.get(PAGE).status_code == 200


def test_what_was_typed_survives_the_question_for_the_password(cadre, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client = sign_in(cadre, remember="on")
    time_machine.shift(86_400)
    contacts = f"/can-bo/{cadre.pk}/lien-he/"
    asked = client.post(contacts, {"phone": "0912345678", "email": ""})
    client.post(asked.url, {"password": PASSWORD, "next": contacts})
    cadre.refresh_from_db()
    assert cadre.phone == "0912345678"


def test_short_sessions_are_not_asked_again_to_look(cadre, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client = sign_in(cadre)
    time_machine.shift(20 * 60)
    assert client.get(PAGE).status_code == 200
