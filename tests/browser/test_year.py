"""A year in a browser, on a screen and on a phone: pledge, approval, visit, evaluation, dashboard, workbook."""

import datetime as dt
import io

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts import outbox
from cadres.models import Role
from tests.factories.cadres import tree, with_role
from tests.factories.fieldvisits import visiting_period

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "rừng xanh núi đỏ"


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    today = timezone.localdate()
    t = tree()
    visiting_period(self_opens_on=today, self_due_on=today + dt.timedelta(days=40))
    users = {
        "canbo": t.district_staff.user,
        "bithu": t.district_secretary.user,
        "capuy": with_role(Role.PARTY_REP, t.district),
        "tckt": with_role(Role.ORG_STAFF, t.province),
    }
    for name, user in users.items():
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return t


class Person:
    """Somebody at the one browser of the test; signing in means that the one before has left."""

    def __init__(self, page, sign_in):
        self.page, self.sign_in = page, sign_in

    def becomes(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.sign_in(name, PASSWORD)

    def press(self, words: str) -> None:
        """Press the first button that is to be seen with these words and wait for the next page."""
        button = self.page.get_by_role("button", name=words).first
        with self.page.expect_navigation():
            button.click()
        wrong = self.page.locator("[role=alert].is-bad")
        assert wrong.count() == 0, wrong.first.inner_text()

    def scrolls_sideways(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def person(page, sign_in):
    return Person(page, sign_in)


def pledge(person) -> None:
    page = person.page
    person.becomes("canbo")
    page.goto("/dang-ky/")
    person.press("Bắt đầu")
    for step in ("gm", "st", "tn", "ss"):
        assert not person.scrolls_sideways()
        page.fill("#id_o1-text", f"Việc cụ thể của tiêu chí {step}, mỗi tháng một lần")
        page.fill("#id_o1-target", "12 lần")
        page.fill("#id_o1-evidence", "Biên bản")
        for box in page.locator("input[name=khong]").all():
            box.check()
        person.press("Lưu và")
    person.press("Lưu và xem lại")
    page.check("#id_has_read")
    person.press("Nộp bản đăng ký")
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()


def approve(person) -> None:
    page = person.page
    person.becomes("bithu")
    page.goto("/cho-duyet/")
    if page.viewport_size["width"] < 600:
        page.locator(".rl-pick a").first.click()
    person.press("Duyệt và mở bản kế tiếp")
    person.becomes("canbo")
    page.goto("/dang-ky/")
    expect(page.get_by_text("Đã duyệt").first).to_be_visible()


def visit(person) -> None:
    """An unplanned visit, logged and reported on the spot."""
    page = person.page
    page.goto("/di-co-so/chuyen-di/moi/")
    page.fill("#id_host_name", "Chi đoàn khu phố 1")
    page.fill("#id_starts_on", timezone.localdate().isoformat())
    assert not person.scrolls_sideways()
    person.press("Ghi và viết báo cáo")
    page.fill("#id_situation", "Thanh niên làm ca, khó họp buổi tối.")
    page.fill("#id_findings", "Thiếu chỗ sinh hoạt.")
    page.fill("#id_members_met", "25")
    person.press("Gửi báo cáo")
    expect(page.get_by_text("Đã báo cáo").first).to_be_visible()


def score(person, value: str) -> None:
    person.page.locator(".rl-scale").first.wait_for()
    for label in person.page.locator(f".rl-scale label:has(input[value='{value}'])").all():
        label.click()


def evaluate(person, name: str) -> None:
    page = person.page
    person.becomes("tckt")
    page.goto("/danh-gia/danh-sach/")
    person.press("Mở đánh giá")
    outbox.work_due()

    person.becomes("canbo")
    page.goto("/danh-gia/")
    page.get_by_role("link", name="Viết phiếu tự đánh giá").click()
    score(person, "3")
    score(person, "yes")
    for field in ("strengths", "weaknesses", "remedy"):
        page.fill(f"[name={field}]", "Bám sát cơ sở, báo cáo kịp thời.")
    page.locator("input[name=overall_level][value=good]").check(force=True)
    if page.locator("[name=hint_reason]").count():
        page.fill("[name=hint_reason]", "Có chuyến chưa ghi vào cổng.")
    assert not person.scrolls_sideways()
    person.press("Gửi phiếu tự đánh giá")

    person.becomes("bithu")
    page.goto("/danh-gia/cho-danh-gia/?viec=cap-bo-doan")
    page.get_by_role("link", name=name, exact=True).click()
    score(person, "4")
    if page.locator("[name=hint_reason]").count():
        page.fill("[name=hint_reason]", "Theo sổ theo dõi.")
    person.press("Gửi điểm")
    person.becomes("capuy")
    page.goto("/danh-gia/cho-danh-gia/?viec=cap-uy")
    page.get_by_role("link", name=name, exact=True).click()
    page.locator("input[name=overall_level][value=good]").check(force=True)
    page.fill("[name=strengths]", "Lối sống tốt.")
    page.fill("[name=signed_as]", "Nguyễn Văn An, Phó Bí thư")
    person.press("Gửi")
    person.becomes("bithu")
    page.goto("/danh-gia/cho-danh-gia/?viec=tham-dinh")
    page.get_by_role("link", name=name, exact=True).click()
    for words in ("Thẩm định", "Quyết định kết quả", "Thông báo kết quả"):
        person.press(words)
    person.becomes("canbo")
    page.goto("/danh-gia/")
    expect(page.get_by_text("Tốt").first).to_be_visible()
    assert not person.scrolls_sideways()


def report(person) -> bytes:
    """Open the figures and the rows behind one; export and download the workbook."""
    page = person.page
    person.becomes("tckt")
    page.goto("/bao-cao/")
    assert not person.scrolls_sideways()
    page.get_by_role("link", name="Xuất Excel").first.click()
    person.press("Xuất biểu")
    outbox.work_due()
    page.get_by_role("link", name="Tải về").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về").click()
    return download.value.path().read_bytes()


def test_a_year_at_the_browser(person, people):
    pledge(person)
    approve(person)
    visit(person)
    evaluate(person, people.district_staff.full_name)
    content = report(person)

    cells = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active for cell in row]
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in cells
