"""The unit tree: of today with search, and as it stood on another day."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cadres import trees
from cadres.access import rights_required
from cadres.counts import with_counts
from cadres.filters import TreeFilter
from cadres.models import HandDecision, Right, Unit, holds
from cadres.models.spans import valid_on
from cadres.models.units import UnitQuerySet

HITS = 50


@require_safe
@rights_required(Right.UNIT_READ)
def unit_tree(request: HttpRequest) -> HttpResponse:
    """From the highest units in reach; ?mo=<id> opens the way to a unit, ?q= finds units, ?ngay= asks for a day."""
    filters = TreeFilter(request.GET)
    if filters.day:
        return _tree_on(request, filters)
    shown = _standing(request)
    opened = shown.filter(pk=filters.opened).first() if filters.opened else None
    reads_people = holds(request.user, Right.PEOPLE_READ)
    if request.htmx and opened:
        below = with_counts(shown.children_of(opened))
        return render(request, "cadres/_unit_nodes.html", {"units": below, "reads_people": reads_people})
    hits = list(shown.matching(filters.words)[: HITS + 1]) if filters.words else []
    if len(hits) == 1:
        opened = hits[0]
    context = {
        "filters": filters,
        "tops": _opened_tree(request, shown, opened),
        "opened": opened,
        "hits": [(unit, above) for unit, above in _with_above(shown, hits[:HITS])],
        "has_more": len(hits) > HITS,
        "reads_people": reads_people,
    }
    return render(request, "cadres/unit_tree.html", context)


def _standing(request: HttpRequest) -> UnitQuerySet:
    """What stands today; and what ended while something below it still waits for its place."""
    waiting = HandDecision.objects.open().exclude(unit=None).values_list("old_unit__path", flat=True).distinct()
    ruins = {path[:end] for path in waiting for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    return Unit.objects.visible_to(request.user).filter(valid_on(timezone.localdate()) | Q(path__in=ruins))


def _opened_tree(request: HttpRequest, shown: UnitQuerySet, opened: Unit | None) -> list[Unit]:
    """The highest units, each unit on the way to the opened one with those directly below it as `opened`."""
    tops = with_counts(shown.tops_of(request.user, Right.UNIT_READ))
    level = tops
    while level:
        chosen = next((unit for unit in level if opened and opened.is_under(unit)), None)
        chosen = chosen or (tops[0] if level is tops and len(tops) == 1 else None)
        if chosen is None:
            break
        chosen.opened = level = with_counts(shown.children_of(chosen))
    return tops


def _with_above(shown: UnitQuerySet, hits: list[Unit]) -> list[tuple[Unit, str]]:
    """Hits with the names of the units above them, nearest first."""
    paths = {unit.path[:end] for unit in hits for end in range(Unit.steplen, len(unit.path), Unit.steplen)}
    names = dict(shown.filter(path__in=paths).values_list("path", "name"))
    found = []
    for unit in hits:
        ladder = [unit.path[:end] for end in range(len(unit.path) - Unit.steplen, 0, -Unit.steplen)]
        found.append((unit, ", ".join(names[path] for path in ladder if path in names)))
    return found


def _tree_on(request: HttpRequest, filters: TreeFilter) -> HttpResponse:
    """The same of another day, read level by level from the placements valid then."""
    day: date = filters.day or timezone.localdate()
    seen = Unit.objects.visible_to(request.user)
    tops = list(trees.tops_on(day, seen))
    way = trees.way_on(day, filters.opened) if filters.opened else []
    level: list[Any] = tops
    while level:
        chosen = next((place for place in level if place.unit_id in way), None)
        chosen = chosen or (tops[0] if level is tops and len(tops) == 1 else None)
        if chosen is None:
            break
        chosen.opened = level = list(trees.children_on(day, chosen.unit_id, seen))
    context = {"filters": filters, "day": day, "tops": tops, "is_today": day == timezone.localdate()}
    return render(request, "cadres/unit_tree_on.html", context)
