"""Pledges on paper: Mẫu 1 to print or in Word, and all of a unit in one file."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, Unit
from cadres.names import fold
from cadres.workbooks.exporting import MANY
from criteria.forms.papers import BookForm
from criteria.models import Pledge
from criteria.papers import book as pledge_book
from criteria.papers.form_1 import COLUMNS, Form1, form_1
from criteria.papers.pledges import save_one

READS = (Right.PLEDGE_READ, Right.PLEDGE_DECIDE)


def _pledge(request: HttpRequest, pk: int) -> Pledge:
    return get_object_or_404(Pledge.objects.readable_by(request.user).for_detail(), pk=pk)


def _form_1(pledge: Pledge) -> Form1:
    donts = pledge.period.statement_set.statements.dont()
    return form_1(pledge, list(Unit.objects.above(pledge.unit)), donts)


@require_safe
@rights_required(*READS)
def pledge_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Mẫu 1 on A4."""
    pledge = _pledge(request, pk)
    context = {"pledge": pledge, "form": _form_1(pledge), "columns": COLUMNS}
    return render(request, "criteria/pledge_print.html", context)


@require_safe
@rights_required(*READS)
def pledge_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Mẫu 1 as a Word file, to be pasted into the Chương trình rèn luyện đoàn viên."""
    pledge = _pledge(request, pk)
    with tempfile.TemporaryDirectory() as folder:
        path = save_one(_form_1(pledge), pledge.period.year, Path(folder) / "mau-1.docx")
        answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{_name(pledge)}.docx")
    answer["Cache-Control"] = "private, no-store"
    audit.record("pledge.taken_out", pledge, by=request.user, cadre_id=pledge.cadre_id, unit_id=pledge.unit_id)
    return answer


def _name(pledge: Pledge) -> str:
    return slugify(fold(f"ban dang ky {pledge.period.year} {pledge.cadre.full_name}"))


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PLEDGE_READ)
@submit_once
def pledge_book_new(request: HttpRequest) -> HttpResponse:
    """Which unit and year, how many papers that makes, then a run that writes them into one file."""
    given = request.POST if request.method == "POST" else request.GET if "don_vi" in request.GET else None
    form = BookForm(given, user=request.user)
    if request.method == "POST" and form.is_valid() and form.may_start():
        run = pledge_book.start(**form.asked(), by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Đang ghép tệp. Trang này tự cập nhật; tệp tải về được trong 7 ngày.")
        return redirect("accounts:run_detail", pk=run.pk)
    context = {"form": form, "count": form.count(), "most": pledge_book.MOST, "many": MANY}
    is_wrong = request.method == "POST" and bool(form.errors)
    return render(request, "criteria/pledge_book.html", context, status=422 if is_wrong else 200)
