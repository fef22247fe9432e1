"""The inbox by keyboard on a screen, by finger on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from criteria.models import Pledge
from tests.factories.cadres import holder, tree
from tests.factories.criteria import PledgeFactory
from tests.factories.fieldvisits import VisitPlanFactory, visiting_period

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rừng xanh núi đỏ"


@pytest.fixture
def t():
    found = tree()
    period = visiting_period()
    found.waiting = []
    for n in range(3):
        sent = timezone.now() - timezone.timedelta(hours=9 - n)
        fields = {"period": period, "state": "submitted", "submitted_at": sent, "first_submitted_at": sent}
        cadre = holder(found.district, "CB-HUYEN")
        make, more = (VisitPlanFactory, {"items": 1}) if n == 1 else (PledgeFactory, {})
        found.waiting.append(make(cadre=cadre, deciding_unit=found.district, **fields, **more))
    user = found.district_secretary.user
    user.username = "bithu"
    user.set_password(PASSWORD)
    user.save()
    return found


def states(t):
    for document in t.waiting:
        document.refresh_from_db()
    return [document.state for document in t.waiting]


def open_name(page, document):
    return expect(page.locator("#chi-tiet #ct")).to_contain_text(str(document.cadre))


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_three_records_by_keyboard(page, sign_in, t):
    first, plan, last = t.waiting
    sign_in("bithu", PASSWORD)
    page.goto("/cho-duyet/")
    open_name(page, first)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt của hộp duyệt")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#phim-tat")).not_to_be_visible()

    page.keyboard.press("x")
    page.keyboard.press("j")
    open_name(page, plan)
    expect(page.locator("#hop-duyet-bao")).to_have_text(f"{plan.cadre}, 2/3")
    expect(page.locator("[data-selected-count]")).to_have_text("1")
    page.keyboard.press("k")
    open_name(page, first)
    page.keyboard.press("x")

    page.keyboard.press("a")
    expect(page.get_by_role("dialog", name=f"Duyệt bản đăng ký của {first.cadre}?")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    open_name(page, plan)
    expect(page.get_by_text("Đã duyệt bản đăng ký của").first).to_be_visible()

    page.keyboard.press("r")
    expect(page.locator("#ly_do")).to_be_focused()
    page.keyboard.type("ja")
    expect(page.locator("#ly_do")).to_have_value("ja")
    page.fill("#ly_do", "")
    page.get_by_role("button", name="Nội dung chung chung").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lại để sửa").click()
    open_name(page, last)

    page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Không có hồ sơ nào chờ")).to_be_visible()
    expect(page.locator("[data-until]").first).to_contain_text("trong 9:")
    assert states(t) == ["approved", "returned", "approved"]


@pytest.mark.parametrize("page", [390], indirect=True)
def test_list_then_record_then_the_next_on_a_phone(page, sign_in, t):
    first, plan, _ = t.waiting
    sign_in("bithu", PASSWORD)
    page.goto("/cho-duyet/")
    expect(page.locator("#chi-tiet")).not_to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    with page.expect_navigation():
        page.get_by_role("link", name=str(first.cadre)).click()
    open_name(page, first)
    expect(page.locator("#hop-duyet")).not_to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Duyệt và mở bản kế tiếp").click()
    open_name(page, plan)
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    with page.expect_navigation():
        page.get_by_role("link", name="Danh sách chờ duyệt").click()
    expect(page.locator("[data-inbox-row]")).to_have_count(2)
    assert Pledge.objects.filter(state="approved").count() == 1


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_all_of_the_page_with_the_number_in_the_question(page, sign_in, t):
    sign_in("bithu", PASSWORD)
    page.goto("/cho-duyet/?loai=dang-ky")
    page.get_by_label("Chọn cả trang").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Duyệt 2 hồ sơ…").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Duyệt 2 bản đăng ký của 1")
    with page.expect_navigation():
        page.get_by_role("button", name="Duyệt 2 bản đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xong 2/2")
    with page.expect_navigation():
        page.get_by_role("button", name="Hoàn tác 2 hồ sơ").click()
    expect(page.get_by_text("Đã hoàn tác.").first).to_be_visible()
    assert states(t) == ["submitted"] * 3


def serious(page):
    found = Axe().run(page).response["violations"]
    return [one["id"] for one in found if one["impact"] in {"serious", "critical"}]


def test_nothing_serious_stands_in_the_way(page, sign_in, t):
    sign_in("bithu", PASSWORD)
    for url in ("/cho-duyet/", f"/cho-duyet/di-co-so/{t.waiting[1].pk}/"):
        page.goto(url)
        assert serious(page) == []
    page.goto("/cho-duyet/")
    page.get_by_label("Chọn cả trang").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lại…").click()
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.fill("[name=reason]", "Ghi rõ chỉ tiêu.")
    with page.expect_navigation():
        page.get_by_role("button", name="Trả lại 3 hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xong 3/3")
    assert serious(page) == []
    assert states(t) == ["returned"] * 3
