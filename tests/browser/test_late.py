import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory

PASSWORD = "mot cau de nho 2022"
SHARES = "navigator.share = async (what) => { window.shared = what.text; };"

pytestmark = pytest.mark.browser


@pytest.fixture
def secretary(live_server):
    found = tree()
    PeriodFactory(opens_on=timezone.localdate() - dt.timedelta(days=50))
    user = found.base_secretary.user
    user.username = "bithucoso"
    user.set_password(PASSWORD)
    user.save()
    return found


def test_the_text_for_a_group_is_shared_without_names(page, secretary, sign_in):
    page.add_init_script(SHARES)
    sign_in("bithucoso", PASSWORD)
    page.goto("/dang-ky/con-thieu/")

    page.get_by_role("button", name="Gửi qua Zalo").first.click()

    page.wait_for_function("window.shared")
    shared = page.evaluate("window.shared")
    assert shared.startswith("Đoàn phường An Bình còn 3 cán bộ chưa nộp bản đăng ký rèn luyện")
    assert secretary.branch_secretary.full_name not in shared
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_a_call_is_noted_and_shown_in_the_list(page, secretary, sign_in):
    sign_in("bithucoso", PASSWORD)
    page.goto("/dang-ky/con-thieu/")

    page.get_by_role("link", name=f"Ghi cuộc gọi với {secretary.branch_secretary.full_name}").click()
    page.fill("[name=promised_on]", f"{timezone.localdate() + dt.timedelta(days=2):%Y-%m-%d}")
    page.get_by_role("button", name="Ghi cuộc gọi").click()

    expect(page.locator(f"[aria-label='{secretary.branch_secretary.full_name}']")).to_contain_text("Đã gọi, hẹn nộp")
