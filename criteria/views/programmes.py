"""Programmes of units: who has one and what it lacks, deciding on it, and printing it."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import audit
from cadres.access import rights_required
from cadres.models import Level, Right, Unit
from cadres.rules import Acts
from criteria import rules
from criteria.filters import ProgrammeFilter, owing_programmes, programme_period
from criteria.forms.deciding import PartyReportForm
from criteria.models import Programme, Progress, owing_types
from criteria.models.programme_queries import ProgrammeQuerySet
from criteria.patience import Patience
from criteria.programme_changes import changes
from criteria.rules.shortfalls import LACK_LABELS

ROWS = 25


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_list(request: HttpRequest) -> HttpResponse:
    period = programme_period()
    programmes = Programme.objects.visible_to(request.user).filter(period=period)
    form = ProgrammeFilter(request.GET)
    owing = owing_programmes(request.user)
    today = timezone.localdate()
    owed = programmes.filter(unit__in=owing)
    count = owing.count()
    page = Paginator(form.listed(owing, programmes), ROWS).get_page(request.GET.get("trang"))
    for unit in page:
        unit.shortfalls = rules.shortfalls(next(iter(unit.programmes_now), None))
    context = {
        "period": period,
        "form": form,
        "page": page,
        "owing": count,
        "with_solutions": owed.with_solutions().count(),
        "with_results": owed.with_results().count(),
        "lacks": _lacks(owed, count, today),
        "may_write": Unit.objects.where(request.user, Right.PROGRAMME_EDIT).filter(type__in=owing_types(period))[:3],
    }
    template = "criteria/_programme_table.html" if request.htmx else "criteria/programme_list.html"
    return render(request, template, context)


def _lacks(owed: ProgrammeQuerySet, owing: int, today: date) -> list[tuple[str, str, int]]:
    """What is missing in the units in reach: (filter, label, how many)."""
    counts = owed.count_shortfalls(today)
    counts["approval"] = owing - owed.approved().count()
    return [(f"thieu-{code}", label, counts[code]) for code, label in LACK_LABELS.items() if counts[code]]


def seen_programme(request: HttpRequest, pk: int) -> Programme:
    programmes = Programme.objects.visible_to(request.user).with_shortfalls(timezone.localdate())
    found: Programme = get_object_or_404(programmes.for_detail(), pk=pk)
    return found


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "criteria/programme_detail.html", detail(request, seen_programme(request, pk)))


def detail(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    may_edit = rules.may_edit_programme(request.user, programme.unit)
    checks = rules.checklist(programme, is_district=programme.unit.level == Level.DISTRICT)
    acts, revisions = _acts(request, programme), list(programme.revisions.select_related("decided_by").order_by("-no"))
    today = timezone.localdate()
    for solution in (one for focus in programme.foci.all() for one in focus.solutions.all()):
        solution.is_late = solution.is_overdue(today)
    can_decide = rules.can_decide_programme(programme) or rules.can_decide_programme_amendment(programme)
    return {
        "programme": programme,
        "checks": checks,
        "lacking": sum(not check.is_met for check in checks),
        "events": audit.trail(programme)[:30],
        "revisions": revisions,
        "changes": changes(revisions[1], revisions[0]) if len(revisions) > 1 else [],
        "can_edit": may_edit and rules.can_edit_programme(programme),
        "can_amend": may_edit and rules.can_amend_programme(programme),
        "can_report": may_edit and rules.can_report_solution(programme),
        "acts": acts if can_decide else None,
        "place": _place(programme, acts),
        "answer_by": Patience().answer_by(programme.period_id, programme.waiting_since),
        "party_form": PartyReportForm(period=programme.period, initial=_reported(programme)),
        "may_take_down_all": rules.may_take_down_all(request.user, programme),
        "progress_choices": Progress.choices,
    }


def _reported(programme: Programme) -> dict[str, Any]:
    return {"document_no": programme.reported_to_party_no, "on": programme.reported_to_party_on}


@require_safe
@rights_required(Right.PROGRAMME_READ)
def programme_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme on A4."""
    programme = seen_programme(request, pk)
    above = programme.unit.parent_path and Unit.objects.filter(path=programme.unit.parent_path).first()
    return render(request, "criteria/programme_print.html", {"programme": programme, "above": above})


def _acts(request: HttpRequest, programme: Programme) -> Acts | None:
    return rules.programme_acts_as(request.user, programme, timezone.localdate())


def _place(programme: Programme, acts: Acts | None) -> Unit | None:
    """In whose place the reader would decide."""
    return programme.deciding_unit if acts == Acts.STAND_IN else programme.in_place_of
