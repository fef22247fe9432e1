"""On a phone: somebody signs up, the secretary compares and confirms, the first page afterwards is the home page."""

import datetime as dt
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cadres import activating
from cadres.models import Cadre
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree
from tests.factories.joining import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("PORTAL_SHOTS")


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def sign_out(page):
    page.context.clear_cookies()


@pytest.fixture
def t(live_server):
    t = tree()
    secretary = t.base_secretary.user
    secretary.username = "bithucoso"
    secretary.set_password(PASSWORD)
    secretary.save()
    t.namesake = CadreFactory(full_name="Lê Ngọc Bích", birth_date=dt.date(1999, 3, 4), phone="0911000222")
    AppointmentFactory(cadre=t.namesake, unit=t.branch, position=position("PBT-CHIDOAN"))
    return t


def test_signing_up_is_confirmed_and_leads_home(page, t, sign_in):
    page.goto("/dang-nhap/")
    page.get_by_role("link", name="đăng ký tài khoản").click()
    page.wait_for_url("**/dang-ky-tai-khoan/")
    assert fits(page)
    page.fill("#id_full_name", "Lê Thị Ngọc Bích")
    page.fill("#id_birth_date", "04/03/1999")
    page.locator("#id_unit").press_sequentially("khu pho 1 phuong an binh", delay=15)
    page.locator("label", has_text="Chi đoàn khu phố 1").click()
    page.select_option("#id_position", label="Phó Bí thư chi đoàn")
    page.fill("#id_phone", "0903 777 888")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    shoot(page, "dang-ky-1")
    page.check("#id_notice")
    page.get_by_role("button", name="Gửi đăng ký").click()
    page.wait_for_url("**/dang-ky-tai-khoan/cua-toi/")
    expect(page.locator("h1")).to_contain_text("Chờ Đoàn phường An Bình")
    assert fits(page)
    page.goto("/can-bo/")
    page.wait_for_url("**/dang-ky-tai-khoan/cua-toi/")
    sign_out(page)

    sign_in("bithucoso", PASSWORD)
    page.get_by_text("Xác nhận 1 người tự đăng ký tài khoản").wait_for()
    page.goto("/can-bo/tu-dang-ky/")
    page.get_by_role("link", name="Lê Thị Ngọc Bích").click()
    expect(page.get_by_text("Trùng ngày sinh")).to_have_count(1)
    assert fits(page)
    shoot(page, "dang-ky-2-so-sanh")
    page.check("#id_is_somebody_else")
    page.get_by_role("button", name="Xác nhận người mới").click()
    page.get_by_text("Đã xác nhận đồng chí Lê Thị Ngọc Bích").wait_for()
    sign_out(page)

    sign_in("0903777888", PASSWORD)
    page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)
    page.get_by_text("Tài khoản vừa được xác").wait_for()
    assert fits(page)
    shoot(page, "dang-ky-3-trang-chinh")
    assert Cadre.objects.filter(birth_date=dt.date(1999, 3, 4)).count() == 2


def test_the_drawing_on_the_card_fills_in_the_code(page, t):
    ((_, code),) = activating.issue([t.namesake], by=t.base_secretary.user)

    page.goto(f"/kich-hoat/#{code}")
    expect(page.locator("#id_code")).to_have_value(code)
    page.wait_for_url("**/kich-hoat/")
    page.fill("#id_birth_date", "04/03/1999")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)
    shoot(page, "kich-hoat")
    page.get_by_role("button", name="Mở tài khoản").click()
    page.get_by_text("Tài khoản đã mở").wait_for()
    assert Cadre.objects.get(pk=t.namesake.pk).user is not None


def test_cards_are_printed_eight_on_a_sheet(page, t, sign_in):
    for n in range(9):
        cadre = CadreFactory(full_name=f"Nguyễn Thị Hồng Phượng {'Vy' * n}")
        AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    sign_in("bithucoso", PASSWORD)
    page.goto(f"/don-vi/{t.base.pk}/kich-hoat/")
    assert fits(page)
    shoot(page, "chua-kich-hoat")
    page.get_by_role("button", name="In phiếu cho 10 người").click()
    page.wait_for_selector(".rl-card-slip")

    expect(page.locator(".rl-sheet")).to_have_count(2)
    expect(page.locator(".rl-sheet").first.locator(".rl-card-slip")).to_have_count(8)
    assert fits(page)
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") == 2
