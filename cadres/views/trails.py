from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.models.audit import AuditEventQuerySet
from cadres.access import rights_required
from cadres.models import Cadre, Right, holds
from cadres.trail_filters import TrailFilter
from cadres.trail_words import changes_of
from cadres.trails import Line, address_of, lines_of, visible_events

ROWS, PRINTED = 25, 500


def _stretch(request: HttpRequest, events: AuditEventQuerySet) -> tuple[list[Line], int | None]:
    """The next rows before ?truoc=<number>, and where the stretch after them begins: never a count of millions."""
    before = request.GET.get("truoc", "")
    if before.isdecimal():
        events = events.filter(seq__lt=int(before))
    found = list(events[: ROWS + 1])
    return lines_of(found[:ROWS]), found[ROWS - 1].seq if len(found) > ROWS else None


@require_safe
@rights_required(Right.AUDIT_READ)
def trail_list(request: HttpRequest) -> HttpResponse:
    filters = TrailFilter(request.GET, user=request.user)
    lines, older = _stretch(request, filters.apply(visible_events(request.user)))
    context = {"lines": lines, "older": older, "filters": filters, "is_first": "truoc" not in request.GET}
    return render(request, "cadres/_trail_table.html" if request.htmx else "cadres/trail_list.html", context)


@require_safe
@rights_required(Right.AUDIT_READ)
def trail_print(request: HttpRequest) -> HttpResponse:
    """The newest rows of the same filter on paper; that they were taken out is itself in the trail."""
    filters = TrailFilter(request.GET, user=request.user)
    lines = lines_of(list(filters.apply(visible_events(request.user))[:PRINTED]))
    audit.record("audit.printed", None, by=request.user, after={"rows": len(lines)})
    return render(request, "cadres/trail_print.html", {"lines": lines, "filters": filters, "at_most": PRINTED})


@require_safe
@rights_required(Right.AUDIT_READ)
def trail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(visible_events(request.user), pk=pk)
    context = {"line": lines_of([event])[0], "changes": changes_of(event), "address": address_of(event, request.user)}
    return render(request, "cadres/trail_detail.html", context)


@require_safe
@rights_required(Right.AUDIT_READ)
def trail_thing(request: HttpRequest, target: str, target_id: str) -> HttpResponse:
    """The time line of one document, account or setting."""
    events = visible_events(request.user).about(target, target_id)
    lines, older = _stretch(request, events)
    if not lines:
        raise Http404
    context = {
        "lines": lines,
        "older": older,
        "title": lines[0].thing,
        "address": address_of(lines[0].event, request.user),
    }
    return render(request, "cadres/trail_thing.html", context)


@require_safe
@rights_required(Right.PEOPLE_READ)
def cadre_trail(request: HttpRequest, pk: int) -> HttpResponse:
    """The time line of one person: everything that was done to, or with, the person's papers."""
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    if not holds(request.user, Right.AUDIT_READ):
        raise PermissionDenied("Quá trình đầy đủ do Ủy ban Kiểm tra và Ban Tổ chức - Kiểm tra xem.")
    lines, older = _stretch(request, visible_events(request.user).filter(cadre_id=cadre.pk))
    context = {"lines": lines, "older": older, "title": cadre.full_name, "address": cadre.get_absolute_url()}
    return render(request, "cadres/trail_thing.html", context)
