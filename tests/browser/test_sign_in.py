"""Signing in as people do: the first time with a second factor, with a passkey, and from an old telephone."""

import pytest
from playwright.sync_api import expect

from cadres.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role
from tests.factories.totp import code

PASSWORD = "mot cau de nho 2022"
OLD_VIEW = (
    "Mozilla/5.0 (Linux; Android 5.1.1; SM-J200H Build/LMY48B; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/80.0.3987.99 Mobile Safari/537.36"
)
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
KILOBYTE = 1024

pytestmark = pytest.mark.browser


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def staff(live_server, settings):
    settings.REQUIRE_MFA = True
    return with_password(with_role(Role.ORG_STAFF, tree().province, username="tckt"))


def enter(page, username, at=""):
    page.goto(f"{at}/dang-nhap/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")


def home_of(server):
    """A passkey belongs to a name, never to a number."""
    return server.url.replace("127.0.0.1", "localhost")


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_first_sign_in_of_staff_with_notice_app_and_recovery_codes(page, staff):
    staff.notice_version = 0
    staff.save()
    enter(page, "tckt")
    page.wait_for_url("**/du-lieu-ca-nhan/")
    assert not page.is_checked("#id_has_read")
    assert not scrolls_sideways(page)
    page.check("#id_has_read")
    page.click("text=Tiếp tục")
    page.wait_for_url("**/tai-khoan/bao-mat/")
    assert not scrolls_sideways(page)
    page.click("text=Bật ứng dụng tạo mã")
    page.wait_for_selector(".rl-factor-qr")
    page.wait_for_function("document.querySelector('.rl-factor-qr').naturalWidth > 0")
    assert not scrolls_sideways(page)
    page.fill("#id_code", code(page.inner_text("#ma-bi-mat"), spare=10))
    page.click("button:has-text('Bật')")
    page.wait_for_url("**/ma-du-phong/")
    expect(page.locator(".rl-factor-codes li")).to_have_count(10)
    assert not scrolls_sideways(page)
    page.emulate_media(media="print")
    expect(page.locator("text=Đã cất mã, tiếp tục")).to_be_hidden()
    expect(page.locator(".rl-factor-codes")).to_be_visible()
    page.emulate_media(media="screen")
    page.click("text=Đã cất mã, tiếp tục")
    page.wait_for_selector(".rl-shell")
    page.goto("/tai-khoan/")
    expect(page.locator("#noi-dung")).to_contain_text("Đang bật")
    assert not scrolls_sideways(page)


@pytest.fixture
def phone_with_fingerprint(page):
    """Chromium's own stand-in for a phone that asks for a fingerprint."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_is_added_and_signs_in_without_a_password(page, live_server, phone_with_fingerprint):
    with_password(UserFactory(username="canbo"))
    at_home = home_of(live_server)
    enter(page, "canbo", at_home)
    page.wait_for_selector(".rl-shell")
    page.goto(f"{at_home}/tai-khoan/bao-mat/khoa/them/")
    page.fill("#id_name", "Điện thoại của tôi")
    page.click("[data-passkey=create]")
    page.wait_for_url("**/ma-du-phong/")
    page.goto(f"{at_home}/tai-khoan/bao-mat/khoa/")
    expect(page.locator("#noi-dung")).to_contain_text("Điện thoại của tôi")
    assert not scrolls_sideways(page)
    page.goto(f"{at_home}/dang-xuat/")
    page.click("main button:has-text('Đăng xuất')")
    page.click("text=Đăng nhập bằng khóa truy cập")
    page.wait_for_selector(".rl-shell")
    page.goto(f"{at_home}/tai-khoan/")
    expect(page.locator("#noi-dung")).to_contain_text("Điện thoại của tôi")


def test_passkey_is_asked_for_after_the_password(page, live_server, phone_with_fingerprint):
    with_password(UserFactory(username="canbo"))
    at_home = home_of(live_server)
    enter(page, "canbo", at_home)
    page.wait_for_selector(".rl-shell")
    page.goto(f"{at_home}/tai-khoan/bao-mat/khoa/them/")
    page.click("[data-passkey=create]")
    page.wait_for_url("**/ma-du-phong/")
    page.context.clear_cookies()
    enter(page, "canbo", at_home)
    page.wait_for_url("**/dang-nhap/ma/")
    page.click("text=Dùng khóa truy cập")
    page.wait_for_selector(".rl-shell")
    page.wait_for_url(f"{at_home}/")


def test_a_page_without_passkeys_says_so(page, live_server):
    with_password(UserFactory(username="canbo"))
    page.add_init_script("delete window.PublicKeyCredential")
    enter(page, "canbo")
    page.wait_for_selector(".rl-shell")
    page.goto("/tai-khoan/bao-mat/khoa/them/")
    expect(page.locator("text=Trình duyệt này chưa dùng được khóa truy cập")).to_be_visible()
    expect(page.locator("[data-passkey=create]")).to_be_hidden()
    page.goto("/dang-nhap/")


@pytest.fixture
def old_phone(chromium, live_server, settings):
    """The web view of an old telephone on a slow line; `old_phone.bytes()` is what came over it."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    context = chromium.new_context(
        user_agent=OLD_VIEW, viewport={"width": 360, "height": 592}, base_url=live_server.url, is_mobile=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    came = []
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.bytes_so_far = lambda: sum(came)
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_sign_in_from_an_old_phone_on_a_slow_line(old_phone, live_server):
    """Counted in bytes, for a clock in a test proves little; the test server compresses nothing, WhiteNoise does."""
    page = old_phone
    with_password(UserFactory(username="canbo"))
    page.goto("/dang-nhap/", wait_until="domcontentloaded")
    page.fill("#id_login", "canbo")
    before_typing = page.bytes_so_far()
    page.fill("#id_password", PASSWORD)
    assert not scrolls_sideways(page)
    button = page.locator("button[type=submit]")
    assert button.bounding_box()["height"] >= 44
    button.click()
    page.wait_for_selector(".rl-shell")
    assert 0 < before_typing < 500 * KILOBYTE
    page.goto("/tai-khoan/", wait_until="domcontentloaded")
    expect(page.locator("#noi-dung")).to_contain_text("Trình duyệt trong ứng dụng trên Android")
