import re

import pytest
from django.core import mail
from django.core.cache import caches
from django.urls import reverse

from accounts import outbox
from accounts.models import Job
from cadres.models import Role
from config import tasks  # noqa: F401  (its handler works on the job)
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role

PASSWORD = "mot cau de nho 2022"
LOGIN = "/dang-nhap/"
# Words that only an untranslated message has.
ENGLISH = re.compile(
    r"\b(password|username|sign|email address|please|invalid|this field|required|must|enter|the|account)\b",
    re.IGNORECASE,
)


def words_of(response):
    """What a reader sees: the page without tags and attributes."""
    html = response.content.decode()
    body = re.sub(r"<(script|head).*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", body)


@pytest.fixture
def cadre():
    user = tree().branch_secretary.user
    user.set_password(PASSWORD)
    user.email = "truc@tinhdoan.vn"
    user.save()
    user.cadre.phone = "0903555018"
    user.cadre.save()
    return user.cadre


def sign_in(client, login, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("kind", ["username", "code", "email", "phone"])
def test_sign_in_by_whatever_is_known_by_heart(client, cadre, kind):
    login = {
        "username": cadre.user.username.upper(),
        "code": cadre.code,
        "email": "Truc@tinhdoan.vn",
        "phone": "0903 555 018",
    }[kind]
    response = sign_in(client, login)
    assert (response.status_code, response.url) == (302, "/")


def test_sign_in_with_wrong_password_says_what_to_do(client, cadre):
    response = sign_in(client, cadre.code, "sai hoan toan roi")
    assert response.status_code == 200
    assert "Mã cán bộ hoặc mật khẩu chưa đúng" in response.content.decode()


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client, cadre):
    response = client.get("/tro-giup/")
    assert response.url == "/dang-nhap/?next=/tro-giup/"
    page = client.get(response.url)
    assert '<input type="hidden" name="next" value="/tro-giup/"' in page.content.decode()
    assert sign_in(client, cadre.code, next="/tro-giup/").url == "/tro-giup/"


@pytest.mark.parametrize(
    "foreign", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_goes_on_to_no_foreign_address(client, cadre, foreign):
    assert sign_in(client, cadre.code, next=foreign).url == "/"


def test_sign_in_stops_after_five_wrong_tries(client, cadre):
    for _ in range(5):
        sign_in(client, cadre.code, "sai")
    response = sign_in(client, cadre.code)
    assert "Chờ 5 phút" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_too_many_requests_from_one_address_are_429(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [client.post(LOGIN, {"login": "x", "password": "y"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert "Đã thử quá nhiều" in answers[2].content.decode()


def test_plain_cadre_may_stay_signed_in(client, cadre):
    sign_in(client, cadre.code, remember="on")
    assert client.session["is_long"] is True


def test_whoever_reads_others_papers_never_stays_signed_in(client):
    user = with_role(Role.ORG_STAFF, tree().province, username="tckt")
    user.set_password(PASSWORD)
    user.save()
    sign_in(client, "tckt", remember="on")
    assert client.session["is_long"] is False


def test_sign_out_asks_first_and_ends_the_session(client, cadre):
    client.force_login(cadre.user)
    assert "Đăng xuất khỏi Cổng?" in client.get("/dang-xuat/").content.decode()
    assert client.post("/dang-xuat/").url == LOGIN
    assert "_auth_user_id" not in client.session


def test_sign_up_has_no_address(client):
    assert client.get("/signup/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_forgotten_password_is_reset_by_mail(client, cadre):
    assert client.post("/mat-khau/quen/", {"email": "TRUC@tinhdoan.vn"}).url == "/mat-khau/quen/da-gui/"
    assert outbox.work_due() == 1
    link = re.search(r"http://\S+(/mat-khau/\S+)", mail.outbox[0].body).group(1)
    form_url = client.get(link).url
    new = "cau moi de nho 2023"
    assert client.post(form_url, {"password1": new, "password2": new}).url == "/mat-khau/dat-lai/xong/"
    assert sign_in(client, cadre.code, new).status_code == 302
    assert "không còn dùng" in client.get(link).content.decode()


def test_no_token_lies_in_the_job(client, cadre):
    client.post("/mat-khau/quen/", {"email": "truc@tinhdoan.vn"})
    assert Job.objects.get().payload == {"user": cadre.user.pk, "email": "truc@tinhdoan.vn"}


def test_unknown_address_gets_the_same_answer_and_no_mail(client, cadre):
    assert client.post("/mat-khau/quen/", {"email": "ai-do@tinhdoan.vn"}).url == "/mat-khau/quen/da-gui/"
    assert (Job.objects.count(), mail.outbox) == (0, [])


def test_password_is_changed(client, cadre):
    client.force_login(cadre.user)
    new = "cau moi de nho 2023"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/mat-khau/doi/", data).status_code == 302
    cadre.user.refresh_from_db()
    assert cadre.user.check_password(new)


@pytest.mark.parametrize(
    ("url", "data"),
    [
        (LOGIN, None),
        (LOGIN, {}),
        (LOGIN, {"login": "ai", "password": "sai"}),
        ("/mat-khau/quen/", None),
        ("/mat-khau/quen/", {"email": "khong phai"}),
        ("/mat-khau/quen/", {}),
        ("/mat-khau/quen/da-gui/", None),
        ("/mat-khau/dat-lai/1-set-password/", None),
        ("/mat-khau/dat-lai/xong/", None),
        ("/tai-khoan/ngung-dung/", None),
    ],
)
def test_no_english_on_public_sign_in_pages(client, url, data):
    response = client.get(url) if data is None else client.post(url, data)
    assert response.status_code == 200
    assert ENGLISH.findall(words_of(response)) == []


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("/dang-xuat/", None),
        ("/mat-khau/doi/", None),
        ("/mat-khau/doi/", {}),
        ("/mat-khau/doi/", {"oldpassword": "x", "password1": "123456789012", "password2": "1"}),
        ("/mat-khau/doi/", {"oldpassword": PASSWORD, "password1": "ngan", "password2": "ngan"}),
        ("/mat-khau/doi/", {"oldpassword": PASSWORD, "password1": "passwordpassword", "password2": "x"}),
        ("/mat-khau/doi/", {"oldpassword": PASSWORD, "password1": "nguyen van an 1", "password2": "x"}),
        ("/tai-khoan/xac-nhan/", None),
        ("/tai-khoan/xac-nhan/", {"password": "sai"}),
    ],
)
def test_no_english_on_account_pages(client, url, data):
    user = UserFactory(full_name="nguyen van an 1")
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    response = client.get(url) if data is None else client.post(url, data)
    assert response.status_code == 200
    assert ENGLISH.findall(words_of(response)) == []


def test_reset_link_with_bad_new_password_is_told_in_vietnamese(client, cadre):
    client.post("/mat-khau/quen/", {"email": "truc@tinhdoan.vn"})
    outbox.work_due()
    form_url = client.get(re.search(r"http://\S+(/mat-khau/\S+)", mail.outbox[0].body).group(1)).url
    response = client.post(form_url, {"password1": "ngan", "password2": "khac"})
    text = words_of(response)
    assert "Dùng ít nhất 12 ký tự" in text
    assert ENGLISH.findall(text) == []


def test_every_sign_in_address_answers_get(client):
    for name in ("account_login", "account_reset_password", "account_reset_password_done"):
        assert client.get(reverse(name)).status_code == 200


def test_all_ways_to_write_one_account_share_its_five_tries(client, cadre):
    """Else every spelling of a telephone number would be five more guesses."""
    for login in (cadre.code, cadre.user.username, "truc@tinhdoan.vn", "0903 555 018", "0903.555.018"):
        sign_in(client, login, "sai")

    response = sign_in(client, "09-0355-5018")

    assert "Chờ 5 phút" in response.text
    assert "_auth_user_id" not in client.session


def test_counts_of_wrong_tries_are_not_pushed_out_by_others():
    assert caches["default"]._max_entries >= 100_000
