from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres import intake, resources
from cadres.access import rights_required
from cadres.forms import RosterForm
from cadres.models import ImportBatch, Right
from cadres.names import fold
from cadres.workbooks import rosters

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = (
    ("wrong", "Cần sửa"),
    ("new", "Thêm mới"),
    ("changed", "Thay đổi"),
    ("unchanged", "Giữ nguyên"),
    ("duplicate", "Trùng trong tệp"),
)


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def import_new(request: HttpRequest) -> HttpResponse:
    """Upload a list; below, the lists uploaded before."""
    initial = {"unit": request.GET.get("don_vi")}
    form = RosterForm(request.POST or None, request.FILES or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        batch = resources.keep(data["seen"], data["unit"], file_name=data["file"].name, by=request.user)
        return redirect(batch)
    earlier = ImportBatch.objects.visible_to(request.user).select_related("unit", "by").defer("rows", "wanted")
    page = Paginator(earlier, 25).get_page(request.GET.get("trang"))
    return render(request, "cadres/import_new.html", {"form": form, "page": page})


@require_safe
@rights_required(Right.PEOPLE_EDIT)
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a list would do, or did, kind by kind."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("unit", "by"), pk=pk)
    tabs = [(kind, label, batch.counts[kind]) for kind, label in TABS]
    kind = _chosen(tabs, request.GET.get("loai"))
    context = {
        "batch": batch,
        "tabs": tabs,
        "kind": kind,
        "page": Paginator(batch.rows_of(kind), 25).get_page(request.GET.get("trang")),
        "to_write": batch.counts["new"] + batch.counts["changed"],
    }
    return render(request, "cadres/_import_rows.html" if request.htmx else "cadres/import_detail.html", context)


def _chosen(tabs: list[tuple[str, str, int]], wish: str | None) -> str:
    """The kind of lines asked for, else the first kind that there is."""
    filled = [kind for kind, _, count in tabs if count]
    return wish if wish in intake.KINDS else (filled or ["new"])[0]


@require_POST
@rights_required(Right.PEOPLE_EDIT)
@submit_once
def import_apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    try:
        batch = intake.apply(batch, by=request.user, only_right_rows=request.POST.get("nhan") == "dong-dung")
    except intake.RowsWrong:
        messages.error(request, "Còn dòng cần sửa. Sửa trong tệp rồi tải lên lại, hoặc chọn chỉ nhận dòng đúng.")
        return redirect(batch)
    written: Any = batch.counts["new"] + batch.counts["changed"]
    messages.success(request, f"Đã nhập {written} cán bộ vào {batch.unit}.")
    return redirect(batch)


@require_safe
@rights_required(Right.PEOPLE_EDIT)
def import_wrong_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    audit.record("import.downloaded", batch, by=request.user, unit_id=batch.unit_id)
    return _download(rosters.wrong_rows(batch), f"can-sua-{slugify(fold(batch.file_name.rsplit('.', 1)[0]))}.xlsx")


@require_safe
@rights_required(Right.PEOPLE_EDIT)
def import_template(request: HttpRequest) -> HttpResponse:
    return _download(rosters.template(), "danh-sach-can-bo.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
