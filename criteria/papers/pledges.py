"""Pledges in Word: one Mẫu 1, or all of a unit behind a summary sheet with one signature."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from cadres.models import Unit
from cadres.papers import docx
from cadres.papers.docx import Paper, Signer
from cadres.papers.letterhead import Signatures, letterhead_of
from criteria.models import Criterion, Pledge
from criteria.papers.form_1 import COLUMNS, Form1

WIDTHS = (9, 22, 16, 46, 26, 21, 25)
SUMMARY = ("TT", "Họ và tên", "Chức vụ, đơn vị", "Số bản đăng ký", "GM", "ST", "TN", "SS", "Ngày duyệt")
SUMMARY_WIDTHS = (9, 37, 45, 26, 8, 8, 8, 8, 21)


def save_one(form: Form1, year: int, path: Path) -> Path:
    paper = docx.blank()
    _write(paper, form, year)
    return docx.save(paper, path)


def _write(paper: Paper, form: Form1, year: int) -> None:
    docx.head(paper, form.above, form.dated)
    docx.title(paper, "BẢN ĐĂNG KÝ", f"Rèn luyện tác phong, lề lối công tác năm {year}")
    for line in form.person:
        docx.words(paper, line)
    docx.heading(paper, "I. NỘI DUNG ĐĂNG KÝ")
    docx.table(paper, WIDTHS, COLUMNS, [line.cells for line in form.lines], spans=1)
    docx.heading(paper, "II. CAM KẾT")
    docx.words(paper, form.commitment)
    docx.heading(paper, "III. LIÊN KẾT")
    docx.words(paper, form.links)
    docx.signatures(
        paper,
        Signer(("Ý KIẾN PHÊ DUYỆT",), form.decided_by, form.decision),
        Signer(("NGƯỜI ĐĂNG KÝ",), form.signed_by, "(Ký, ghi rõ họ tên)"),
    )
    docx.words(paper, form.foot)


@dataclass(frozen=True)
class Book:
    """A unit's approved pledges of a year, the units above it nearest first, and who signs the sheet before them."""

    unit: Unit
    above: list[Unit]
    year: int
    pledges: list[Pledge]
    signatures: Signatures


def save_book(book: Book, forms: Iterator[Form1], path: Path, progress: Callable[[int, int], None]) -> Path:
    """The summary sheet of the unit, then each Mẫu 1 on pages of its own, in the order of the pledges."""
    paper = docx.blank()
    _summary(paper, book)
    for done, form in enumerate(forms, 1):
        docx.next_page(paper)
        _write(paper, form, book.year)
        progress(done, len(book.pledges))
    return docx.save(paper, path)


def _summary(paper: Paper, book: Book) -> None:
    head = letterhead_of(book.unit, book.above)
    left = [name for name in (head.superior, head.issuer) if name]
    docx.head(paper, left, head.dated(timezone.localdate()))
    subject = f"Bản đăng ký rèn luyện tác phong, lề lối công tác năm {book.year}"
    docx.title(paper, "TỔNG HỢP", subject, book.unit.name)
    docx.table(paper, SUMMARY_WIDTHS, SUMMARY, [_row(n, pledge) for n, pledge in enumerate(book.pledges, 1)])
    docx.words(paper, f"Danh sách có {len(book.pledges)} bản đăng ký đã duyệt, kèm theo sau tờ này.")
    docx.signatures(paper, Signer((book.signatures.left,)), Signer(book.signatures.right))


def _row(number: int, pledge: Pledge) -> tuple[str, ...]:
    criteria = [item.criterion for item in pledge.items.all()]
    counts = [str(criteria.count(criterion)) for criterion in Criterion.values]
    decided: date | None = pledge.decided_at and timezone.localtime(pledge.decided_at).date()
    post = f"{pledge.appointment.position}, {pledge.place}"
    when = f"{decided:%d/%m/%Y}" if decided else ""
    return (str(number), pledge.cadre.full_name, post, pledge.number, *counts, when)
