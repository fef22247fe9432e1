"""The rows behind frozen figures: which objects were counted, and as what they counted at that moment."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, QuerySet

from accounts.chips import Chip
from accounts.templatetags.portal import vn_number
from cadres.models import Unit
from reports import lists
from reports.measures import BY_CODE, SCALE, Measure
from reports.models import Snapshot, SnapshotEntry

# The states that an entry's flags tell, the most telling first; others show no chip.
STATES = (
    "pledge_approved",
    "pledge_returned",
    "pledge_waiting",
    "pledge_missing",
    "with_results",
    "with_solutions",
    "without_solutions",
    "roster_attested",
    "roster_missing",
    "reports_late",
    "reports_on_time",
    "follow_ups_resolved",
)
RATINGS = ("rated_excellent", "rated_good", "rated_satisfactory", "rated_unsatisfactory", "not_rated", "not_evaluated")


def _bit(snapshot: Snapshot, code: str) -> int:
    return 1 << snapshot.measure_set.index(code) if code in snapshot.measure_set else 0


def behind(snapshot: Snapshot, measure: Measure, unit: Unit, *, is_own: bool = False) -> QuerySet[SnapshotEntry]:
    bit = _bit(snapshot, measure.code)
    counted = snapshot.entries.filter(source=measure.source.code).annotate(met=F("flags").bitand(bit))
    place = {"unit": unit} if is_own else {"unit__path__startswith": unit.path}
    return counted.filter(met__gt=0, **place).select_related("unit").order_by("unit__path", "object_id")


def amount_of(snapshot: Snapshot, measure: Measure, found: QuerySet[SnapshotEntry]) -> Decimal | int:
    """Their number; of a sum, what they add up to."""
    if not measure.amount:
        return found.count()
    sums = [code for code in snapshot.measure_set if _is_sum_beside(measure, code)]
    place = sums.index(measure.code)
    return Decimal(sum(amounts[place] for amounts in found.values_list("amounts", flat=True))) / SCALE


def _is_sum_beside(measure: Measure, code: str) -> bool:
    other = BY_CODE.get(code)
    return other is not None and other.source is measure.source and bool(other.amount)


def items(snapshot: Snapshot, measure: Measure, entries: Iterable[SnapshotEntry]) -> list[lists.Item]:
    """Lines of one page: who or what by today's record, state and unit as they were frozen."""
    entries = list(entries)
    rows = lists.ordered(measure, measure.source.model._default_manager.filter(pk__in=[e.object_id for e in entries]))
    objects = {row.pk: row for row in rows}
    lines = []
    places = lists.places_of(entry.unit for entry in entries)
    for entry in entries:
        name, url, about = lists.headline(measure, objects.get(entry.object_id))
        chip = next((_chip(code) for code in _telling(measure) if entry.flags & _bit(snapshot, code)), None)
        note = f"{vn_number(Decimal(sum(entry.amounts)) / SCALE)} ngày" if entry.amounts else ""
        lines.append(lists.Item(name, url, about, places[entry.unit_id], chip, note))
    return lines


def _telling(measure: Measure) -> tuple[str, ...]:
    return RATINGS if measure.code in RATINGS or measure.code.startswith("evaluat") else STATES


def _chip(code: str) -> Chip:
    measure = BY_CODE[code]
    is_bad = measure.less_is_better
    return Chip("wait" if is_bad else "ok", "clock" if is_bad else "check-circle", measure.label)
