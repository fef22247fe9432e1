"""Search from the keyboard on every page, and by the magnifier on a phone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cadres.models import Cadre
from tests.factories.cadres import tree

PASSWORD = "mot cau de nho 2022"
SHOTS = os.environ.get("PORTAL_SHOTS")

pytestmark = pytest.mark.browser


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png")


@pytest.fixture
def t(live_server):
    t = tree()
    user = t.district_secretary.user
    user.username = "bithu"
    user.set_password(PASSWORD)
    user.save()
    Cadre.objects.filter(pk=t.base_secretary.pk).update(full_name="Nguyễn Văn Hải", phone="0912345678")
    return t


def test_search_opens_by_key_and_is_worked_with_arrows(page, t, sign_in):
    sign_in("bithu", PASSWORD)
    dialog = page.locator("#tim-o-moi-noi")

    page.keyboard.press("/")
    expect(dialog).to_be_visible()
    page.keyboard.type("nguyen van hai")
    dialog.get_by_text("Nguyễn Văn Hải").wait_for()
    shoot(page, "tim-1-nguoi")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.keyboard.press("Control+k")
    page.keyboard.type("an binh")
    dialog.get_by_role("heading", name="Đơn vị").wait_for()
    page.keyboard.press("ArrowDown")
    shoot(page, "tim-2-don-vi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-vi/*/")
    expect(page.locator("h1")).to_contain_text("Đoàn phường An Bình")


def test_a_slash_typed_into_a_field_stays_there(page, t, sign_in):
    sign_in("bithu", PASSWORD)
    page.goto("/can-bo/")

    page.locator("#id_q").press_sequentially("a/b")

    expect(page.locator("#id_q")).to_have_value("a/b")
    expect(page.locator("#tim-o-moi-noi")).to_be_hidden()


def test_the_magnifier_of_a_phone_opens_it(page, t, sign_in):
    if page.viewport_size["width"] > 600:
        pytest.skip("a wide screen has the field itself")
    sign_in("bithu", PASSWORD)

    page.locator(".rl-search-link").click()
    page.locator("#tim-o-moi-noi-q").press_sequentially("0912 345")
    page.locator("#tim-o-moi-noi").get_by_text("Nguyễn Văn Hải").wait_for()
    shoot(page, "tim-3-dien-thoai")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
