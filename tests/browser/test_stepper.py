"""The pledge on a phone: the network drops in the middle, the session ends, somebody else has the phone next."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from criteria.models import Indicator, Pledge, Statement
from tests.browser.accessibility import serious_faults
from tests.factories.cadres import tree
from tests.factories.criteria import PeriodFactory, PledgeFactory, ProgrammeFactory

PASSWORD = "mot cau de nho 2022"
WORDS = "Mỗi tháng một buổi gặp đoàn viên ở khu nhà trọ"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def t(live_server):
    t = tree()
    t.period = PeriodFactory()
    users = {"bithucoso": t.base_secretary, "chidoan": t.branch_secretary, "nguoisau": t.other_base_secretary}
    for name, cadre in users.items():
        cadre.user.username = name
        cadre.user.set_password(PASSWORD)
        cadre.user.save()
    t.pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, items=0, commitments=[])
    return t


@pytest.fixture
def phone(chromium, live_server, settings):
    """A phone of 390 px; what the browser says about its own lost requests is no fault of the page."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, base_url=live_server.url, locale="vi-VN", has_touch=True
    )
    faults = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: said.type == "error" and "Failed to load resource" not in said.text and faults.append(said.text),
    )
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield page
    context.close()
    assert faults == []


def enter(page, name, url="/"):
    page.goto(f"/dang-nhap/?next={url}")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(lambda found: "/dang-nhap/" not in found)


def step(t, code="gm"):
    return f"/dang-ky/{t.pledge.pk}/{code}/"


def says(page, words):
    expect(page.locator("[data-saved]")).to_contain_text(words)


def kept(page) -> str:
    return page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")


def test_the_network_drops_in_the_middle_and_the_pledge_is_sent_in_the_end(phone, t):
    enter(phone, "bithucoso", step(t))
    phone.fill("#id_o1-text", "Giữ đúng giờ")
    says(phone, "Đã lưu lúc")
    assert t.pledge.items.get().text == "Giữ đúng giờ"

    phone.context.set_offline(True)
    phone.fill("#id_o1-text", WORDS)
    says(phone, "Mất mạng. Chữ vẫn giữ trên máy này; sẽ lưu khi có mạng lại.")
    phone.get_by_role("button", name="Lưu và sang").click()
    says(phone, "Mất mạng.")
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        phone.reload()
    phone.context.set_offline(False)
    phone.goto(step(t))

    expect(phone.locator("#id_o1-text")).to_have_value(WORDS)
    says(phone, "Đã lưu lúc")
    assert t.pledge.items.get().text == WORDS
    assert "nhap:" not in kept(phone)

    phone.context.set_offline(True)
    phone.fill("#id_o1-target", "12 buổi")
    says(phone, "Mất mạng.")
    phone.context.set_offline(False)
    says(phone, "Đã lưu lúc")
    assert t.pledge.items.get().target == "12 buổi"

    for code in ("gm", "st", "tn", "ss"):
        assert phone.url.endswith(step(t, code))
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        phone.fill("#id_o1-text", f"{WORDS}, {code}")
        phone.fill("#id_o1-target", "12 buổi")
        phone.fill("#id_o1-evidence", "Ảnh")
        for box in phone.locator("input[name=khong]").all():
            box.check()
        with phone.expect_navigation():
            phone.get_by_role("button", name="Lưu và sang").click()
    with phone.expect_navigation():
        phone.get_by_role("button", name="Lưu và xem lại").click()
    phone.check("#id_has_read")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Nộp bản đăng ký").click()
    t.pledge.refresh_from_db()
    assert t.pledge.state == "submitted"
    assert "nhap:" not in kept(phone)


def test_the_session_ends_in_the_middle_and_the_next_person_reads_nothing(phone, t):
    enter(phone, "bithucoso", step(t, "tn"))
    Session.objects.all().delete()
    phone.fill("#id_o1-text", WORDS)
    says(phone, "Phiên làm việc đã hết. Chữ vẫn giữ trên máy này.")
    assert "khu nhà trọ" not in kept(phone)

    enter(phone, "nguoisau")
    phone.goto("/dang-ky/")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Bắt đầu").click()
    expect(phone.locator("#id_o1-text")).to_have_value("")
    assert "khu nhà trọ" not in phone.content() + kept(phone)
    phone.click(".rl-menu summary")
    phone.click("text=Đăng xuất")
    phone.wait_for_url("**/dang-nhap/**")

    enter(phone, "bithucoso", step(t, "tn"))
    expect(phone.locator("#id_o1-text")).to_have_value(WORDS)
    says(phone, "Đã lưu lúc")
    assert t.pledge.items.get(criterion="TN").text == WORDS


def test_signing_in_again_leads_back_to_the_step(phone, t):
    enter(phone, "bithucoso", step(t, "ss"))
    phone.fill("#id_o1-text", WORDS)
    says(phone, "Đã lưu lúc")
    Session.objects.all().delete()
    phone.fill("#id_o1-target", "Chưa kịp lưu")
    phone.get_by_role("button", name="Lưu và sang").click()
    phone.wait_for_url("**/dang-nhap/**")
    phone.fill("#id_login", "bithucoso")
    phone.fill("#id_password", PASSWORD)
    phone.click("button[type=submit]")
    phone.wait_for_url(f"**{step(t, 'ss')}")
    expect(phone.locator("#id_o1-target")).to_have_value("Chưa kịp lưu")
    says(phone, "Đã lưu lúc")


def test_two_pages_with_other_words_stand_side_by_side_and_nothing_is_lost(phone, t):
    enter(phone, "bithucoso", step(t))
    other = phone.context.new_page()
    other.goto(step(t))
    other.fill("#id_o1-text", "Chữ ở máy kia")
    says(other, "Đã lưu lúc")

    phone.fill("#id_o1-text", "Chữ ở máy này")
    note = phone.get_by_role("alert")
    expect(note).to_contain_text("Ở trang này: Chữ ở máy này")
    expect(note).to_contain_text("Ở Cổng: Chữ ở máy kia")
    assert t.pledge.items.get().text == "Chữ ở máy kia"
    phone.click("text=Giữ chữ ở trang này")
    says(phone, "Đã lưu lúc")
    assert t.pledge.items.get().text == "Chữ ở máy này"


def test_the_period_closes_while_the_draft_is_open(phone, t):
    enter(phone, "bithucoso", step(t))
    t.period.state = "closed"
    t.period.save()
    phone.fill("#id_o1-text", WORDS)
    says(phone, "Kỳ rèn luyện đã đóng")
    with phone.expect_navigation():
        phone.click("text=Xem, chép, in chữ đã viết")
    expect(phone.locator("#chu-da-viet")).to_contain_text(WORDS)
    with phone.expect_download() as download:
        phone.click("text=Tải về dạng chữ")
    assert WORDS in download.value.path().read_text(encoding="utf-8")
    assert serious_faults(phone) == []

    t.period.state = "open"
    t.period.save()
    phone.goto(step(t))
    expect(phone.locator("#id_o1-text")).to_have_value(WORDS)
    says(phone, "Đã lưu lúc")


def test_the_short_form_is_done_with_the_thumb(phone, t):
    focus = ProgrammeFactory(unit=t.base, period=t.period, state="approved").foci.get()
    for code in ("GM-1", "ST-1", "TN-1", "SS-1"):
        statement = Statement.objects.get(set=t.period.statement_set, code=code)
        Indicator.objects.create(
            focus=focus,
            statement=statement,
            text=f"Việc của chi đoàn theo {code}",
            target="12 buổi",
            due_on=timezone.localdate() + dt.timedelta(days=60),
            evidence="Ảnh",
        )
    enter(phone, "chidoan", "/dang-ky/")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Bắt đầu").click()
    for code in ("GM-1", "ST-1", "TN-1", "SS-1"):
        expect(phone.locator("input[name=pick]:checked")).to_have_count(0)
        assert serious_faults(phone) == []
        phone.locator("label", has_text=f"Việc của chi đoàn theo {code}").click()
        with phone.expect_navigation():
            phone.get_by_role("button", name="Lưu và tiếp").click()
    for _ in range(5):
        expect(phone.locator("input[name=khong]")).to_have_count(2)
        expect(phone.locator("input[name=khong]:checked")).to_have_count(0)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        for box in phone.locator("input[name=khong]").all():
            box.check()
        with phone.expect_navigation():
            phone.get_by_role("button", name="Lưu và tiếp").click()
    assert serious_faults(phone) == []
    phone.check("#id_has_read")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Nộp bản đăng ký").click()
    pledge = Pledge.objects.get(cadre=t.branch_secretary)
    assert (pledge.state, pledge.items.exclude(indicator=None).count()) == ("submitted", 4)


@pytest.mark.parametrize("code", ["gm", "lien-ket", "xem-lai"])
def test_no_step_has_a_serious_fault(phone, t, code):
    PledgeFactory(cadre=t.branch_secretary, period=t.period)
    enter(phone, "bithucoso", step(t, code))
    expect(phone.locator("h1")).to_have_count(1)
    assert serious_faults(phone) == []
    phone.set_viewport_size({"width": 360, "height": 740})
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
