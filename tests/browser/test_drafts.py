"""What is typed and not sent: locked in the browser under the key of the account, gone on signing out."""

import pytest
from playwright.sync_api import expect

from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory

PASSWORD = "mot cau de nho 2022"
WORDS = "17-CTr/ĐTN viết dở"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme(live_server):
    t = tree()
    for name, user in (("bithucoso", t.base_secretary.user), ("nguoisau", t.other_base_secretary.user)):
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return ProgrammeFactory(unit=t.base, period=PeriodFactory())


@pytest.fixture
def form(programme):
    return f"/don-vi/chuong-trinh/{programme.pk}/sua/"


def type_words(page, form):
    page.goto(form)
    page.fill("[name=document_no]", WORDS)
    expect(page.locator("[data-draft-note]")).to_contain_text("Đã giữ chữ trên máy này")


def kept(page) -> str:
    return page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")


def test_words_come_back_after_a_reload_and_lie_locked_in_the_browser(page, form, sign_in):
    sign_in("bithucoso", PASSWORD)
    type_words(page, form)
    assert "nhap:" in kept(page)
    assert "viết dở" not in kept(page)

    page.reload()
    expect(page.locator("[name=document_no]")).to_have_value(WORDS)
    page.click("text=Bỏ chữ đã giữ")
    expect(page.locator("[name=document_no]")).not_to_have_value(WORDS)
    assert "nhap:" not in kept(page)


def test_the_next_person_on_the_phone_reads_nothing_and_the_first_finds_everything(page, form, sign_in):
    sign_in("bithucoso", PASSWORD)
    type_words(page, form)
    page.context.clear_cookies()

    sign_in("nguoisau", PASSWORD)
    page.goto("/don-vi/chuong-trinh/")
    opened = page.evaluate(
        """async () => {
            const raw = Uint8Array.from(atob(document.body.dataset.draftKey), (c) => c.charCodeAt(0));
            const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
            const name = Object.keys(localStorage).find((one) => one.startsWith("nhap:"));
            const [, iv, locked] = localStorage[name].split(".").map((part, n) =>
                n ? Uint8Array.from(atob(part), (c) => c.charCodeAt(0)) : part);
            const way = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
            return crypto.subtle.decrypt(way, key, locked).then(() => "read", () => "locked");
        }"""
    )
    assert opened == "locked"
    page.context.clear_cookies()

    sign_in("bithucoso", PASSWORD)
    page.goto(form)
    expect(page.locator("[name=document_no]")).to_have_value(WORDS)


def test_signing_out_warns_and_then_wipes(page, form, sign_in):
    sign_in("bithucoso", PASSWORD)
    type_words(page, form)
    page.click(".rl-menu summary")
    page.click("text=Đăng xuất")
    expect(page.get_by_role("dialog", name="Còn chữ chưa gửi")).to_be_visible()
    page.click("text=Ở lại để gửi")
    expect(page.get_by_role("dialog", name="Còn chữ chưa gửi")).to_have_count(0)
    assert "nhap:" in kept(page)

    page.click(".rl-menu summary")
    page.click("text=Đăng xuất")
    page.click("text=Xóa chữ và đăng xuất")
    page.wait_for_url("**/dang-nhap/**")
    assert "nhap:" not in kept(page)


def test_without_a_lock_words_stay_in_the_tab_and_the_page_says_so(page, form, sign_in):
    page.add_init_script("Object.defineProperty(window.crypto, 'subtle', { value: undefined })")
    sign_in("bithucoso", PASSWORD)
    page.goto(form)
    page.fill("[name=document_no]", WORDS)
    expect(page.locator("[data-draft-note]")).to_contain_text("đóng thẻ là mất")
    assert page.evaluate("localStorage.length") == 0

    page.reload()
    expect(page.locator("[name=document_no]")).to_have_value(WORDS)
    page.context.clear_cookies()
    sign_in("nguoisau", PASSWORD)
    assert "viết dở" not in kept(page)


def test_a_note_that_was_sent_does_not_come_back_on_the_same_page(page, programme, sign_in):
    cadre = programme.unit.appointments.get(cadre__user__username="bithucoso").cadre
    item = PledgeFactory(cadre=cadre, period=programme.period, state="approved").items.first()
    sign_in("bithucoso", PASSWORD)
    page.goto(f"/dang-ky/noi-dung/{item.pk}/")
    page.fill("[name=note]", WORDS)
    expect(page.locator("[data-draft-note]")).to_contain_text("Đã giữ chữ trên máy này")
    with page.expect_navigation():
        page.get_by_role("button", name="Đang làm").click()
    expect(page.get_by_text("Đã cập nhật tiến độ.")).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value("")
    assert "nhap:" not in kept(page)
