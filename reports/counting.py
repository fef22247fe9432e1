"""Asks the database for figures: per unit, per child of a unit, and the very rows behind one figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, Case, Count, Expression, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Left
from django.utils import timezone

from cadres.models import Appointment, Unit
from fieldvisits.standing import visit_standings
from reports.measures import MEASURES, PLACE, SCALE, SOURCES, Measure, Part, PeriodView, Source, YearView, view_of
from reports.measures import of_source as measures_of

Progress = Callable[[int, int], None]


def year_view(year: int, *, today: date | None = None, using: str = DEFAULT_DB_ALIAS) -> YearView:
    return view_of(year, today or timezone.localdate(), met_quota=_met_quota, using=using)


def _met_quota(view: PeriodView) -> frozenset[int]:
    posts = Appointment.objects.using(view.using).valid_on(view.on).main().filter(position__in=view.visit)
    standings = visit_standings(list(posts.values_list("cadre", flat=True)), view.period, view.on)
    return frozenset(pk for pk, standing in standings.items() if standing.is_met)


def by_unit(view: YearView, progress: Progress) -> Iterator[tuple[int, int, list[int]]]:
    """(unit, place of the first figure, figures) for every unit that has any: one GROUP BY per source and part."""
    for done, source in enumerate(SOURCES):
        progress(done, len(SOURCES))
        for first, part, columns in _grouped(source, view):
            for unit_id, *figures in (
                part.rows.order_by().values(source.unit_id).annotate(**columns).values_list(source.unit_id, *columns)
            ):
                yield unit_id, first, figures


def _grouped(source: Source, view: YearView) -> Iterator[tuple[int, Part, dict[str, Expression]]]:
    measures = measures_of(source)
    for part in source.parts(view):
        yield PLACE[measures[0].code], part, {f"n_{m.code}": _column(m, part) for m in measures}


def _column(measure: Measure, part: Part) -> Expression:
    """COUNT(*) or SUM(…) FILTER (WHERE the row counts for the measure)."""
    condition = measure.counts(part) or None
    if not measure.amount:
        return Count("pk", filter=condition)
    tenths = Sum(F(measure.amount) * SCALE, filter=condition)
    return Coalesce(Cast(tenths, BigIntegerField()), Value(0, BigIntegerField()))


@dataclass(frozen=True)
class Family:
    """Live figures of a unit: its own, of each unit directly below with all under it, and all together."""

    unit: Unit
    own: list[int]
    children: dict[str, list[int]]  # by path
    total: list[int]


def family_of(unit: Unit, view: YearView) -> Family:
    """Counted by the database for this subtree alone, one query per source and part."""
    length = len(unit.path) + Unit.steplen
    groups: dict[str, list[int]] = {}
    for source in SOURCES:
        for first, part, columns in _grouped(source, view):
            rows = part.rows.filter(**{f"{source.path}__startswith": unit.path}).order_by()
            found = rows.values(branch=Left(source.path, length)).annotate(**columns)
            for path, *figures in found.values_list("branch", *columns):
                vector = groups.setdefault(path, [0] * len(MEASURES))
                for place, figure in enumerate(figures, first):
                    vector[place] += figure
    total = [sum(figures) for figures in zip(*groups.values(), strict=True)] or [0] * len(MEASURES)
    own = groups.pop(unit.path, [0] * len(MEASURES))
    return Family(unit, own, groups, total)


def by_person(source: Source, view: YearView, unit: Unit) -> dict[tuple[int, int], dict[str, int]]:
    """Figures of a source for each (unit, person) in the subtree, by code."""
    found: dict[tuple[int, int], dict[str, int]] = {}
    codes = [measure.code for measure in measures_of(source)]
    keys = (source.unit_id, f"{source.person}_id")
    for _, part, columns in _grouped(source, view):
        rows = part.rows.filter(**{f"{source.path}__startswith": unit.path}).order_by()
        for unit_id, person_id, *figures in rows.values(*keys).annotate(**columns).values_list(*keys, *columns):
            found[unit_id, person_id] = dict(zip(codes, figures, strict=True))
    return found


def rows(measure: Measure, view: YearView, unit: Unit, *, is_own: bool = False) -> QuerySet[Any]:
    """The very rows behind a figure: those of the unit (alone, or with all below it) that the measure counts."""
    source = measure.source
    counted = Q(pk__in=[])
    for part in source.parts(view):
        counted |= Q(pk__in=part.rows.filter(measure.counts(part)).values("pk"))
    under = Q(**{source.path if is_own else f"{source.path}__startswith": unit.path})
    return source.model._default_manager.using(view.using).filter(counted, under)


def amount_of(measure: Measure, found: QuerySet[Any]) -> int:
    """What the rows make: their number, or the sum of the column in tenths."""
    if not measure.amount:
        return found.count()
    return int((found.aggregate(sum=Sum(measure.amount))["sum"] or 0) * SCALE)


def entries(view: YearView) -> Iterator[tuple[str, int, int, int, list[int]]]:
    """(source, object, unit, flags, amounts) of every row of every source, for a frozen snapshot."""
    for source in SOURCES:
        measures = measures_of(source)
        sums = [measure.amount for measure in measures if measure.amount]
        for part in source.parts(view):
            flags = {f"f_{m.code}": _flag(m, part) for m in measures}
            found = part.rows.order_by().annotate(**flags).values_list("pk", source.unit_id, *flags, *sums)
            for pk, unit_id, *rest in found.iterator(chunk_size=5000):
                bits, amounts = rest[: len(flags)], rest[len(flags) :]
                yield source.code, pk, unit_id, sum(bits), [int(amount * SCALE) for amount in amounts]


def _flag(measure: Measure, part: Part) -> Expression:
    bit = Value(1 << PLACE[measure.code], BigIntegerField())
    condition = measure.counts(part)
    if not condition:
        return bit
    return Case(When(condition, then=bit), default=Value(0, BigIntegerField()))
