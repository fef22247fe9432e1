"""Writing a programme, or the amendment of one that is approved, step by step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, Unit
from criteria import programming, rules
from criteria.filters import programme_period
from criteria.forms.deciding import VersionForm
from criteria.forms.programme import DocumentForm, FocusPage
from criteria.models import Focus, Programme, Statement


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def programme_start(request: HttpRequest, unit_pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    period = programme_period()
    if period is None:
        messages.warning(request, "Chưa có kỳ rèn luyện nào đang mở.")
        return redirect("criteria:programme_list")
    programme = programming.start(unit, period, by=request.user)
    return redirect("criteria:programme_edit", programme.pk)


def _own(request: HttpRequest, pk: int) -> Programme:
    """The programme, when the user may write it."""
    seen = Programme.objects.visible_to(request.user).select_related("unit", "period__statement_set")
    programme: Programme = get_object_or_404(seen, pk=pk)
    if not rules.may_edit_programme(request.user, programme.unit):
        raise PermissionDenied
    return programme


def _is_open(programme: Programme) -> bool:
    return rules.can_edit_programme(programme) or rules.can_amend_programme(programme)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The document and the list of foci; from here it is sent."""
    programme = _own(request, pk)
    content = rules.current(programme)
    form = DocumentForm.of(programme, content, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = programming.save(programme, content.foci, by=request.user, **form.cleaned_data)
        if request.POST.get("act") != "submit":
            messages.success(request, "Đã lưu nháp.")
            return redirect("criteria:programme_edit", pk)
        return _send(request, saved)
    if request.method != "POST" and not _is_open(programme):
        return redirect(programme)
    codes = dict(Statement.objects.filter(set=programme.period.statement_set_id).values_list("pk", "code"))
    context = {
        "programme": programme,
        "form": form,
        "foci": [(focus, [codes[key] for key in focus.statement_ids]) for focus in content.foci],
        "lack": rules.programme_lack(content),
        "refused": _refusal(programme),
    }
    return render(request, "criteria/programme_edit.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, programme: Programme) -> HttpResponse:
    send = programming.submit if programme.is_editable else programming.propose
    try:
        send(programme, by=request.user, version=programme.version)
    except programming.ProgrammeIncomplete as lack:
        messages.error(request, f"Đã lưu nhưng chưa gửi được. {lack}")
        return redirect("criteria:programme_edit", programme.pk)
    messages.success(request, f"Đã gửi {'chương trình' if programme.is_editable else 'bản sửa đổi'} lên cấp trên.")
    return redirect(programme)


def _refusal(programme: Programme) -> str:
    """Why the amendment that is being written was not accepted."""
    last = programme.revisions.order_by("-no").first() if programme.amendment else None
    return last.reason if last and last.decision == last.Decision.REFUSED else ""


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
def focus_edit(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One focus (from 1; the one after the last is new) with its indicators and solutions."""
    programme = _own(request, pk)
    content = rules.current(programme)
    if not 1 <= place <= len(content.foci) + 1:
        raise Http404
    if request.method != "POST" and not _is_open(programme):
        return redirect(programme)
    above = _foci_above(programme)
    page = FocusPage(
        programme, content, place - 1, above=above, data=request.POST or None, more=request.GET.get("them", "")
    )
    if page.is_valid():
        foci = content.with_focus(place - 1, page.draft()).foci
        try:
            _save(request, programme, content, foci, page.focus.cleaned_data["version"])
        except programming.InUse as in_use:
            messages.error(request, str(in_use))
            return _focus_page(request, page, status=422)
        return _after(request, pk, place)
    return _focus_page(request, page, status=422 if page.errors else 200)


def _focus_page(request: HttpRequest, page: FocusPage, status: int) -> HttpResponse:
    context = {"programme": page.programme, "page": page}
    return render(request, "criteria/focus_edit.html", context, status=status)


def _save(
    request: HttpRequest, programme: Programme, content: rules.Content, foci: list[rules.FocusDraft], version: int
) -> None:
    document = {"document_no": content.document_no, "document_on": content.document_on}
    programming.save(programme, foci, by=request.user, version=version, **document)


def _after(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Back to the list of foci, or here again with an empty row."""
    act = request.POST.get("act", "")
    if act in MORE:
        return redirect(f"{reverse('criteria:focus_edit', args=[pk, place])}?them={act}#{act}-moi")
    messages.success(request, f"Đã lưu trọng tâm {place}.")
    return redirect("criteria:programme_edit", pk)


MORE = ("chi-tieu", "giai-phap")


def _foci_above(programme: Programme) -> list[Focus]:
    """Those of the approved programmes above, the nearest unit first."""
    above = Programme.objects.governing(programme.unit, programme.period).exclude(unit=programme.unit)
    foci = Focus.objects.filter(programme__in=above.order_by()).select_related("programme__unit")
    return list(foci.order_by("-programme__unit__depth", "order"))


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def focus_remove(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    programme = _own(request, pk)
    content, form = rules.current(programme), VersionForm(request.POST)
    if not 1 <= place <= len(content.foci):
        raise Http404
    if form.is_valid():
        try:
            foci = content.with_focus(place - 1, None).foci
            _save(request, programme, content, foci, form.cleaned_data["version"])
            messages.success(request, "Đã bỏ trọng tâm.")
        except programming.InUse as in_use:
            messages.error(request, str(in_use))
    return redirect("criteria:programme_edit", pk)


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def programme_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop the amendment that was not sent."""
    programme, form = _own(request, pk), VersionForm(request.POST)
    if form.is_valid():
        programming.discard(programme, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, "Đã bỏ bản sửa đổi. Chương trình đã duyệt giữ nguyên.")
    return redirect(programme)
