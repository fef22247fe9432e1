import pytest
from playwright.sync_api import expect

from tests.factories.cadres import tree

PASSWORD = "mot cau de nho 2022"

pytestmark = pytest.mark.browser


@pytest.fixture
def secretary(live_server):
    user = tree().base_secretary.user
    user.username = "bithucoso"
    user.set_password(PASSWORD)
    user.save()
    return user


def test_30_pages_ask_no_other_host(page, secretary, sign_in):
    """The page of every browser test watches for that (conftest); here for all that the shell draws on."""
    asked = []
    page.on("request", lambda sent: asked.append(sent.url))
    sign_in("bithucoso", PASSWORD)
    page.goto("/tro-giup/")
    hosts = {url.split("/")[2] for url in asked if url.startswith("http")}
    assert hosts == {page.url.split("/")[2]}
    assert any(url.endswith(".woff2") for url in asked)


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_wrong_password_is_shown_in_clear_on_demand(page, secretary):
    page.goto("/dang-nhap/")
    page.fill("#id_login", "bithucoso")
    page.fill("#id_password", "sai")
    page.check("#hien-mat-khau")
    assert page.get_attribute("#id_password", "type") == "text"
    page.click("button[type=submit]")
    page.wait_for_selector("[role=alert]")
    expect(page.locator("[role=alert]").first).to_contain_text("chưa đúng")


def test_pages_of_the_shell_fit_the_screen(page, secretary, sign_in):
    sign_in("bithucoso", PASSWORD)
    for url in ("/", "/tro-giup/", "/tim/?q=tran", "/mat-khau/doi/", "/thong-bao/", "/tac-vu/", "/cho-duyet/"):
        page.goto(url)
        expect(page.locator("h1")).to_have_count(1)
        assert not scrolls_sideways(page)


def test_letters_grow_from_the_account_menu_and_stay_so(page, secretary, sign_in):
    sign_in("bithucoso", PASSWORD)
    page.click(".rl-menu summary")
    page.click("button[value=lg]")
    page.wait_for_selector("html[data-size=lg]")
    page.goto("/tro-giup/")
    assert page.get_attribute("html", "data-size") == "lg"
    assert not scrolls_sideways(page)


def test_drafts_are_wiped_on_signing_out_and_the_toast_closes(page, secretary, sign_in):
    sign_in("bithucoso", PASSWORD)
    page.evaluate("localStorage.setItem('nhap:1:thu', '[]')")
    page.click(".rl-menu summary")
    page.click("text=Đăng xuất")
    page.wait_for_url("**/dang-nhap/")
    assert page.evaluate("localStorage.length") == 0
    page.click("[data-close]")
    expect(page.locator(".rl-toast")).to_have_count(0)
