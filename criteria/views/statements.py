"""The statements: as everybody reads them, and their versions as staff write and publish them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.documents import StaleDocument
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, holds
from criteria import composing
from criteria.comparing_sets import compare_sets
from criteria.forms.deciding import VersionForm
from criteria.forms.statements import ChoiceOfSetForm, NewStatementForm, PublishForm, RevisionForm, StatementForm
from criteria.models import Criterion, Period, Statement, StatementSet


@require_safe
def criteria_page(request: HttpRequest) -> HttpResponse:
    """The four criteria with what to do and what not, and the sets read beside them, for who is signed in."""
    newest = StatementSet.objects.newest()
    columns = _columns(newest)
    groups = [group for column in columns for group in column]
    context = {
        "set": newest,
        "columns": columns,
        "counts": {kind: sum(len(group[kind]) for group in groups) for kind in ("do", "dont")},
        "references": StatementSet.objects.references(),
        "may_read_examples": holds(request.user, Right.PLEDGE_READ),
    }
    return render(request, "criteria/criteria_page.html", context)


def _columns(of: StatementSet) -> list[list[dict[str, Any]]]:
    """Two columns of two criteria each, as cadres see them."""
    statements = list(of.statements.all())
    groups = [
        {
            "criterion": criterion,
            "do": [s for s in statements if s.criterion == criterion and not s.is_dont],
            "dont": [s for s in statements if s.criterion == criterion and s.is_dont],
        }
        for criterion in Criterion
    ]
    return [groups[:2], groups[2:]]


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def set_list(request: HttpRequest) -> HttpResponse:
    rows = StatementSet.objects.select_related("published_by").prefetch_related("periods")
    sets: dict[str, list[StatementSet]] = {}
    for row in rows.annotate(size=Count("statements")):
        sets.setdefault(row.code, []).append(row)
    return render(request, "criteria/set_list.html", {"sets": sets.values()})


def _set(pk: int) -> StatementSet:
    return get_object_or_404(StatementSet.objects.select_related("published_by"), pk=pk)


@require_safe
@rights_required(Right.PERIOD_MANAGE)
def set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = _set(pk)
    return render(request, "criteria/set_detail.html", _detail(found, PublishForm.of(found)))


def _detail(found: StatementSet, form: PublishForm) -> dict[str, Any]:
    """The version as cadres will see it, beside what it says otherwise than the one before."""
    earlier = StatementSet.objects.published().filter(code=found.code, version__lt=found.version)
    before = earlier.order_by("-version").first()
    return {
        "set": found,
        "columns": _columns(found) if found.is_main else None,
        "before": before,
        "comparison": compare_sets(before.statements.all(), found.statements.all()) if before else None,
        "form": form,
        "events": audit.trail(found)[:30],
        "periods": found.periods.all(),
    }


@require_POST
@rights_required(Right.PERIOD_MANAGE)
@submit_once
def set_begin(request: HttpRequest, pk: int) -> HttpResponse:
    draft = composing.begin(_set(pk).code, by=request.user)
    messages.success(request, f"Đang soạn phiên bản {draft.version}. Chỉ Ban Tổ chức - Kiểm tra thấy bản này.")
    return redirect(draft)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
@submit_once
def set_publish(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _set(pk)
    form = PublishForm.of(draft, request.POST)
    if form.is_valid():
        try:
            draft = composing.publish(draft, by=request.user, **form.given)
        except composing.NotPublishable as lack:
            form.add_error(None, str(lack))
        else:
            messages.success(request, f"Đã ban hành phiên bản {draft.version}. Chọn phiên bản cho kỳ ở trang của kỳ.")
            return redirect(draft)
    return render(request, "criteria/set_detail.html", _detail(draft, form), status=422)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def set_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _set(pk)
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise StaleDocument(draft)
    composing.discard(draft, by=request.user, **form.cleaned_data)
    messages.success(request, "Đã bỏ bản đang soạn. Phiên bản đang dùng giữ nguyên.")
    return redirect("criteria:set_list")


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
@submit_once
def statement_new(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _set(pk)
    if not draft.is_draft:
        raise StaleDocument(draft, composing.IS_PUBLISHED)
    first = {"criterion": request.GET.get("tieu_chi", ""), "kind": request.GET.get("loai", "do")}
    form = NewStatementForm(request.POST or None, draft=draft, initial=first)
    if request.method == "POST" and form.is_valid():
        where = {"criterion": form.cleaned_data.get("criterion", ""), "kind": form.cleaned_data["kind"]}
        made = composing.add(draft, by=request.user, words=form.words, **where)
        messages.success(request, f"Đã thêm điều {made.code}.")
        return redirect(draft)
    context = {"form": form, "set": draft}
    return render(request, "criteria/statement_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PERIOD_MANAGE)
def statement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(Statement.objects.select_related("set"), pk=pk)
    if request.method != "POST" and not statement.set.is_draft:
        return redirect(statement.set)
    form = StatementForm.of(statement, request.POST or None)
    version = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and version.is_valid():
        composing.write(statement, by=request.user, words=form.cleaned_data, **version.cleaned_data)
        messages.success(request, f"Đã sửa điều {statement.code}.")
        return redirect(f"{statement.set.get_absolute_url()}#{statement.code}")
    context = {"form": form, "set": statement.set, "statement": statement}
    return render(request, "criteria/statement_edit.html", context, status=422 if form.errors else 200)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def statement_remove(request: HttpRequest, pk: int) -> HttpResponse:
    statement = get_object_or_404(Statement.objects.select_related("set"), pk=pk)
    version = VersionForm(request.POST)
    if not version.is_valid():
        raise StaleDocument(statement.set)
    draft = composing.remove(statement, by=request.user, **version.cleaned_data)
    messages.success(request, f"Đã bỏ điều {statement.code}. Lấy lại được cho tới khi ban hành.")
    return redirect(draft)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def statement_restore(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _set(pk)
    back = composing.restore(draft, request.POST.get("code", ""), by=request.user)
    messages.success(request, f"Đã lấy lại điều {back.code}.")
    return redirect(draft)


@require_POST
@rights_required(Right.PERIOD_MANAGE)
def period_set(request: HttpRequest, pk: int) -> HttpResponse:
    period = get_object_or_404(Period, pk=pk)
    form = ChoiceOfSetForm(request.POST)
    if form.is_valid():
        composing.choose(period, form.cleaned_data["statement_set"], by=request.user)
        messages.success(request, "Đã chọn bộ tiêu chí cho kỳ.")
    else:
        messages.error(request, form.errors["statement_set"][0])
    return redirect(period)
