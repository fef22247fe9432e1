"""Copying down and marking as passed on, as a secretary does them on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from criteria.models import FocusCopy, ProgrammeReceipt
from tests.factories.cadres import UnitType, tree, unit
from tests.factories.criteria import PeriodFactory, ProgrammeFactory

PASSWORD = "mot cau de nho 2022"

pytestmark = pytest.mark.browser


@pytest.fixture
def t(live_server):
    t = tree()
    t.above = ProgrammeFactory(unit=t.district, period=PeriodFactory(), state="approved")
    unit("Đoàn phường Đông Hòa", UnitType.BASE, t.district, "72409")
    for name, cadre in (("bithu", t.district_secretary), ("coso", t.base_secretary)):
        cadre.user.username = name
        cadre.user.set_password(PASSWORD)
        cadre.user.save()
    return t


def test_copying_down_names_the_exact_count_before_it_starts(page, t, sign_in):
    sign_in("bithu", PASSWORD)
    page.goto(f"/don-vi/chuong-trinh/{t.above.pk}/chep-xuong/")
    page.get_by_label("Trọng tâm 1").check()
    page.get_by_label("Chọn cả 2 đơn vị").check()
    expect(page.locator("[data-selected-count]")).to_have_text("2")
    page.get_by_label("Đoàn phường Đông Hòa").uncheck()
    expect(page.locator("[data-selected-count]")).to_have_text("1")
    page.get_by_role("button", name="Xem lại trước khi chép").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("xuống 1 đơn")
    expect(page.get_by_role("button", name="Chép xuống 1 đơn vị")).to_be_visible()
    assert not FocusCopy.objects.exists()


def test_a_unit_passes_on_and_takes_over(page, t, sign_in):
    sign_in("coso", PASSWORD)
    page.get_by_role("link", name="Ghi đã triển khai").click()
    page.get_by_label("Số người được triển khai").fill("85")
    page.get_by_role("button", name="Ghi đã triển khai").click()
    expect(page.get_by_text("đến 85 người", exact=False).first).to_be_visible()
    page.get_by_role("button", name="Lấy cả trọng tâm về").click()
    expect(page.get_by_text("Đã lấy về", exact=True)).to_be_visible()
    assert ProgrammeReceipt.objects.get().audience == 85
    assert FocusCopy.objects.get().programme.unit == t.base
