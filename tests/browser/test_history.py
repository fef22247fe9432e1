import pytest
from playwright.sync_api import expect

from tests.factories.cadres import tree

PASSWORD = "mot cau de nho 2022"

pytestmark = pytest.mark.browser


@pytest.fixture
def secretary(live_server):
    cadre = tree().base_secretary
    cadre.user.username = "bithucoso"
    cadre.user.set_password(PASSWORD)
    cadre.user.save()
    return cadre


def test_the_panel_of_changes_is_fetched_when_it_is_opened(page, secretary, sign_in):
    sign_in("bithucoso", PASSWORD)
    page.goto(f"/can-bo/{secretary.pk}/lien-he/")
    page.fill("[name=phone]", "0903555018")
    page.click("main button[type=submit]")
    page.wait_for_url(f"**/can-bo/{secretary.pk}/")

    expect(page.locator("text=Lập chức vụ")).to_have_count(0)
    page.click("summary:has-text('Lịch sử thay đổi')")
    page.wait_for_selector("text=Lập chức vụ")

    expect(page.locator("details:has-text('Lịch sử thay đổi')")).to_contain_text("0903555018")


def test_the_trail_and_own_data_fit_the_screen(page, secretary, sign_in):
    sign_in("bithucoso", PASSWORD)
    for url in ("/du-lieu-cua-toi/", "/du-lieu-cua-toi/yeu-cau/moi/", f"/can-bo/{secretary.pk}/lich-su/"):
        page.goto(url)
        expect(page.locator("h1")).to_have_count(1)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
