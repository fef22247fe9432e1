"""Workbooks that want to hurt the portal are refused, at once or by the limits of the child process."""

import io
import zipfile

import openpyxl
import pytest

from cadres.importing import reading, workbook
from cadres.importing.archive import Refused
from tests.factories import lists


def plain(tmp_path, people=1):
    return lists.workbook(tmp_path / "thuong.xlsx", [lists.person(number + 1) for number in range(people)])


def rewritten(source, target, *, change=None, add=()):
    """A copy of the workbook with some entries changed or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, (change or {}).get(entry.filename, lambda text: text)(content))
        for name, content in add:
            new.writestr(name, content)
    return target


def old_excel(tmp_path):
    path = tmp_path / "cu.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    return path


def encrypted(tmp_path):
    path = tmp_path / "mat-khau.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    return path


def truncated(tmp_path):
    content = plain(tmp_path, 50).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: len(content) // 2])
    return path


def zip_bomb(tmp_path):
    return rewritten(plain(tmp_path), tmp_path / "bom.xlsx", add=[("xl/media/big.bin", bytes(30_000_000))])


def many_entries(tmp_path):
    return rewritten(plain(tmp_path), tmp_path / "nhieu.xlsx", add=[(f"xl/{n}.xml", b"") for n in range(300)])


def with_macro(tmp_path):
    return rewritten(plain(tmp_path), tmp_path / "macro.xlsx", add=[("xl/vbaProject.bin", b"x")])


def with_links(tmp_path):
    return rewritten(plain(tmp_path), tmp_path / "link.xlsx", add=[("xl/externalLinks/externalLink1.xml", b"<a/>")])


def climbing(tmp_path):
    return rewritten(plain(tmp_path), tmp_path / "leo.xlsx", add=[("../../etc/cron.d/x", b"x")])


def locked_entries(tmp_path):
    path = plain(tmp_path)
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(bytes(content))
    return path


def empty(tmp_path):
    path = tmp_path / "rong.xlsx"
    path.write_bytes(b"")
    return path


def a_csv(tmp_path):
    path = tmp_path / "danh-sach.xlsx"
    path.write_text("Họ và tên;Ngày sinh\nNguyễn Văn A;01/01/1990\n")
    return path


def too_heavy(tmp_path):
    path = tmp_path / "nang.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(6 * 1024 * 1024))
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (old_excel, "Excel cũ"),
        (encrypted, "mật khẩu"),
        (locked_entries, "mật khẩu"),
        (truncated, "cắt cụt"),
        (zip_bomb, "lớn hơn 20 MB"),
        (many_entries, "quá nhiều thành phần"),
        (with_macro, "macro"),
        (with_links, "liên kết"),
        (climbing, "đường dẫn lạ"),
        (empty, "Tệp trống"),
        (a_csv, "không phải là sổ tính"),
        (too_heavy, "dưới 5 MB"),
    ],
)
def test_what_the_zip_directory_shows_is_refused(tmp_path, make, words):
    path = make(tmp_path)
    with pytest.raises(Refused, match=words):
        workbook.read(path, max_rows=5000)


SHEET = "xl/worksheets/sheet1.xml"


def billion_laughs(text):
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]>" + text.split(b"?>")[-1]


def local_file(text):
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + text.split(b"?>")[-1]


@pytest.mark.parametrize("change", [billion_laughs, local_file, lambda text: text[:200]])
def test_hostile_xml_is_refused_by_the_child(tmp_path, change):
    path = rewritten(plain(tmp_path), tmp_path / "xml.xlsx", change={SHEET: change})
    with pytest.raises(Refused, match="Không đọc được tệp"):
        workbook.read(path, max_rows=5000)


def test_a_forged_size_of_the_sheet_is_not_believed(tmp_path):
    forged = {SHEET: lambda text: text.replace(b'<dimension ref="A1:J5" />', b'<dimension ref="A1:XFD1048576" />')}
    path = rewritten(plain(tmp_path), tmp_path / "dim.xlsx", change=forged)
    assert b"XFD1048576" in zipfile.ZipFile(path).read(SHEET)
    sheet = workbook.read(path, max_rows=5000)[0]
    assert len(sheet.rows) == 5


def test_a_last_row_at_the_end_of_the_sheet_is_read(tmp_path):
    far = {SHEET: lambda text: text.replace(b'<row r="5"', b'<row r="1048576"')}
    path = rewritten(plain(tmp_path), tmp_path / "far.xlsx", change=far)
    sheet = workbook.read(path, max_rows=5000)[0]
    assert sheet.rows[-1][0] == 1_048_576


def test_the_worst_sheet_inside_the_limits_is_stopped_by_its_number_of_rows(tmp_path):
    cells = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 400_000))
    content = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    worst = {SHEET: lambda text: content + cells + b"</sheetData></worksheet>"}
    path = rewritten(plain(tmp_path), tmp_path / "dai.xlsx", change=worst)
    with pytest.raises(Refused, match="hơn 5000 dòng"):
        workbook.read(path, max_rows=5000)


def test_hidden_sheets_are_not_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["A"])
    book.create_sheet("Ẩn").sheet_state = "hidden"
    book.save(tmp_path / "an.xlsx")
    assert [sheet.title for sheet in workbook.read(tmp_path / "an.xlsx", max_rows=10)] == ["Sheet"]


def test_cells_come_out_as_what_they_are():
    book = openpyxl.Workbook()
    book.active.append(["chữ", 5, "=1+1", True, None])
    stored = io.BytesIO()
    book.save(stored)
    sheet = openpyxl.load_workbook(stored, read_only=True).active
    assert list(reading.rows_of(sheet)) == [(1, ["chữ", 5, {"f": "=1+1"}, True])]


def test_workbooks_are_read_by_the_parser_that_is_made_safe():
    """lxml came with Word papers; openpyxl would take it by itself, and defusedxml would guard nothing."""
    assert openpyxl.LXML is False
    assert openpyxl.DEFUSEDXML is True
