import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import outbox
from cadres.importing.kinds import KINDS
from cadres.models import Appointment, Cadre, ImportBatch, Role, Sheet, Unit
from cadres.workbooks import templates
from tests.factories import lists
from tests.factories.cadres import RoleGrantFactory, holder, with_role

NEW = "/can-bo/nhap/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def top():
    return lists.district("721")


@pytest.fixture
def keeper(client, top):
    user = with_role(Role.UNIT_ADMIN, top)
    client.force_login(user)
    return user


def upload(client, unit, path):
    """Upload a list and let the worker read it."""
    content = path.read_bytes() if hasattr(path, "read_bytes") else path
    answer = client.post(NEW, {"unit": unit.pk, "file": SimpleUploadedFile("danh sách.xlsx", content)})
    outbox.work_due()
    return answer


def test_upload_leads_to_a_preview_and_writes_nothing(client, top, keeper):
    response = upload(client, top, lists.GOOD)
    batch = ImportBatch.objects.get()
    assert response.url == batch.get_absolute_url()
    assert batch.counts == {"rows": 40, "new": 40, "changed": 0, "unchanged": 0, "duplicate": 0, "wrong": 0}
    assert Cadre.objects.count() == 0
    assert "Nhập 40 cán bộ" in client.get(response.url).text


def test_confirming_writes_once_however_often_it_is_sent(client, top, keeper):
    upload(client, top, lists.GOOD)
    batch = ImportBatch.objects.get()
    url = reverse("cadres:import_apply", args=[batch.pk])
    key = {"submit_key": "5f1c3a56-9df5-4a8e-b2a5-6a3f0b0e9a11"}
    assert [client.post(url, key).status_code, client.post(url, key).status_code] == [302, 302]
    batch.refresh_from_db()
    assert (batch.state, Cadre.objects.count()) == ("applied", 40)
    assert client.post(url).status_code == 409


def test_data_changed_after_the_preview_is_a_conflict(client, top, keeper):
    upload(client, top, lists.GOOD)
    url = reverse("cadres:import_apply", args=[ImportBatch.objects.get().pk])
    Cadre.objects.create(full_name="Lý Thị Linh", birth_date=dt.date(1987, 8, 25), phone="0910037037")
    assert client.post(url).status_code == 409
    assert Cadre.objects.count() == 1


def test_wrong_lines_hold_back_the_rest_unless_the_right_ones_are_wanted(client, keeper):
    top = lists.district("719")
    client.force_login(with_role(Role.UNIT_ADMIN, top))
    upload(client, top, lists.BAD)
    url = reverse("cadres:import_apply", args=[ImportBatch.objects.get().pk])
    client.post(url)
    assert Cadre.objects.count() == 0
    client.post(url, {"nhan": "dong-dung"})
    assert Cadre.objects.count() == 33


def test_wrong_lines_come_back_can_be_corrected_and_uploaded_again(client, keeper):
    top = lists.district("719")
    client.force_login(with_role(Role.UNIT_ADMIN, top))
    upload(client, top, lists.BAD)
    answer = client.get(reverse("cadres:import_wrong_rows", args=[ImportBatch.objects.get().pk]))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    sheet = book.active
    rows = {int(row[0].value): row for row in sheet.iter_rows(min_row=5)}
    assert list(rows) == [10, 13, 16, 19, 22, 26, 29]
    assert {cell.data_type for row in rows.values() for cell in row if cell.value} == {"s"}
    assert rows[29][2].quotePrefix
    headings = [cell.value for cell in sheet[4]]
    for number, label, value in [
        (10, "Ngày sinh", "28/02/1995"),
        (13, "Đơn vị", "xã Long Nguyên"),
        (16, "Họ và tên", "TRẦN VĂN A"),
        (19, "Email", None),
        (22, "Ngày sinh", "01/01/1995"),
        (26, "Chức vụ", "Bí thư chi đoàn"),
        (29, "Họ và tên", "Lê Thị Bé"),
    ]:
        rows[number][headings.index(label)].value = value
    corrected = BytesIO()
    book.save(corrected)
    upload(client, top, corrected.getvalue())
    counts = ImportBatch.objects.latest("created_at").counts
    assert counts == {"rows": 7, "new": 7, "changed": 0, "unchanged": 0, "duplicate": 0, "wrong": 0}


def test_the_template_holds_no_person_and_its_example_reads_well(client, top, keeper):
    answer = client.get(reverse("cadres:import_template"))
    assert answer["Content-Disposition"] == 'attachment; filename="danh-sach-can-bo.xlsx"'
    upload(client, top, templates.template(KINDS[Sheet.CADRES], keeper))
    assert ImportBatch.objects.get().counts["rows"] == 0


def test_changes_are_shown_old_and_new(client, top, keeper, tmp_path):
    upload(client, top, lists.GOOD)
    client.post(reverse("cadres:import_apply", args=[ImportBatch.objects.get().pk]))
    changed = lists.person(
        **{
            "Họ và tên": "Lý Thị Linh",
            "Ngày sinh": "25/08/1987",
            "Điện thoại": "0999888777",
            "Chức vụ": "Bí thư chi đoàn",
            "Ngày giữ chức vụ": "01/07/2020",
        }
    )
    response = upload(client, top, lists.workbook(tmp_path / "sua.xlsx", [changed]))
    page = client.get(response.url, {"loai": "changed"})
    assert page.context["page"].object_list[0]["changes"] == [
        ["Điện thoại", "0910037037", "0999888777"],
        ["Chức vụ", "Phó Bí thư chi đoàn", "Bí thư chi đoàn"],
        ["Ngày giữ chức vụ", "01/06/2018", "01/07/2020"],
    ]
    client.post(reverse("cadres:import_apply", args=[ImportBatch.objects.latest("created_at").pk]))
    posts = Appointment.objects.filter(cadre__phone="0999888777").order_by("valid_from")
    assert list(posts.values_list("position__code", "valid_from", "valid_to", "is_main")) == [
        ("PBT-CHIDOAN", dt.date(2018, 6, 1), dt.date(2020, 6, 30), True),
        ("BT-CHIDOAN", dt.date(2020, 7, 1), None, True),
    ]


def test_imports_of_other_units_are_not_found(client, top, keeper):
    upload(client, top, lists.GOOD)
    batch = ImportBatch.objects.get()
    client.force_login(with_role(Role.UNIT_ADMIN, lists.district("719")))
    assert client.get(batch.get_absolute_url()).status_code == 404
    assert client.post(reverse("cadres:import_apply", args=[batch.pk])).status_code == 404
    assert upload(client, top, lists.GOOD).status_code == 200  # the unit is not among those to choose from
    assert ImportBatch.objects.count() == 1


def test_who_only_reads_people_may_not_import(client, top):
    client.force_login(with_role(Role.DEPUTY_SECRETARY, top))
    assert client.get(NEW).status_code == 403


def test_a_refused_file_says_why_beside_the_field(client, top, keeper):
    response = upload(client, top, b"\xd0\xcf\x11\xe0" + bytes(2000))
    assert "Tệp theo kiểu Excel cũ (.xls)" in response.text


def test_earlier_imports_cost_the_same_with_3_and_30(client, top, keeper, query_count):
    counts = []
    for extra in (3, 27):
        for number in range(extra):
            values = {"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "duplicate": 0, "wrong": 0}
            ImportBatch.objects.create(unit=top, by=keeper, file_name=f"{number}.xlsx", on="2026-01-01", counts=values)
        counts.append(query_count(NEW))
    assert counts[0] == counts[1]


def test_nobody_gives_himself_another_post(client, top, tmp_path):
    keeper = holder(top, "PBT-HUYEN", full_name="Lê Văn Tám", birth_date=dt.date(1990, 9, 2))
    RoleGrantFactory(user=keeper.user, role=Role.UNIT_ADMIN, unit=top)
    client.force_login(keeper.user)
    himself = {"Họ và tên": "Lê Văn Tám", "Ngày sinh": "02/09/1990", "Đơn vị": "Thị đoàn Bến Cát"}
    promoted = lists.person(**himself, **{"Chức vụ": "Bí thư Thị đoàn"})
    response = upload(client, top, lists.workbook(tmp_path / "minh.xlsx", [promoted]))
    (row,) = client.get(response.url).context["page"].object_list
    assert [(error["column"], error["message"]) for error in row["errors"]] == [
        ("Chức vụ", "Đồng chí không tự đổi chức vụ, đơn vị của mình. Nhờ đơn vị cấp trên nhập dòng này.")
    ]


def test_the_unit_page_leads_to_the_form_with_the_unit_chosen(client, top, keeper):
    base = Unit.objects.get(code="25852")
    link = f"{NEW}?don_vi={base.pk}"
    assert link in client.get(base.get_absolute_url()).text
    assert f'<option value="{base.pk}" selected>' in client.get(link).text


def test_of_two_previews_of_one_file_only_the_first_is_applied(client, top, keeper):
    for _ in range(2):
        upload(client, top, lists.GOOD)
    first, second = ImportBatch.objects.order_by("created_at")
    answers = [client.post(reverse("cadres:import_apply", args=[batch.pk])).status_code for batch in (first, second)]
    assert (answers, Cadre.objects.count()) == ([302, 409], 40)


def test_old_previews_lose_their_lines(client, top, keeper):
    upload(client, top, lists.GOOD)
    old = ImportBatch.objects.get()
    ImportBatch.objects.update(created_at=old.created_at - dt.timedelta(days=2))
    assert client.post(reverse("cadres:import_apply", args=[old.pk])).status_code == 409
    upload(client, top, lists.GOOD)
    old.refresh_from_db()
    assert (old.state, old.rows, old.wanted) == ("expired", [], {})
    assert "đã hết hạn" in client.get(old.get_absolute_url()).text


@pytest.mark.parametrize(
    ("slug", "label"),
    [("can-bo", "Cán bộ"), ("don-vi", "Đơn vị"), ("vai-tro", "Quản trị"), ("ban-dang-ky", "Bản đăng ký cán bộ")],
)
def test_a_list_stands_under_what_it_is_about(client, top, slug, label):
    client.force_login(with_role(Role.ORG_STAFF, top))
    shown = client.get(f"/nhap-danh-sach/{slug}/")
    assert [item.label for item in shown.context["nav"] if item.is_current] == [label]
