"""Ten workbooks that want to hurt the portal, and a worst one inside all limits."""

import zipfile

from tests.factories import lists

SHEET = "xl/worksheets/sheet1.xml"
NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def plain(folder, people=1):
    return lists.workbook(folder / "thuong.xlsx", [lists.person(number + 1) for number in range(people)])


def rewritten(folder, *, sheet=None, add=()):
    """A copy of a plain workbook with its sheet changed or entries added."""
    target = folder / "xau.xlsx"
    with (
        zipfile.ZipFile(plain(folder)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, sheet(content) if sheet and entry.filename == SHEET else content)
        for name, content in add:
            new.writestr(name, content)
    return target


def zip_bomb(folder):
    return rewritten(folder, add=[("xl/media/big.bin", bytes(60_000_000))])


def forged_dimension(folder):
    return rewritten(folder, sheet=lambda text: text.replace(b'ref="A1:J5"', b'ref="A1:XFD1048576"'))


def billion_laughs(folder):
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + laughs + b"]>"
    return rewritten(folder, sheet=lambda text: head + text.split(b"?>")[-1].replace(b"<v>", b"<v>&l9;", 1))


def external_entity(folder):
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return rewritten(folder, sheet=lambda text: head + text.split(b"?>")[-1])


def cut_off(folder):
    content = plain(folder, 50).read_bytes()
    path = folder / "cut.xlsx"
    path.write_bytes(content[: len(content) // 2])
    return path


def many_rows(folder):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 350_000))
    return rewritten(folder, sheet=lambda text: NS + rows + b"</sheetData></worksheet>")


def wide_rows(folder):
    """Few rows, each of all columns that a sheet may have."""
    row = b"".join(b"<c><v>%d</v></c>" % n for n in range(16_000))
    rows = b"".join(b'<row r="%d">%s</row>' % (n, row) for n in range(1, 70))
    return rewritten(folder, sheet=lambda text: NS + rows + b"</sheetData></worksheet>")


def long_texts(folder):
    """As many and as long texts as fit into what may be unpacked."""
    cell = b'<c t="inlineStr"><is><t>' + b"a" * 30_000 + b"</t></is></c>"
    rows = b"".join(b'<row r="%d">%s</row>' % (n, cell) for n in range(1, 600))
    return rewritten(folder, sheet=lambda text: NS + rows + b"</sheetData></worksheet>")


def deep_xml(folder):
    return rewritten(folder, sheet=lambda text: NS + b"<a>" * 300_000 + b"</a>" * 300_000 + b"</sheetData></worksheet>")


def far_away_cell(folder):
    return rewritten(folder, sheet=lambda text: text.replace(b'<row r="5"', b'<row r="1048576"'))


def macro_and_paths(folder):
    return rewritten(folder, add=[("xl/vbaProject.bin", b"x"), ("../../etc/cron.d/x", b"x")])


FILES = {
    make.__name__: make
    for make in (
        *(zip_bomb, forged_dimension, billion_laughs, external_entity, cut_off, many_rows, wide_rows),
        *(long_texts, deep_xml, far_away_cell, macro_and_paths),
    )
}
