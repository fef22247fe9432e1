"""Meetings held for a solution: writing them down, and who was there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.importing.archive import Refused
from cadres.models import Cadre, Right
from cadres.models.people import CadreQuerySet
from criteria import programming, rules
from criteria.attendance_lists import MOST_LINES, Reading, read_upload
from criteria.forms.deciding import VersionForm
from criteria.forms.event import AttendanceSheetForm, EventPage
from criteria.models import Programme, Solution, SolutionEvent
from criteria.workbooks import attendance

ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _event(request: HttpRequest, pk: int) -> SolutionEvent:
    found: SolutionEvent = get_object_or_404(SolutionEvent.objects.visible_to(request.user).for_page(), pk=pk)
    return found


def _may_write(request: HttpRequest, solution: Solution) -> bool:
    programme = solution.programme
    return rules.may_edit_programme(request.user, programme.unit) and rules.can_record_event(solution)


def _own_event(request: HttpRequest, pk: int) -> SolutionEvent:
    event = _event(request, pk)
    if not rules.may_edit_programme(request.user, event.solution.programme.unit):
        raise PermissionDenied
    return event


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def event_new(request: HttpRequest, pk: int) -> HttpResponse:
    seen = Solution.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    solution = get_object_or_404(seen.select_related("programme__unit", "programme__period"), pk=pk)
    if not rules.may_edit_programme(request.user, solution.programme.unit):
        raise PermissionDenied
    return _edit(request, solution, None)


@require_http_methods(["GET", "HEAD", "POST"])
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def event_edit(request: HttpRequest, pk: int) -> HttpResponse:
    event = _own_event(request, pk)
    return _edit(request, event.solution, event)


def _edit(request: HttpRequest, solution: Solution, event: SolutionEvent | None) -> HttpResponse:
    if request.method != "POST" and not rules.can_record_event(solution):
        return redirect(event or solution.programme)
    more = request.GET.get("them") == "cau-hoi"
    page = EventPage(solution.programme.period, event, request.POST or None, more=more)
    if page.is_valid():
        saved = programming.record_event(solution, page.draft(), by=request.user, event=event, version=page.version)
        if request.POST.get("act") == "cau-hoi":
            return redirect(f"{reverse('criteria:event_edit', args=[saved.pk])}?them=cau-hoi#cau-hoi-moi")
        messages.success(request, "Đã ghi buổi tổ chức.")
        return redirect(saved)
    context = {"solution": solution, "programme": solution.programme, "event": event, "page": page}
    return render(request, "criteria/event_edit.html", context, status=422 if page.errors else 200)


@require_safe
@rights_required(Right.PROGRAMME_READ)
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said; of those who came, the names of whom the reader may see anyway."""
    event = _event(request, pk)
    came = Cadre.objects.visible_to(request.user).filter(attendances__event=event).with_posts().in_name_order()
    context = {
        "event": event,
        "programme": event.solution.programme,
        "questions": event.questions.all(),
        "listed": event.attendances.count(),
        "page": Paginator(came, ROWS).get_page(request.GET.get("trang")),
        "can_write": _may_write(request, event.solution),
    }
    return render(request, "criteria/event_detail.html", context)


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
@submit_once
def event_remove(request: HttpRequest, pk: int) -> HttpResponse:
    event, form = _own_event(request, pk), VersionForm(request.POST)
    if form.is_valid():
        programming.remove_event(event, by=request.user, version=form.cleaned_data["version"])
        messages.success(request, "Đã bỏ buổi tổ chức.")
    return redirect(event.solution.programme)


def _people(request: HttpRequest, event: SolutionEvent) -> CadreQuerySet:
    """Who served in the unit or below it on that day, as far as the reader sees them."""
    people = Cadre.objects.visible_to(request.user).serving_under(event.solution.programme.unit, event.held_on)
    return people.with_posts().in_name_order()


@require_safe
@rights_required(Right.PROGRAMME_EDIT)
def attendance_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick who was there, part by part."""
    return _attendance(request, _own_event(request, pk))


def _attendance(request: HttpRequest, event: SolutionEvent, *, status: int = 200, **more: Any) -> HttpResponse:
    words = request.GET.get("tim", "").strip()[:100]
    people = _people(request, event)
    page = Paginator(people.matching(words) if words else people, ROWS).get_page(request.GET.get("trang"))
    context = {
        "event": event,
        "programme": event.solution.programme,
        "page": page,
        "words": words,
        "ticked": set(event.attendances.filter(cadre__in=page.object_list).values_list("cadre", flat=True)),
        "listed": event.attendances.count(),
        "sheet_form": AttendanceSheetForm(),
    }
    return render(request, "criteria/attendance_edit.html", context | more, status=status)


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def attendance_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the people shown, those ticked were there."""
    event = _own_event(request, pk)
    shown, ticked = (_ids(request, name) for name in ("shown", "present"))
    count = programming.mark_present(event, ticked & shown, by=request.user, among=shown)
    messages.success(request, f"Đã lưu. Danh sách dự có {count} đồng chí.")
    return redirect("criteria:attendance_edit", pk)


def _ids(request: HttpRequest, name: str) -> set[int]:
    return {int(value) for value in request.POST.getlist(name)[:MOST_LINES] if value.isdecimal()}


@require_POST
@rights_required(Right.PROGRAMME_EDIT)
def attendance_read(request: HttpRequest, pk: int) -> HttpResponse:
    """What an uploaded list says: whom it names, and which lines need mending. Nothing is kept until it is saved."""
    event = _own_event(request, pk)
    form = AttendanceSheetForm(request.POST, request.FILES)
    reading = None
    if form.is_valid():
        try:
            unit = event.solution.programme.unit
            reading = read_upload(form.cleaned_data["file"].chunks(), unit, event.held_on)
        except Refused as refused:
            form.add_error("file", str(refused))
    if reading is None:
        return _attendance(request, event, status=422, sheet_form=form)
    return _preview(request, event, reading)


def _preview(request: HttpRequest, event: SolutionEvent, reading: Reading) -> HttpResponse:
    people = _people(request, event).filter(pk__in=reading.found)
    context = {"event": event, "programme": event.solution.programme, "people": people, "reading": reading}
    return render(request, "criteria/attendance_preview.html", context)


@require_safe
@rights_required(Right.PROGRAMME_EDIT)
def attendance_template(request: HttpRequest, pk: int) -> HttpResponse:
    event = _own_event(request, pk)
    audit.record(
        "programme.listed", event.solution.programme, by=request.user, unit_id=event.solution.programme.unit_id
    )
    content = attendance.template(event, list(_people(request, event)[:MOST_LINES]))
    headers = {"Content-Disposition": f'attachment; filename="danh-sach-du-{event.pk}.xlsx"'}
    return HttpResponse(content, XLSX, headers=headers)


@require_safe
@rights_required(Right.PEOPLE_READ)
def attended_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person took part in, for the page of a cadre."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    attended = list(SolutionEvent.objects.attended_by(cadre)[:10])
    seen = set(
        SolutionEvent.objects.visible_to(request.user)
        .filter(pk__in=[one.pk for one in attended])
        .values_list("pk", flat=True)
    )
    return render(request, "criteria/_attended.html", {"attended": attended, "seen": seen})
