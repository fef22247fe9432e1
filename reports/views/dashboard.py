from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import running
from accounts.models import Run, User
from accounts.submit_keys import submit_once
from cadres.access import rights_required
from cadres.models import Right, Unit, holds_at
from reports import boards, counting, freezing, reading, reminding
from reports.filters import BoardFilter
from reports.models import Snapshot
from reports.tasks import ROLL_UP


@require_safe
@rights_required(Right.REPORT_READ)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The year of a unit: tiles with their target, the table by unit; for htmx the table alone."""
    filters = BoardFilter(request.GET, user=request.user)
    unit, year = filters.unit, filters.year
    board = boards.live(unit, counting.year_view(year), request.user)
    context = {"board": board, "lines": filters.apply(board.lines), "filters": filters, "year": year}
    if request.htmx:
        return render(request, "reports/_table.html", context)
    late = board.late
    context |= {
        "parent": filters.reach.above(unit).first(),
        "tops": filters.tops,
        "tiles": reading.tiles(board.figures),
        "denominators": reading.denominators(board.figures),
        "late": late,
        "late_names": boards.names_of([line.name for line in late]),
        "late_people": sum(line.figures["pledge_overdue"].count for line in late),
        "late_list_url": _late_list(request.user, unit),
        "late_text": boards.reminder_of(late, year, settings.PUBLIC_URL),
        "due_on": reminding.due_on(year),
        "runs": Run.objects.visible_to(request.user).unfinished().filter(kind__startswith="reports.")[:3],
        "trend": boards.trend(unit, year),
        "heat": [(line.name, [line.figures[code] for code in reading.HEAT]) for line in board.lines],
        "snapshots": Snapshot.objects.frozen_for(unit)[:5],
        "can_freeze": freezing.can_freeze(request.user),
    }
    return render(request, "reports/dashboard.html", context)


def _late_list(user: User, unit: Unit) -> str:
    """Where people are called and reminded one by one; nothing for who only reads figures."""
    if not holds_at(user, Right.PLEDGE_REMIND, unit.path):
        return ""
    return f"{reverse('criteria:late_list')}?{urlencode({'don_vi': unit.code})}"


@require_safe
@rights_required(Right.REPORT_READ)
def unit_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines below one unit, for the tree table; without htmx the board of that unit."""
    asked = request.GET.copy()
    asked["don_vi"] = str(pk)
    filters = BoardFilter(asked, user=request.user)
    unit = get_object_or_404(filters.reach, pk=pk)
    if not request.htmx:
        return redirect(f"{reverse('reports:dashboard')}?don_vi={unit.pk}&nam={filters.year}")
    board = boards.live(unit, counting.year_view(filters.year), request.user)
    lines = sorted(board.lines, key=lambda line: line.gap)
    return render(request, "reports/_lines.html", {"lines": lines, "is_sub": True, "year": filters.year})


@require_POST
@rights_required(Right.REPORT_READ)
def unit_remind(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.where(request.user, Right.REPORT_READ), pk=pk)
    filters = BoardFilter(request.POST, user=request.user)
    _remind(request, [unit], filters.year)
    return redirect(f"{reverse('reports:dashboard')}?don_vi={filters.unit.pk}&nam={filters.year}")


@require_POST
@rights_required(Right.REPORT_READ)
def late_remind(request: HttpRequest) -> HttpResponse:
    """Remind every unit directly below that has people who are late."""
    filters = BoardFilter(request.POST, user=request.user)
    board = boards.live(filters.unit, counting.year_view(filters.year), request.user)
    _remind(request, [line.unit for line in board.late], filters.year)
    return redirect(f"{reverse('reports:dashboard')}?don_vi={filters.unit.pk}&nam={filters.year}")


def _remind(request: HttpRequest, units: list[Unit], year: int) -> None:
    unreached = []
    for unit in units:
        try:
            reminding.remind(unit, year, by=request.user)
        except reminding.NobodyToRemind:
            unreached.append(unit.name)
    if done := len(units) - len(unreached):
        messages.success(request, f"Đã nhắc {done} đơn vị. Mỗi đơn vị nhận một lời nhắc trong ngày.")
    if unreached:
        where = ", ".join(unreached)
        messages.warning(request, f"Chưa nhắc được {where}: không còn người trễ hoặc chưa có Bí thư có tài khoản.")


@require_POST
@rights_required(Right.REPORT_FREEZE)
@submit_once
def roll_up_start(request: HttpRequest) -> HttpResponse:
    year = BoardFilter(request.POST, user=request.user).year
    run = running.start(ROLL_UP.code, by=request.user, parameters={"year": year}, label=f"Cập nhật số liệu năm {year}")
    return redirect("accounts:run_detail", pk=run.pk)
