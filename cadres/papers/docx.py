"""Word papers in the official layout (HD 29-HD/TWĐTN-VP, 2013): A4, Times New Roman, head and signatures in columns.

A paper is written part by part into one document, so that many fit into one file, each on its own pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from cadres.papers.letterhead import UNION
from cadres.papers.xlsx import safe

FONT = "Times New Roman"
WIDTH = 160
"""Millimetres between the margins of a sheet that stands upright."""
HEAD = (75, 85)
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


@dataclass(frozen=True)
class Signer:
    """One column under a paper: what stands above the name, the name, and a line in italics between."""

    lines: Sequence[str]
    name: str = ""
    note: str = ""


def blank() -> Paper:
    """An empty document: A4 upright, margins 20, 20, 20 and 30 mm, 14 points."""
    paper = Document()
    section = paper.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(3)
    paper.core_properties.author = paper.core_properties.comments = ""
    return paper


def head(paper: Paper, left: Sequence[str], dated: str) -> None:
    """The two columns without borders; the last of `left` is the issuer, in bold."""
    table = _bare(paper, HEAD)
    issuer = table.cell(0, 0)
    for n, text in enumerate(left):
        _line(issuer, text, is_first=n == 0, is_bold=n == len(left) - 1)
    _line(issuer, "***")
    union = _line(table.cell(0, 1), UNION, is_first=True, is_bold=True, points=15)
    union.runs[0].underline = True
    _line(table.cell(0, 1), dated, is_italic=True)


def title(paper: Paper, kind: str, *lines: str) -> None:
    for n, text in enumerate((kind, *lines, "-----")):
        paragraph = paper.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_before = Pt(12 if n == 0 else 0)
        _run(paragraph, text, is_bold=True, points=15 if n == 0 else 14)


def heading(paper: Paper, text: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.keep_with_next = Pt(6), True
    _run(paragraph, text, is_bold=True)


def words(paper: Paper, text: str) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _run(paragraph, text)


def table(
    paper: Paper, widths: Sequence[float], headings: Sequence[str], rows: Sequence[Sequence[str]], spans: int = -1
) -> None:
    """A table with borders whose head comes again on each page; in the column `spans`, equal neighbours become one."""
    made = paper.add_table(rows=len(rows) + 1, cols=len(widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for n, cells in enumerate((headings, *rows)):
        row = made.rows[n]
        _keep_whole(row, repeats=n == 0)
        above = rows[n - 2] if n > 1 else None
        for k, cell in enumerate(row.cells):
            cell.width = Mm(widths[k])
            is_again = k == spans and above is not None and above[k] == cells[k]
            if not is_again:
                _write(cell, cells[k], is_bold=n == 0 or k == spans, is_centred=n == 0)
    if spans >= 0:
        _join(made, spans, [row[spans] for row in rows])


def _join(made: Table, column: int, values: Sequence[str]) -> None:
    start = 0
    for n in range(1, len(values) + 1):
        if n == len(values) or values[n] != values[start]:
            if n - start > 1:
                first = made.cell(start + 1, column).merge(made.cell(n, column))
                for extra in first.paragraphs[1:]:
                    extra._element.getparent().remove(extra._element)
            start = n


def signatures(paper: Paper, *signers: Signer) -> None:
    made = _bare(paper, [WIDTH / len(signers)] * len(signers))
    _keep_whole(made.rows[0])
    for cell, signer in zip(made.rows[0].cells, signers, strict=True):
        for n, text in enumerate(signer.lines):
            _line(cell, text, is_first=n == 0, is_bold=True)
        _line(cell, signer.note, is_italic=True)
        for _ in range(3):
            _line(cell, "")
        _line(cell, signer.name, is_bold=True)


def next_page(paper: Paper) -> None:
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def save(paper: Paper, path: Path) -> Path:
    part = path.with_suffix(".part")
    paper.save(str(part))
    return part.replace(path)


def _bare(paper: Paper, widths: Sequence[float]) -> Table:
    """One row without borders."""
    made = paper.add_table(rows=1, cols=len(widths))
    made.autofit, made.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for cell, width in zip(made.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    return made


def _line(cell: _Cell, text: str, *, is_first: bool = False, **kind: Any) -> Paragraph:
    paragraph = cell.paragraphs[0] if is_first else cell.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, **kind)
    return paragraph


def _write(cell: _Cell, text: str, *, is_bold: bool, is_centred: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    if is_centred:
        paragraph.alignment = CENTRE
    _run(paragraph, text, is_bold=is_bold, points=11)


def _run(
    paragraph: Paragraph, text: str, *, is_bold: bool = False, is_italic: bool = False, points: float | None = None
) -> None:
    run = paragraph.add_run(safe(text))
    run.bold, run.italic = is_bold, is_italic
    if points:
        run.font.size = Pt(points)


def _keep_whole(row: Any, *, repeats: bool = False) -> None:
    """A row is not split between pages; the head of a table comes again on each."""
    for name in ("w:cantSplit", *(["w:tblHeader"] if repeats else [])):
        row._tr.get_or_add_trPr().append(OxmlElement(name))
