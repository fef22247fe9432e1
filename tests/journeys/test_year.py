"""One year with seven people, through pages and buttons only: from the office's list to the official workbook."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import outbox
from cadres.models import Cadre, Role
from tests.factories.cadres import tree, with_role
from tests.factories.fieldvisits import visiting_period
from tests.journeys.visitor import Visitor

PASSWORD = "rừng vàng biển bạc"
TODAY = dt.date.today()
ROSTER = [
    ["BCH ĐOÀN THÀNH PHỐ DĨ AN"],
    ["DANH SÁCH CÁN BỘ ĐOÀN"],
    ["STT", "HỌ VÀ TÊN", "Ngày sinh", "Chức vụ", "Đơn vị", "Ngày giữ chức vụ", "Điện thoại"],
    [1, "Đặng Thị Mỹ Hạnh", "02/09/1998", "Phó Bí thư Đoàn phường", "Đoàn phường An Bình", "01/2022", 912345678],
    [None, "Tổng cộng: 1 đồng chí"],
]


def workbook(rows) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("danh sách.xlsx", out.getvalue())


@pytest.fixture
def people(settings, tmp_path):
    """The province, an open period, and accounts with a password for those who take part."""
    settings.MEDIA_ROOT = tmp_path
    t = tree()
    visiting_period(self_opens_on=TODAY, self_due_on=TODAY + dt.timedelta(days=40))
    users = {
        "bithu": t.district_secretary.user,
        "thuongtruc": t.province_secretary.user,
        "tochuc": with_role(Role.UNIT_ADMIN, t.district),
        "capuy": with_role(Role.PARTY_REP, t.district),
        "tckt": with_role(Role.ORG_STAFF, t.province),
        "ubkt": with_role(Role.INSPECTOR, t.province),
    }
    for name, user in users.items():
        user.username = name
        user.set_password(PASSWORD)
        user.save()
    return t


def visitor(name: str) -> Visitor:
    return Visitor(name, PASSWORD)


def import_and_activate(t) -> Cadre:
    """The keeper of the list imports the new deputy and hands her a card; she opens her account with it."""
    keeper = visitor("tochuc")
    keeper.open("/can-bo/nhap/")
    assert "Đang đọc" in keeper.press("Xem trước", unit=t.district.pk, file=workbook(ROSTER))
    outbox.work_due()
    assert "Đặng Thị Mỹ Hạnh" in keeper.open(keeper.page.request["PATH_INFO"])
    keeper.press("Nhập 1 cán bộ")
    newcomer = Cadre.objects.get(full_name="Đặng Thị Mỹ Hạnh")
    assert newcomer.phone == "0912345678"
    keeper.open(newcomer.get_absolute_url())
    keeper.press("Cấp mã kích hoạt")
    code = keeper.page.context["issued"][0][1]

    card = Visitor.anonymous()
    card.open("/kich-hoat/")
    card.press("Mở tài khoản", code=code, birth_date="02/09/1998", password=PASSWORD, again=PASSWORD)
    return Cadre.objects.get(pk=newcomer.pk)


def set_focus(t) -> None:
    """The district lays down its focus and solutions; the province approves them."""
    secretary = visitor("bithu")
    secretary.open("/don-vi/chuong-trinh/")
    secretary.press("Chương trình của", in_form=f"/{t.district.pk}/")
    secretary.follow("Thêm trọng tâm")
    statement = secretary.page.context["page"].focus.fields["statements"].choices[0][0]
    secretary.press(
        "Lưu trọng tâm",
        **{
            "tt-text": "Đi đúng, đủ, đúng giờ trong mọi cuộc họp",
            "tt-statements": [statement],
            "gp-0-text": "Mỗi quý một buổi đối thoại với đoàn viên",
            "gp-0-kind": "dialogue",
            "gp-0-due_on": (TODAY + dt.timedelta(days=50)).isoformat(),
            "gp-0-in_charge": "Ban Thường vụ",
        },
    )
    secretary.press("Gửi cấp trên duyệt", document_no="12-CTr/ĐTN", document_on=TODAY.isoformat())
    standing_board = visitor("thuongtruc")
    standing_board.open("/cho-duyet/")
    assert "12-CTr/ĐTN" in standing_board.text
    standing_board.follow("Thành đoàn Dĩ An")
    standing_board.press("Duyệt và", in_form="/quyet-dinh/")


def pledge(cadre: Cadre) -> Visitor:
    """She pledges: one item per criterion, the ten KHÔNG one by one; returned once, then approved."""
    her = visitor(cadre.code)
    her.open("/dang-ky/")
    her.press("Bắt đầu")
    for step in ("gm", "st", "tn", "ss"):
        form = her.page.context["form"]
        her.press(
            "Lưu và",
            khong=[statement.code for statement in form.donts],
            **{
                "o1-text": f"Việc cụ thể của tiêu chí {step}, mỗi tháng một lần",
                "o1-target": "12 lần",
                "o1-due_on": (TODAY + dt.timedelta(days=50)).isoformat(),
                "o1-evidence": "Biên bản",
            },
        )
    her.press("Lưu và xem lại", has_youth_programme="yes", youth_programme_no="Sổ 12/2022", work_plan_no="45-KH/ĐTN")
    her.press("Nộp bản đăng ký", has_read="on")

    secretary = visitor("bithu")
    secretary.open("/cho-duyet/")
    assert "Đặng Thị Mỹ Hạnh" in secretary.text
    secretary.press("Trả lại để sửa", reason="Sáng tạo cần việc đo được.")
    her.open("/")
    assert "Sáng tạo cần việc đo được." in her.text
    her.open("/dang-ky/")
    her.press("Lưu và", **{"o1-text": "Họp đúng giờ, vắng báo trước, không quá hai lần trong năm"})
    for _ in range(4):
        her.press("Lưu và")
    her.press("Gửi lại để duyệt", has_read="on")
    secretary.open("/cho-duyet/")
    secretary.press("Duyệt và mở bản kế tiếp")
    return her


def visit_bases(her: Visitor) -> None:
    """She plans a visit of this quarter; the district approves it; she goes and reports what she found."""
    her.open("/di-co-so/")
    her.press("Lập bảng")
    her.press(
        "Lưu và nộp để duyệt",
        **{
            "form-0-starts_on": TODAY.isoformat(),
            "form-0-ends_on": TODAY.isoformat(),
            "form-0-days": "1",
            "form-0-host_name": "Chi đoàn khu phố 1",
            "form-0-host_level": "branch",
            "form-0-content": "Dự sinh hoạt chi đoàn, nghe thanh niên nhà trọ",
        },
    )
    secretary = visitor("bithu")
    secretary.open("/cho-duyet/?loai=di-co-so")
    assert "Đặng Thị Mỹ Hạnh" in secretary.text
    secretary.press("Duyệt và", in_form="/quyet-dinh/")

    her.open("/di-co-so/chuyen-di/moi/")
    her.follow("Chi đoàn khu phố 1")
    her.press("Ghi và viết báo cáo")
    her.press(
        "Gửi báo cáo", situation="Thanh niên làm ca, khó họp tối.", findings="Thiếu chỗ sinh hoạt.", members_met="25"
    )
    secretary.open("/di-co-so/chuyen-di/cho-xac-nhan/")
    assert "Chi đoàn khu phố 1" in secretary.text


def evaluate(cadre: Cadre, her: Visitor) -> None:
    """Opened by the province; self, Union unit and Party committee write unseen by each other; decided and told."""
    staff = visitor("tckt")
    staff.open("/danh-gia/danh-sach/")
    staff.press("Mở đánh giá")
    outbox.work_due()

    her.open("/danh-gia/")
    her.follow("Viết phiếu tự đánh giá")
    form = her.page.context["form"]
    her.press(
        "Gửi phiếu tự đánh giá",
        **{name: "3" for name in form.fields if name.startswith("score_")},
        **{name: "yes" for name in form.fields if name.startswith("kept_")},
        strengths="Bám sát cơ sở, lắng nghe đoàn viên.",
        weaknesses="Báo cáo còn chậm vào quý hai.",
        remedy="Viết báo cáo ngay sau chuyến đi.",
        overall_level="good",
        hint_reason="Có hai chuyến chưa ghi vào cổng.",
    )

    secretary = visitor("bithu")
    secretary.open("/danh-gia/cho-danh-gia/")
    assert "Bám sát cơ sở" not in secretary.text
    secretary.follow("Đặng Thị Mỹ Hạnh")
    form = secretary.page.context["form"]
    secretary.press(
        "Gửi",
        **{name: "4" for name in form.fields if name.startswith("score_")},
        overall_level="excellent",
        hint_reason="Theo sổ theo dõi của Ban Thường vụ.",
    )

    party = visitor("capuy")
    party.open("/danh-gia/cho-danh-gia/")
    party.follow("Đặng Thị Mỹ Hạnh")
    party.press("Gửi", overall_level="good", strengths="Lối sống tốt, gần dân.", signed_as="Nguyễn Văn An, Phó Bí thư")

    secretary.open("/danh-gia/cho-danh-gia/?viec=tham-dinh")
    secretary.follow("Đặng Thị Mỹ Hạnh")
    for verb in ("appraise", "decide", "notify"):
        secretary.press("", in_form=f"/buoc/{verb}/")
    her.open("/danh-gia/")
    evaluation = cadre.evaluations.get()
    assert evaluation.state == "notified"
    assert f"{evaluation.total:.1f}".replace(".", ",") in her.text


def inspect(cadre: Cadre) -> None:
    """The inspection committee reads the result once it is told; no breach is on record."""
    inspector = visitor("ubkt")
    inspector.open("/danh-gia/danh-sach/")
    inspector.follow("Đặng Thị Mỹ Hạnh")
    evaluation = cadre.evaluations.get()
    assert f"{evaluation.total:.1f}".replace(".", ",") in inspector.text
    inspector.open("/danh-gia/vi-pham/")
    assert "Đặng Thị Mỹ Hạnh" not in inspector.text


def report(t) -> None:
    """The province sees the figures, opens the rows behind one, and downloads the official workbook."""
    staff = visitor("tckt")
    board = staff.open("/bao-cao/")
    assert "Thành đoàn Dĩ An" in board
    staff.open(f"/bao-cao/pledge_approved/?don_vi={t.district.pk}")
    assert "Đặng Thị Mỹ Hạnh" in staff.text
    staff.open(f"/bao-cao/xuat-excel/?don_vi={t.province.pk}")
    staff.press("Xuất biểu", reason="Báo cáo Ban Thường vụ")
    outbox.work_due()
    staff.open(staff.page.request["PATH_INFO"])
    answer = staff.client.get(staff.link("Tải về"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "ĐOÀN TNCS HỒ CHÍ MINH" in words
    assert any("Dĩ An" in word for word in words)


def test_a_year_from_spreadsheet_to_workbook(people):
    newcomer = import_and_activate(people)
    set_focus(people)
    her = pledge(newcomer)

    outbox.work_due()
    assert "Đã duyệt" in her.open("/dang-ky/")
    visit_bases(her)
    evaluate(newcomer, her)
    inspect(newcomer)
    report(people)
