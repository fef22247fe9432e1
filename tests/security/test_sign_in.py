"""Items 1 to 12 and 14 of the security checklist: who comes in, how, and for how long."""

import re
import secrets
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from argon2 import PasswordHasher, low_level
from django.core import mail
from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts import outbox, suspending
from accounts.models import User
from cadres.models import Role
from config import tasks  # noqa: F401  (its handler works on the job)
from tests.access import world as worlds
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role
from tests.factories.totp import totp_of
from tests.platform.test_settings import PRODUCTION, ROOT, read, settings

PASSWORD = "mot cau de nho 2022"
LOGIN, HOME = "/dang-nhap/", "/thong-bao/"
WORDS = {"login": "", "password": PASSWORD}


@pytest.fixture
def user():
    return with_password(UserFactory(username="canbo", email="canbo@tinhdoan.vn"))


def with_password(user, password=PASSWORD):
    user.set_password(password)
    user.save()
    return user


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def signed_in(username="canbo", password=PASSWORD):
    client = Client()
    assert sign_in(client, username, password).status_code == 302
    return client


def is_in(client):
    return client.get(HOME).status_code == 200


def masked(response, *typed):
    """The page without what differs for everybody: the token, and the reader's own words."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for words in typed:
        body = body.replace(words, "…")
    return body


def test_01_production_settings_pass_the_deployment_check():
    argv = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = PRODUCTION | {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": secrets.token_urlsafe(60)}
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_02_debug_cannot_be_switched_on_and_a_short_key_is_refused():
    assert settings(DEBUG="1", DJANGO_DEBUG="1")["DEBUG"] is False
    assert read(SECRET_KEY="x" * 49).returncode != 0
    assert read(PUBLIC_URL="http://renluyen.example.vn").returncode != 0


PUBLIC = {
    *("account_login", "account_inactive", "account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("mfa_authenticate", "mfa_login_webauthn", "activate", "view_settings", "health_live", "health_ready"),
    *("activate_by_link", "card_ask", "card_asked", "reset_code_use", "sign_up", "sign_up_notice", "unit_search"),
}


def addresses(patterns=None, before=""):
    """(name, address) of every page, with something in the place of each number, id or word."""
    for pattern in patterns or get_resolver().url_patterns:
        here = before + re.sub(r"<(\w+):\w+>", lambda kind: FILL[kind.group(1)], str(pattern.pattern))
        here = re.sub(r"\(\?P<\w+>(\w+)[^)]*\)", r"\1", here.replace("\\d+", "1").strip("^$"))
        if isinstance(pattern, URLPattern):
            yield pattern.name, f"/{here}"
        else:
            yield from addresses(pattern.url_patterns, here)


FILL = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "slug": "x", "str": "x"}


def test_03_every_page_that_is_not_public_asks_to_sign_in(client):
    private = [(name, url) for name, url in addresses() if name not in PUBLIC]
    answers = {name: client.get(url) for name, url in private}
    assert len(private) > 100
    open_ = {name: a.status_code for name, a in answers.items() if not a.headers.get("Location", "").startswith(LOGIN)}
    assert open_ == {}


def test_04_after_five_misses_the_right_password_is_refused_for_this_account_only(client, user):
    with_password(UserFactory(username="khac"))
    for _ in range(5):
        assert sign_in(client, "canbo", "sai").status_code == 200
    refused = sign_in(client, "canbo")
    assert "Chờ 5 phút" in refused.text
    assert not is_in(client)
    assert is_in(signed_in("khac"))


def test_05_known_and_unknown_names_get_the_same_page(client, user):
    wrong = [sign_in(Client(), name, "sai hoan toan") for name in ("canbo", "ainao")]
    assert masked(wrong[0], "canbo") == masked(wrong[1], "ainao")
    assert [answer.status_code for answer in wrong] == [200, 200]


def test_05_a_suspended_account_looks_like_an_unknown_one(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    wrong = [sign_in(Client(), name) for name in ("canbo", "ainao")]
    assert masked(wrong[0], "canbo") == masked(wrong[1], "ainao")


def test_05_reset_answers_known_and_unknown_addresses_alike(user):
    answers = []
    for address in ("canbo@tinhdoan.vn", "ainao1@tinhdoan.vn"):
        sent = Client().post("/mat-khau/quen/", {"email": address})
        answers.append((sent.status_code, sent.url, masked(Client().get(sent.url), address)))
    assert answers[0] == answers[1]


def test_05_the_sign_up_of_the_package_has_no_address(client):
    """Ours answers everybody alike (test_joining)."""
    assert [client.get(url).status_code for url in ("/signup/", "/accounts/signup/")] == [404, 404]


@pytest.mark.parametrize("name", ["canbo", "ainao", "0912345678", "ai@dau.vn"])
def test_06_one_hash_is_computed_whoever_is_named(client, user, name, monkeypatch):
    """The hash takes nearly all of the time; a clock in a test would only say so now and then."""
    costly = []
    verify, make = PasswordHasher.verify, low_level.hash_secret
    monkeypatch.setattr(PasswordHasher, "verify", lambda *a: costly.append("verify") or verify(*a))
    monkeypatch.setattr(low_level, "hash_secret", lambda *a, **k: costly.append("make") or make(*a, **k))

    sign_in(client, name, "sai hoan toan")

    assert len(costly) == 1


def test_07_the_session_key_changes_at_sign_in_and_the_old_one_is_dead(client, user):
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    client.cookies["sid"] = before
    sign_in(client, "canbo")
    assert client.session.session_key != before
    stranger = Client()
    stranger.cookies["sid"] = before
    assert not is_in(stranger)


def test_08_signing_out_ends_the_session(user):
    client = signed_in()
    key = client.cookies["sid"].value
    client.post("/dang-xuat/")
    client.cookies["sid"] = key
    assert not is_in(client)


def test_08_a_new_password_ends_all_other_sessions(user):
    here, there = signed_in(), signed_in()
    new = "cau moi de nho 2023"
    here.post("/mat-khau/doi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_in(here), is_in(there)) == (True, False)


def test_08_suspending_ends_the_session_at_the_next_page(user):
    client = signed_in()
    suspending.suspend(user, by=UserFactory(), reason="Nghỉ việc")
    assert not is_in(client)
    assert sign_in(client, "canbo").status_code == 200


@pytest.fixture
def staff():
    return with_password(with_role(Role.ORG_STAFF, tree().province, username="tckt"))


def test_09_staff_are_signed_out_after_31_idle_minutes(staff, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client = Client()
    sign_in(client, "tckt", remember="on")
    time_machine.shift(29 * 60)
    assert is_in(client)
    time_machine.shift(31 * 60)
    assert not is_in(client)


def test_09_staff_are_signed_out_after_12_busy_hours(staff, time_machine):
    time_machine.move_to("2022-03-01 06:00+07:00")
    client = Client()
    sign_in(client, "tckt", remember="on")
    for _ in range(12 * 3 - 1):
        time_machine.shift(20 * 60)
        assert is_in(client)
    time_machine.shift(21 * 60)
    assert not is_in(client)


def test_09_who_comes_to_hold_an_office_loses_the_long_session(time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    t = tree()
    with_password(t.branch_secretary.user)
    client = Client()
    sign_in(client, t.branch_secretary.code, remember="on")
    client.get(HOME)
    assert client.session["is_long"] is True
    with_role(Role.INSPECTOR, t.province).grants.update(user=t.branch_secretary.user)
    client.get(HOME)
    time_machine.shift(31 * 60)
    assert not is_in(client)


FORCED = {
    *("district secretary", "other district secretary", "province secretary", "dept head"),
    *("inspector", "org staff", "prop staff", "sysadmin", "supervisor"),
}


def test_10_who_decides_or_oversees_must_enrol_before_any_page(settings):
    world = worlds.build()
    Authenticator.objects.all().delete()
    settings.REQUIRE_MFA = True
    stopped = set()
    for name, user in world.users.items():
        client = Client()
        client.force_login(user)
        urls = ("/", HOME, "/tim/", "/tro-giup/", "/mat-khau/doi/")
        pages = {client.get(url).headers.get("Location") for url in urls}
        if pages == {"/tai-khoan/bao-mat/"}:
            stopped.add(name)
        else:
            assert "/tai-khoan/bao-mat/" not in pages
    assert stopped == FORCED


def test_10_the_second_factor_is_asked_for_unless_a_trial_switches_it_off():
    assert settings()["REQUIRE_MFA"] is True
    assert settings(REQUIRE_MFA="0")["REQUIRE_MFA"] is False


def reset_link(email):
    mail.outbox.clear()
    Client().post("/mat-khau/quen/", {"email": email})
    outbox.work_due()
    return re.search(r"http://\S+?(/mat-khau/\S+)", mail.outbox[0].body).group(1)


def set_password(link, password="cau moi de nho 2023"):
    """Follow the link as from a mail; True when it let somebody set a password."""
    client = Client()
    opened = client.get(link)
    if opened.status_code != 302:
        return False
    return client.post(opened.url, {"password1": password, "password2": password}).status_code == 302


def test_11_a_reset_link_works_once(user):
    link = reset_link("canbo@tinhdoan.vn")
    assert set_password(link)
    assert not set_password(link, "cau khac nua 2024")
    assert is_in(signed_in("canbo", "cau moi de nho 2023"))


def test_11_a_reset_link_is_dead_after_an_hour(user, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    link = reset_link("canbo@tinhdoan.vn")
    time_machine.shift(3601)
    assert not set_password(link)


def test_11_a_reset_link_is_dead_after_a_new_password(user):
    link = reset_link("canbo@tinhdoan.vn")
    with_password(User.objects.get(pk=user.pk), "mat khau khac 2024")
    assert not set_password(link)


def test_11_a_reset_does_not_bypass_the_second_factor(user):
    totp_of(user)
    assert set_password(reset_link("canbo@tinhdoan.vn"))
    client = Client()
    answer = sign_in(client, "canbo", "cau moi de nho 2023")
    assert answer.url == "/dang-nhap/ma/"
    assert not is_in(client)


CHANGES = {
    "ngan hon 12": False,
    "1qaz2wsx3edc": False,
    "nguyen van canbo": False,
    "mười hai chữ cái có dấu": True,
    "x7 " * 30 + "dài hơn sáu mươi tư": True,
}


@pytest.mark.parametrize(("password", "is_taken"), CHANGES.items())
def test_12_passwords_are_long_rare_and_not_the_name(client, password, is_taken):
    user = with_password(UserFactory(full_name="nguyen van canbo"))
    client.force_login(user)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/mat-khau/doi/", data).status_code == (302 if is_taken else 200)
    user.refresh_from_db()
    assert user.check_password(password) is is_taken


def test_12_nothing_hinders_pasting_a_password():
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    assert [path.name for path in sources if re.search(r"onpaste|[\"']paste[\"']", path.read_text())] == []


def test_14_a_fresh_installation_has_no_account():
    """The test database is one: what the migrations made is all that is in it."""
    assert User.objects.count() == 0
