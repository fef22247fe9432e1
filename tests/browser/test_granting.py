"""A secretary names the Party committee's representative, who sees the inbox; the role is taken back and is gone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cadres.models import RoleGrant
from tests.browser.test_import import no_sideways_scroll, shoot
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree

PASSWORD = "rừng xanh núi đỏ"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def province():
    t = tree()
    t.representative = UserFactory(username="capuy", full_name="Trần Thị Thu Hà", email="")
    for user, name in ((t.district_secretary.user, "bithu"), (t.representative, "capuy")):
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return t


def sign_out(page):
    page.context.clear_cookies()


def test_a_role_is_given_used_and_taken_back(page, sign_in, province):
    inbox = reverse("evaluations:inbox")
    sign_in("bithu", PASSWORD)
    page.goto(reverse("cadres:grant_list"))
    page.get_by_role("link", name="Giao vai trò").first.click()
    page.get_by_role("link", name="Thành đoàn Dĩ An").click()
    page.fill("#tim", "capuy")
    page.locator("form:has(#tim) button").click()
    page.get_by_role("link", name="Trần Thị Thu Hà").click()
    expect(page.locator("#id_role")).to_contain_text("Đại diện cấp ủy")
    expect(page.locator("#id_role")).not_to_contain_text("Ủy ban Kiểm tra")
    page.select_option("#id_role", label="Đại diện cấp ủy")
    page.fill("#id_reason", "Công văn 12-CV/ĐU")
    shoot(page, "giao-vai-tro")
    assert no_sideways_scroll(page)
    page.get_by_role("button", name="Giao vai trò").click()
    page.wait_for_selector("h1:has-text('Đại diện cấp ủy')")
    shoot(page, "vai-tro")
    assert no_sideways_scroll(page)
    grant = RoleGrant.objects.get(user=province.representative)

    sign_out(page)
    sign_in("capuy", PASSWORD)
    assert page.goto(inbox).status == 200
    page.goto(reverse("cadres:my_rights"))
    expect(page.locator("main")).to_contain_text("Công văn 12-CV/ĐU")

    sign_out(page)
    sign_in("bithu", PASSWORD)
    page.goto(grant.get_absolute_url())
    page.fill("#thu_reason", "Thôi nhiệm vụ")
    page.get_by_role("button", name="Thu vai trò").click()
    page.wait_for_selector("text=Đã thu vai trò")
    expect(page.locator("main")).to_contain_text("Thôi nhiệm vụ")
    assert no_sideways_scroll(page)

    sign_out(page)
    sign_in("capuy", PASSWORD)
    page.goto(reverse("cadres:my_rights"))
    expect(page.locator("main")).to_contain_text("không giữ quyền nào")
