import json
import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import AuditEvent, Notification
from cadres.models import Role
from tests.config.test_sign_in import ENGLISH, words_of
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role
from tests.factories.passkeys import SoftPasskey
from tests.factories.totp import code, recovery_codes_of, totp_of

PASSWORD = "mot cau de nho 2022"
SECURITY, APP, CODES = "/tai-khoan/bao-mat/", "/tai-khoan/bao-mat/ung-dung/", "/tai-khoan/bao-mat/ma-du-phong/"
KEYS, ADD, PROOF, PASSKEY_LOGIN = f"{SECURITY}khoa/", f"{SECURITY}khoa/them/", "/dang-nhap/ma/", "/dang-nhap/khoa/"


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def user():
    return with_password(UserFactory(username="canbo"))


@pytest.fixture
def staff(settings):
    settings.REQUIRE_MFA = True
    return with_password(with_role(Role.ORG_STAFF, tree().province, username="tckt"))


def sign_in(username):
    client = Client()
    client.answer = client.post("/dang-nhap/", {"login": username, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/thong-bao/").status_code == 200


def set_up_app(client):
    """As on the page: the secret is read there, the code typed; returns the secret."""
    secret = re.search(r'id="ma-bi-mat">(\w+)<', client.get(APP).text).group(1)
    assert client.post(APP, {"code": code(secret)}).url == CODES
    return secret


def add_passkey(client):
    key = SoftPasskey()
    options = client.get(ADD).context["js_data"]["creation_options"]
    credential = json.dumps(key.register(json.loads(json.dumps(options))))
    assert client.post(ADD, {"name": "Điện thoại", "credential": credential}).status_code == 302
    return key


def test_first_sign_in_of_staff_leads_through_enrolment_to_the_page_asked_for(staff):
    client = sign_in("tckt")
    assert client.get("/can-bo/?q=an").url == SECURITY
    page = client.get(SECURITY)
    assert "Vai trò của đồng chí cần lớp này" in page.text
    assert "rl-side" not in page.text
    set_up_app(client)
    shown = client.get(CODES)
    assert 'href="/can-bo/?q=an"' in shown.text
    assert client.get("/can-bo/?q=an").status_code == 200


def test_gate_moves_the_whole_page_when_a_fragment_was_asked_for(staff):
    client = sign_in("tckt")
    answer = client.get("/can-bo/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, SECURITY)


def test_gate_is_off_in_a_trial(staff, settings):
    settings.REQUIRE_MFA = False
    assert is_in(sign_in("tckt"))


def test_app_asks_for_its_code_at_the_next_sign_in(user):
    secret = totp_of(user)
    client = sign_in("canbo")
    assert client.answer.url == PROOF
    assert not is_in(client)
    wrong = client.post(PROOF, {"code": "000000"})
    assert "chờ mã mới rồi nhập lại" in wrong.text
    client.post(PROOF, {"code": code(secret)})
    assert is_in(client)


def test_between_password_and_code_one_may_begin_as_somebody_else(user):
    with_password(UserFactory(username="khac"))
    totp_of(user)
    client = sign_in("canbo")
    assert client.get("/dang-nhap/").url == PROOF
    assert client.post("/dang-xuat/").url == "/dang-nhap/"
    client.post("/dang-nhap/", {"login": "khac", "password": PASSWORD})
    assert is_in(client)


def test_a_factor_removed_meanwhile_leaves_nobody_in_a_circle(user):
    totp_of(user)
    client = sign_in("canbo")
    Authenticator.objects.all().delete()
    assert client.get(PROOF).url == "/dang-nhap/"
    assert client.get("/dang-nhap/").status_code == 200


def test_wrong_second_factors_are_limited_too(user):
    secret = totp_of(user)
    client = sign_in("canbo")
    for _ in range(5):
        client.post(PROOF, {"code": "000000"})
    assert "Chờ 5 phút" in client.post(PROOF, {"code": code(secret)}).text
    assert not is_in(client)


def test_a_code_of_the_app_works_once(user):
    secret = totp_of(user)
    shown = code(secret)
    sign_in("canbo").post(PROOF, {"code": shown})
    second = sign_in("canbo")
    second.post(PROOF, {"code": shown})
    assert not is_in(second)


def test_recovery_codes_are_shown_once_and_each_works_once(user):
    client = sign_in("canbo")
    set_up_app(client)
    codes = client.get(CODES).context["unused_codes"]
    assert len(set(codes)) == 10
    assert codes[0] not in client.get(CODES).text
    used, again = sign_in("canbo"), sign_in("canbo")
    used.post(PROOF, {"code": codes[0]})
    again.post(PROOF, {"code": codes[0]})
    assert (is_in(used), is_in(again)) == (True, False)


def test_new_recovery_codes_replace_the_old(user):
    totp_of(user)
    old = recovery_codes_of(user)
    client = sign_in("canbo")
    client.post(PROOF, {"code": old[0]})
    assert client.post(f"{CODES}tao/").url == CODES
    assert set(client.get(CODES).context["unused_codes"]).isdisjoint(old)


def test_secrets_do_not_lie_open_in_the_table(user):
    secret = totp_of(user)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept


def test_secrets_outlive_a_new_secret_key(user, settings):
    secret = totp_of(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 60
    client = sign_in("canbo")
    client.post(PROOF, {"code": code(secret)})
    assert is_in(client)


def test_passkey_is_a_second_factor(user):
    key = add_passkey(sign_in("canbo"))
    client = sign_in("canbo")
    assert client.answer.url == PROOF
    options = client.get(PROOF).context["js_data"]["request_options"]
    client.post(PROOF, {"credential": json.dumps(key.sign(json.loads(json.dumps(options))))})
    assert is_in(client)


def passkey_login(key, **more):
    client = Client()
    invitation = client.get(PASSKEY_LOGIN, headers={"Accept": "application/json"}).json()["request_options"]
    answer = client.post(PASSKEY_LOGIN, {"credential": json.dumps(key.sign(invitation)), **more})
    return client, answer


def test_passkey_alone_signs_in_and_leads_on(user):
    key = add_passkey(sign_in("canbo"))
    client, answer = passkey_login(key, next="/tro-giup/")
    assert answer.url == "/tro-giup/"
    assert is_in(client)


def test_foreign_addresses_are_not_gone_on_to(user):
    key = add_passkey(sign_in("canbo"))
    for foreign in ("//evil.example", "https://evil.example/", "/\\evil.example"):
        assert passkey_login(key, next=foreign)[1].url == "/"


def test_a_strange_passkey_does_not_sign_in(user):
    key = add_passkey(sign_in("canbo"))
    stranger = SoftPasskey()
    stranger.handle, stranger.id = key.handle, key.id
    client, answer = passkey_login(stranger)
    assert answer.url == "/dang-nhap/"
    assert "chưa đúng" in client.get("/dang-nhap/").text
    assert not is_in(client)


def test_passkeys_are_renamed_and_removed(user):
    client = sign_in("canbo")
    add_passkey(client)
    pk = Authenticator.objects.get(type="webauthn").pk
    client.post(f"{KEYS}{pk}/doi-ten/", {"name": "Máy cơ quan"})
    assert "Máy cơ quan" in client.get(KEYS).text
    assert "Gỡ khóa Máy cơ quan?" in client.get(f"{KEYS}{pk}/go/").text
    assert client.post(f"{KEYS}{pk}/go/").url == KEYS
    assert not Authenticator.objects.filter(user=user).exists()  # recovery codes go with the last


def test_who_needs_a_second_factor_keeps_the_last(staff):
    client = sign_in("tckt")
    set_up_app(client)
    kept = client.post(f"{APP}go/")
    assert "Thêm một cách khác trước" in kept.text
    add_passkey(client)
    assert client.post(f"{APP}go/").url == SECURITY
    pk = Authenticator.objects.get(type="webauthn").pk
    assert client.post(f"{KEYS}{pk}/go/").status_code == 403
    assert Authenticator.objects.filter(type="webauthn").exists()


def test_everybody_else_may_do_without(user):
    client = sign_in("canbo")
    set_up_app(client)
    assert client.post(f"{APP}go/").url == SECURITY
    assert not Authenticator.objects.filter(user=user).exists()


def test_changes_need_the_password_again_some_time_after_signing_in(user, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client = sign_in("canbo")
    time_machine.shift(11 * 60)
    assert client.get(APP).url == f"/tai-khoan/xac-nhan/?next={quote(APP, safe='')}"
    assert client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": APP}).url == APP
    assert client.get(APP).status_code == 200


def test_proof_by_app_and_by_passkey_do_instead_of_the_password(user, time_machine):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client = sign_in("canbo")
    secret, key = set_up_app(client), add_passkey(client)
    time_machine.shift(11 * 60)
    page = client.get(f"/tai-khoan/xac-nhan/?next={KEYS}")
    assert 'href="/tai-khoan/xac-nhan/ma/?next=' in page.text
    assert client.post("/tai-khoan/xac-nhan/ma/", {"code": code(secret), "next": KEYS}).url == KEYS
    time_machine.shift(11 * 60)
    options = client.get("/tai-khoan/xac-nhan/khoa/").context["js_data"]["request_options"]
    credential = json.dumps(key.sign(json.loads(json.dumps(options))))
    assert client.post("/tai-khoan/xac-nhan/khoa/", {"credential": credential, "next": KEYS}).url == KEYS


def test_the_owner_is_told_and_the_trail_keeps_it(user, django_capture_on_commit_callbacks):
    client = sign_in("canbo")
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    assert Notification.objects.get(to=user).subject == "Ứng dụng tạo mã vừa được bật"
    client.post(f"{APP}go/")
    verbs = AuditEvent.objects.filter(target_id=user.pk).order_by("seq").values_list("verb", "actor_id")
    assert list(verbs) == [(verb, user.pk) for verb in ("account.signed_in", "factor.app_added", "factor.app_removed")]


def test_failed_sign_ins_are_kept_without_what_was_typed(user):
    Client().post("/dang-nhap/", {"login": "canbo", "password": "sai-bi-mat"})
    Client().post("/dang-nhap/", {"login": "khong-ai", "password": "sai-bi-mat"})
    events = AuditEvent.objects.filter(verb="account.sign_in_failed").order_by("seq")
    assert [(event.target_id, event.actor_id) for event in events] == [(str(user.pk), None), ("0", None)]
    assert "bi-mat" not in str(list(events.values()))


def test_no_english_on_any_page_of_the_second_factor(user):
    client = sign_in("canbo")
    urls = [SECURITY, APP, ADD, KEYS, f"{CODES}tao/"]
    pages = [client.get(url) for url in urls] + [client.post(APP, {"code": "x"}), client.post(APP, {})]
    pages += [client.post(ADD, {"name": "x", "credential": "{}"}), client.post(ADD, {})]
    set_up_app(client)
    add_passkey(client)
    pk = Authenticator.objects.get(type="webauthn").pk
    urls = [SECURITY, CODES, f"{APP}go/", KEYS, f"{KEYS}{pk}/doi-ten/", f"{KEYS}{pk}/go/", f"{CODES}tao/"]
    urls += ["/tai-khoan/xac-nhan/ma/", "/tai-khoan/xac-nhan/khoa/", "/tai-khoan/xac-nhan/", "/tai-khoan/"]
    pages += [client.get(url) for url in urls]
    pages += [client.post(f"{KEYS}{pk}/doi-ten/", {}), client.post("/tai-khoan/xac-nhan/ma/", {"code": "1"})]
    again = sign_in("canbo")
    pages += [again.get(PROOF), again.post(PROOF, {"code": "1"}), again.post(PROOF, {"credential": "{}"})]
    assert {page.status_code for page in pages} == {200}
    bare = [re.sub("Google Authenticator|Microsoft Authenticator", "", words_of(page)) for page in pages]
    assert [words for words in bare if ENGLISH.search(words)] == []
