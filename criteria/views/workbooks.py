"""The workbook of pledges: made for a unit here, brought back on the pages of all lists (cadres.views.imports)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from cadres.access import rights_required
from cadres.models import Right
from cadres.views.imports import XLSX
from criteria.forms.workbook import WorkbookForm
from criteria.tasks import DRAFTS
from criteria.workbooks import drafts

TOO_MANY = "Đơn vị này có hơn 1.250 người chưa nộp. Chọn một đơn vị bên dưới."


@require_safe
@rights_required(Right.PLEDGE_ENTER)
def workbook_new(request: HttpRequest) -> HttpResponse:
    """Choose the unit and what stands in the rows; with a choice made, the workbook itself."""
    form = WorkbookForm(request.GET if "don_vi" in request.GET else None, user=request.user)
    if not form.is_bound or not form.is_valid():
        return _page(request, form)
    unit = form.cleaned_data["don_vi"]
    try:
        rows = drafts.rows_for(unit, request.user, form.cleaned_data["san"])
    except drafts.TooManyPeople:
        form.add_error("don_vi", TOO_MANY)
        return _page(request, form)
    if not rows:
        form.add_error("don_vi", "Mọi người của đơn vị này đã nộp bản đăng ký. Chọn đơn vị khác.")
        return _page(request, form)
    audit.record("workbook.made", unit, by=request.user, unit_id=unit.pk, after={"sheet": DRAFTS.sheet})
    name = f'attachment; filename="ban-dang-ky-{unit.code.lower()}.xlsx"'
    return HttpResponse(drafts.workbook(unit, rows), XLSX, headers={"Content-Disposition": name})


def _page(request: HttpRequest, form: WorkbookForm) -> HttpResponse:
    context = {"form": form, "kind": DRAFTS, "steps": drafts.STEPS}
    return render(request, "criteria/workbook_new.html", context, status=422 if form.errors else 200)
