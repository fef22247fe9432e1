"""Everything that the portal keeps about the reader, on a page and as a file to take away."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook

from accounts import own_data as of_account
from accounts import running
from accounts.models import Run, User
from accounts.personal_data import Cell, Part
from accounts.submit_keys import submit_once
from cadres import own_data as of_person
from cadres.models import DataRequest
from cadres.papers.xlsx import text_cell
from criteria import own_data as of_pledges
from evaluations import own_data as of_evaluations
from fieldvisits import own_data as of_visits

GIVERS: tuple[Callable[[User], list[Part]], ...] = (
    of_account.parts_for,
    of_person.parts_for,
    of_pledges.parts_for,
    of_visits.parts_for,
    of_evaluations.parts_for,
)
SHOWN = 5  # rows of each kind on the page; the file has all
FORMATS = ("xlsx", "json")


def parts_of(user: User) -> list[Part]:
    return [part for give in GIVERS for part in give(user)]


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    parts = [(part, [_labelled(part, row) for row in part.rows[:SHOWN]]) for part in parts_of(request.user)]
    asked = DataRequest.objects.filter(user=request.user)
    return render(request, "portal/own_data.html", {"parts": parts, "shown": SHOWN, "asked": asked})


def _labelled(part: Part, row: Sequence[Cell]) -> list[tuple[str, str]]:
    return [(heading, in_words(cell)) for heading, cell in zip(part.headings, row, strict=True)]


@require_POST
@submit_once
def own_data_export(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("dang")
    run = running.start(KIND.code, by=request.user, parameters={"format": wanted if wanted in FORMATS else "xlsx"})
    return redirect("accounts:run_detail", run.pk)


def in_words(cell: Cell) -> str:
    """A value as a Vietnamese reader writes it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y, %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _work(run: Run, progress: running.Progress) -> Path:
    """Write the file; only ever about the person who asks."""
    parts = parts_of(run.asked_by)
    progress(0, len(parts))
    path = running.run_path(run, f"du-lieu-cua-toi.{run.parameters['format']}")
    beside = path.with_suffix(".part")
    (_write_json if run.parameters["format"] == "json" else _write_xlsx)(parts, beside)
    beside.replace(path)
    progress(len(parts), len(parts))
    return path


def _write_json(parts: list[Part], path: Path) -> None:
    found = {
        "lập lúc": timezone.localtime().isoformat(timespec="seconds"),
        "dữ liệu": [
            {
                "loại": part.title,
                "để làm gì": part.purpose,
                "ai xem được": part.seen_by,
                "giữ bao lâu": part.kept,
                "các dòng": [dict(zip(part.headings, map(_plain, row), strict=True)) for row in part.rows],
            }
            for part in parts
        ],
    }
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")


def _plain(cell: Cell) -> str | int | None:
    """A value as programs read it: dates in ISO form, numbers with a full stop."""
    if isinstance(cell, date):
        return (timezone.localtime(cell) if isinstance(cell, datetime) else cell).isoformat()
    return str(cell) if isinstance(cell, Decimal) else cell


def _write_xlsx(parts: list[Part], path: Path) -> None:
    """A sheet for each kind, all cells typed as text: what people wrote is never a formula."""
    book = Workbook(write_only=True)
    for number, part in enumerate(parts, 1):
        sheet = book.create_sheet(f"{number}. {part.title}"[:31])
        for line in (part.title, f"Để làm gì: {part.purpose}", f"Ai xem được: {part.seen_by}", f"Giữ: {part.kept}"):
            sheet.append([text_cell(sheet, line)])
        sheet.append([])
        for row in (part.headings, *part.rows):
            sheet.append([text_cell(sheet, in_words(cell)) for cell in row])
    book.save(path)


KIND = running.register(running.RunKind("portal.own_data", "Dữ liệu của tôi", _work))
