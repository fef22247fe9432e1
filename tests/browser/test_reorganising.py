"""Two communes are merged in a browser, from the page of one of them to the decision on their secretaries."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cadres.models import Appointment, HandDecision, Role, Unit, UnitType
from tests.browser.test_import import no_sideways_scroll, shoot
from tests.factories.cadres import holder, tree, unit, with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("page", [1280], indirect=True)
def test_two_communes_are_merged(page, sign_in):
    t = tree()
    sister = unit("Đoàn phường Tân Bình", UnitType.BASE, t.district, "72402")
    holder(sister, "BT-COSO", full_name="Lê Thị Hồng")
    keeper = with_role(Role.ORG_STAFF, t.province, username="tochuctinh")
    keeper.set_password("rừng xanh núi đỏ")
    keeper.save()
    sign_in("tochuctinh", "rừng xanh núi đỏ")

    page.goto("/don-vi/cay/?q=an+binh")
    page.get_by_role("link", name="Đoàn phường An Bình").click()
    page.wait_for_url("**/don-vi/cay/?mo=**")
    page.locator(".rl-unit-node").get_by_role("link", name="Đoàn phường An Bình", exact=True).click()
    page.wait_for_url(f"**/don-vi/{t.base.pk}/")
    page.get_by_role("link", name="Sáp nhập").click()
    page.get_by_label("Đoàn phường Tân Bình").check()
    page.get_by_label("Mã đơn vị mới").fill("72499")
    page.get_by_label("Tên đơn vị mới").fill("Đoàn phường Dĩ An")
    page.get_by_label("Căn cứ").fill("Quyết định số 12-QĐ/TĐTN")
    assert no_sideways_scroll(page)
    shoot(page, "sap-nhap-1")
    page.get_by_role("button", name="Xem trước").click()

    page.get_by_text("Xem trước, chưa ghi gì.").wait_for()
    expect(page.locator("section:has(#cho) .rl-pick")).to_have_count(2)
    assert Unit.objects.filter(code="72499").count() == 0
    assert no_sideways_scroll(page)
    shoot(page, "sap-nhap-2")
    page.get_by_role("button", name="Xác nhận sắp xếp").click()
    page.get_by_text("Còn 2 cán bộ, đơn vị chờ quyết định.").wait_for()

    new = Unit.objects.get(code="72499")
    assert Unit.objects.get(pk=sister.pk).valid_to == timezone.localdate() - dt.timedelta(days=1)
    page.get_by_role("link", name="Lê Thị Hồng").click()
    page.get_by_label("Chức vụ").select_option(label="Bí thư Đoàn cơ sở")
    shoot(page, "sap-nhap-3")
    page.get_by_role("button", name="Ghi quyết định").click()
    page.get_by_text("Đã quyết định: Lê Thị Hồng.").wait_for()
    assert Appointment.objects.get(unit=new, position__code="BT-COSO").cadre.full_name == "Lê Thị Hồng"
    assert HandDecision.objects.open().count() == 1

    page.goto(f"/don-vi/{new.pk}/sau-sap-nhap/")
    expect(page.locator(".rl-task")).to_have_count(7)
    expect(page.locator(".rl-task:has-text('Đồng chí Lê Thị Hồng.') >> text=Xong")).to_have_count(1)
    shoot(page, "sap-nhap-4")
