from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts import audit
from accounts.standing_under import stand_under
from accounts.submit_keys import submit_once
from cadres import intake
from cadres.access import rights_required
from cadres.forms.people import SheetForm
from cadres.importing.kinds import KINDS, SLUGS, SheetKind
from cadres.models import SHEET_RIGHTS, ImportBatch, Right, Sheet, holds
from cadres.names import fold
from cadres.tasks import APPLY, READ
from cadres.workbooks import templates

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABS = (
    ("wrong", "Cần sửa"),
    ("new", "Thêm mới"),
    ("changed", "Thay đổi"),
    ("unchanged", "Giữ nguyên"),
    ("duplicate", "Trùng trong tệp"),
)
ANY_SHEET = tuple(dict.fromkeys(SHEET_RIGHTS.values()))


@require_http_methods(["GET", "POST"])
@rights_required(Right.PEOPLE_EDIT)
def import_new(request: HttpRequest) -> HttpResponse:
    """Upload a list of cadres; below, the lists uploaded before."""
    return _new(request, KINDS[Sheet.CADRES])


@require_http_methods(["GET", "POST"])
@rights_required(*ANY_SHEET)
def sheet_new(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a list of any kind."""
    return _new(request, _kind(request, slug))


def _kind(request: HttpRequest, slug: str) -> SheetKind:
    if slug not in SLUGS:
        raise Http404
    if not holds(request.user, SLUGS[slug].right):
        raise PermissionDenied
    return SLUGS[slug]


def _new(request: HttpRequest, kind: SheetKind) -> HttpResponse:
    stand_under(request, kind.stands_under)
    initial = {"unit": request.GET.get("don_vi")}
    form = SheetForm(request.POST or None, request.FILES or None, user=request.user, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        unit, file = form.cleaned_data["unit"], form.cleaned_data["file"]
        about = {"kind": kind.sheet, "file_name": file.name, "by": request.user}
        batch = intake.receive(file.chunks(), unit, reader=READ.code, **about)
        return redirect(batch)
    earlier = ImportBatch.objects.visible_to(request.user).filter(kind=kind.sheet)
    earlier = earlier.select_related("unit", "by", "run").defer("rows", "wanted")
    page = Paginator(earlier, 25).get_page(request.GET.get("trang"))
    others = [one for one in KINDS.values() if one is not kind and holds(request.user, one.right)]
    return render(request, "cadres/import_new.html", {"form": form, "page": page, "kind": kind, "others": others})


@require_safe
@rights_required(*ANY_SHEET)
def import_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far a worker is with a list; then what it would do, or did, kind by kind of line."""
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("unit", "by", "run"), pk=pk)
    if request.htmx and not batch.is_busy:
        return HttpResponseClientRefresh()
    kind = intake.kind_of(batch)
    stand_under(request, kind.stands_under)
    tabs = [(name, label, batch.counts[name]) for name, label in TABS]
    chosen = _chosen(tabs, request.GET.get("loai"))
    page = Paginator(batch.rows_of(chosen), 25).get_page(request.GET.get("trang"))
    context = {
        "batch": batch,
        "kind": kind,
        "tabs": tabs,
        "chosen": chosen,
        "page": page,
        "lines": [(row, kind.name_of(row), kind.cells_of(row)) for row in page],
        "is_own_run": batch.run is not None and batch.run.asked_by_id == request.user.pk,
    }
    return render(request, "cadres/_import_progress.html" if request.htmx else "cadres/import_detail.html", context)


def _chosen(tabs: list[tuple[str, str, int]], wish: str | None) -> str:
    """The kind of lines asked for, else the first kind that there is."""
    filled = [kind for kind, _, count in tabs if count]
    return wish if wish in intake.KINDS_OF_ROWS else (filled or ["new"])[0]


@require_POST
@rights_required(*ANY_SHEET)
@submit_once
def import_apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    try:
        only_right_rows = request.POST.get("nhan") == "dong-dung"
        batch = intake.begin(batch, by=request.user, writer=APPLY.code, only_right_rows=only_right_rows)
    except intake.RowsWrong:
        messages.error(request, "Còn dòng cần sửa. Sửa trong tệp rồi tải lên lại, hoặc chọn chỉ nhận dòng đúng.")
        return redirect(batch)
    if batch.state == ImportBatch.State.APPLIED:
        noun = intake.kind_of(batch).noun
        messages.success(request, f"Đã nhập {batch.rows_to_write} {noun} vào {batch.unit}.")
    return redirect(batch)


@require_safe
@rights_required(*ANY_SHEET)
def import_wrong_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = get_object_or_404(ImportBatch.objects.visible_to(request.user), pk=pk)
    audit.record("import.downloaded", batch, by=request.user, unit_id=batch.unit_id)
    name = f"can-sua-{slugify(fold(batch.file_name.rsplit('.', 1)[0]))}.xlsx"
    return _download(templates.wrong_rows(batch, intake.kind_of(batch)), name)


@require_safe
@rights_required(Right.PEOPLE_EDIT)
def import_template(request: HttpRequest) -> HttpResponse:
    return _template(request, KINDS[Sheet.CADRES])


@require_safe
@rights_required(*ANY_SHEET)
def sheet_template(request: HttpRequest, slug: str) -> HttpResponse:
    return _template(request, _kind(request, slug))


def _template(request: HttpRequest, kind: SheetKind) -> HttpResponse:
    if kind.made_at:
        return redirect(kind.made_at)
    return _download(templates.template(kind, request.user), f"danh-sach-{kind.slug}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
