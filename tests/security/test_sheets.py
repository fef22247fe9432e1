"""Spreadsheets that come in and go out: hostile files, formulas, and how far an export reaches."""

import csv
import datetime as dt
import json
import subprocess
import sys
import time
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import outbox
from accounts.models import AuditEvent, Run
from cadres.importing.archive import Refused, check
from cadres.models import Cadre, ImportBatch, Role
from cadres.papers.tables import save_csv, save_xlsx
from cadres.papers.xlsx import Column
from tests.factories import lists
from tests.factories.cadres import AppointmentFactory, CadreFactory, tree, with_role
from tests.security import hostile

MAX_SECONDS, MAX_MB = 10, 200  # of work: other programs on the machine do not count
MEASURED = """
import json, resource, sys
from pathlib import Path
from cadres.importing import workbook
from cadres.importing.archive import Refused
try:
    outcome = sum(len(sheet.rows) for sheet in workbook.read(Path(sys.argv[1]), max_rows=5000))
except Refused as refused:
    outcome = str(refused)
own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = sum(one.ru_utime + one.ru_stime for one in (own, child))
held = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])  # getrusage tells the parent's, too
print(json.dumps({"seconds": seconds, "mb": max(held, child.ru_maxrss) / 1024, "outcome": outcome}))
"""


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("name", hostile.FILES)
def test_32_a_hostile_workbook_is_refused_or_bounded(tmp_path, name):
    path = hostile.FILES[name](tmp_path)
    command = [sys.executable, "-c", MEASURED, str(path)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(done.stdout)

    assert found["seconds"] < MAX_SECONDS
    assert found["mb"] < MAX_MB
    assert isinstance(found["outcome"], str) or found["outcome"] <= 5200


@pytest.mark.parametrize("name", hostile.FILES)
def test_32_the_web_process_looks_at_the_zip_directory_alone(tmp_path, name, client):
    """What it lets through is only kept: the rows are read by the worker's child process."""
    top = lists.district("721")
    client.force_login(with_role(Role.UNIT_ADMIN, top))
    path = hostile.FILES[name](tmp_path)
    started = time.process_time()
    answer = client.post("/can-bo/nhap/", {"unit": top.pk, "file": SimpleUploadedFile("x.xlsx", path.read_bytes())})

    assert time.process_time() - started < 2
    try:
        check(path)
    except Refused:
        assert (answer.status_code, ImportBatch.objects.exists()) == (200, False)
        return
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.rows) == ("reading", [])
    outbox.work_due()
    batch.refresh_from_db()
    assert batch.state in {"refused", "previewed"}
    assert list((settings.MEDIA_ROOT / "imports").iterdir()) == []
    assert Cadre.objects.count() == 0


PAYLOADS = [
    '=HYPERLINK("http://x","a")',
    "==1",
    "+84912345678",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "'=1",
    '"=1',
]
VALUES = [("Nguyễn Văn An", 7, Decimal("2.5"), dt.date(1995, 8, 25), None), ("", 0, None, None, "0912345678")]
COLUMNS = (
    Column("Chữ", 20),
    Column("Số", 8, "count"),
    Column("Lẻ", 8, "decimal"),
    Column("Ngày", 12, "date"),
    Column("Điện thoại", 14),
)


def test_33_no_cell_of_an_export_is_a_formula(tmp_path):
    rows = [(text, 1, None, None, text) for text in PAYLOADS]
    save_xlsx(tmp_path / "a.xlsx", ["=1+1"], COLUMNS, rows)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    written = [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert [text.strip() for text in written] == [text.strip() for text in PAYLOADS]
    quoted = {cell.value for cell in cells if cell.quotePrefix}
    assert {text for text in PAYLOADS if text[0] in "=+-@"} <= quoted


def test_33_numbers_days_telephones_and_empty_cells_come_back_as_they_were(tmp_path):
    save_xlsx(tmp_path / "a.xlsx", ["Tiêu đề"], COLUMNS, [*VALUES, ("+84912345678", None, None, None, None)])
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    rows = [
        tuple(value.date() if isinstance(value, dt.datetime) else value for value in row)
        for row in sheet.iter_rows(min_row=4, values_only=True)
    ]

    assert rows == [
        ("Nguyễn Văn An", 7, 2.5, dt.date(1995, 8, 25), None),
        (None, 0, None, None, "0912345678"),
        ("+84912345678", None, None, None, None),
    ]
    assert sheet.cell(4, 4).number_format == "dd/mm/yyyy"


def test_33_text_in_csv_that_would_be_a_formula_gets_an_apostrophe(tmp_path):
    rows = [*VALUES, *((text, 1, None, None, None) for text in PAYLOADS)]
    save_csv(tmp_path / "a.csv", [], COLUMNS, rows)
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))

    assert read[1] == ["Nguyễn Văn An", "7", "2.5", "25/08/1995", ""]
    assert read[2] == ["", "0", "", "", "0912345678"]
    assert [row[0][0] for row in read[3:]] == ["'"] * 11 + ['"']
    assert ["'+84912345678", "1", "", "", ""] in read


@pytest.fixture
def t():
    t = tree()
    for number in range(60):
        AppointmentFactory(cadre=CadreFactory(full_name="Lê Văn Dân"), unit=t.branch if number % 2 else t.other_branch)
    return t


def export(client, user, code="can-bo", query="", **data):
    client.force_login(user)
    address = f"{reverse('portal:export_new', args=[code])}?{query}"
    return client.post(address, {"format": "xlsx", "reason": "Họp Ban Thường vụ"} | data)


def exported(run):
    sheet = openpyxl.load_workbook(settings.MEDIA_ROOT / run.file).active
    return [row[1] for row in sheet.iter_rows(min_row=5, values_only=True)]


def test_t27_an_export_holds_what_the_asker_may_see_and_take_along_and_is_audited(client, t):
    user = t.district_secretary.user

    export(client, user)
    outbox.work_due()

    run = Run.objects.get()
    codes = set(Cadre.objects.visible_to(user).exportable_by(user).values_list("code", flat=True))
    assert set(exported(run)) == codes
    assert t.other_branch_secretary.code not in codes
    event = AuditEvent.objects.get(verb="list.exported")
    assert (event.actor_id, event.after["rows"], event.reason) == (user.pk, len(codes), "Họp Ban Thường vụ")


def test_t27_the_rights_of_the_moment_when_the_file_is_made_count(client, t):
    user = with_role(Role.UNIT_ADMIN, t.province)
    export(client, user)
    user.grants.update(unit=t.other_base)
    outbox.work_due()

    codes = set(Cadre.objects.visible_to(t.other_base_secretary.user).values_list("code", flat=True))
    assert set(exported(Run.objects.get())) == codes

    export(client, user)
    user.grants.all().delete()
    outbox.work_due()
    assert Run.objects.latest("created_at").state == "failed"


def test_t27_who_may_not_take_people_along_gets_no_file(client, t):
    for user in (t.branch_secretary.user, t.district_deputy.user, with_role(Role.SYSADMIN, t.province)):
        assert export(client, user).status_code == 403
    assert Run.objects.count() == 0


def test_t27_more_than_fifty_people_need_a_reason(client, t):
    answer = export(client, with_role(Role.ORG_STAFF, t.province), reason=" ")

    assert "Danh sách có trên 50 người. Ghi lý do xuất danh sách." in answer.text
    assert Run.objects.count() == 0


def test_t27_there_is_an_end_to_the_lists_of_a_day(client, t):
    user = t.base_secretary.user
    for _ in range(20):
        assert export(client, user).status_code == 302

    assert "Hôm nay đồng chí đã xuất 20 danh sách." in export(client, user).text
    assert Run.objects.count() == 20


def test_t27_names_that_were_typed_are_in_no_trail(client, t):
    export(client, with_role(Role.ORG_STAFF, t.province), query="q=nguyen+van+hai&dien=BASE_LEADER")
    outbox.work_due()

    assert AuditEvent.objects.get(verb="list.exported").after["filter"] == {"q": "…", "dien": "BASE_LEADER"}
    assert not any("hai" in json.dumps(event.after) for event in AuditEvent.objects.exclude(after=None))
