"""An office's list goes from upload to confirmation in a browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts import outbox
from cadres.models import Cadre, Role
from tests.factories import lists
from tests.factories.cadres import with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("PORTAL_SHOTS")


def shoot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{page.viewport_size['width']}.png", full_page=True)


def no_sideways_scroll(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_list_with_faults_is_looked_at_and_its_right_lines_are_taken(page, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    top = lists.district("719")
    keeper = with_role(Role.UNIT_ADMIN, top, username="tochuc")
    keeper.set_password("rừng xanh núi đỏ")
    keeper.save()
    sign_in("tochuc", "rừng xanh núi đỏ")

    page.goto("/can-bo/nhap/")
    assert no_sideways_scroll(page)
    shoot(page, "nhap-1")
    page.set_input_files("#id_file", lists.BAD)
    page.get_by_role("button", name="Xem trước danh sách").click()
    page.wait_for_selector("h1:has-text('Đang đọc')")
    assert no_sideways_scroll(page)
    shoot(page, "nhap-2-doc")
    outbox.work_due()
    page.wait_for_selector("h1:has-text('Xem trước')")
    expect(page.locator(".rl-reasons")).to_have_count(7)
    assert no_sideways_scroll(page)
    shoot(page, "nhap-2-sai")
    page.get_by_role("link", name="Thêm mới").click()
    page.wait_for_url("**loai=new")
    assert no_sideways_scroll(page)
    shoot(page, "nhap-3-moi")
    page.get_by_role("button", name="Chỉ nhận 33 dòng đúng").click()
    page.wait_for_selector("h1:has-text('Đã nhập')")
    shoot(page, "nhap-4-xong")
    assert Cadre.objects.count() == 33

    book = lists.workbook(
        Path(SHOTS or "/tmp") / "thay-doi.xlsx",
        [
            lists.person(
                **{
                    "Họ và tên": "Nguyễn Văn Cường",
                    "Ngày sinh": "24/03/1995",
                    "Đơn vị": "Long Nguyên",
                    "Chức vụ": "Bí thư Đoàn xã",
                    "Ngày giữ chức vụ": "07/2021",
                }
            )
        ],
    )
    page.goto("/can-bo/nhap/")
    shoot(page, "nhap-5-lan-hai")
    page.set_input_files("#id_file", book)
    page.get_by_role("button", name="Xem trước danh sách").click()
    page.wait_for_selector("h1:has-text('Đang đọc')")
    outbox.work_due()
    page.wait_for_selector("ins:has-text('Đoàn xã Long Nguyên')")
    shoot(page, "nhap-6-thay-doi")
