"""Which units take part in spreading a programme, and what they have done with it: a fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from cadres.models import Unit
from cadres.models.units import UnitQuerySet
from criteria.models import OWES_PROGRAMME, Period, Programme, ProgrammeReceipt


def units_below(unit: Unit) -> UnitQuerySet:
    """Those right below that have to carry a programme out: offices, districts, bases; chi đoàn follow their base."""
    return Unit.objects.children_of(unit).filter(type__in=OWES_PROGRAMME, valid_to=None)


def programme_above(unit: Unit, period: Period | None) -> Programme | None:
    """The approved programme of the unit right above."""
    if period is None or not unit.parent_path:
        return None
    above = Programme.objects.approved().filter(period=period, unit__path=unit.parent_path)
    return (
        above.select_related("unit", "period")
        .prefetch_related("foci__statements", "foci__indicators__statement")
        .first()
    )


@dataclass(frozen=True)
class Spread:
    """How far a programme has come among the units below."""

    passed_on: int
    received: int
    units: int

    @property
    def nothing(self) -> int:
        return self.units - self.passed_on - self.received


def spread_of(programmes: Collection[Programme]) -> dict[int, Spread]:
    """By programme, of those that are approved. Needs their units. Two queries."""
    approved = [programme for programme in programmes if programme.state == Programme.State.APPROVED]
    if not approved:
        return {}
    below = Counter(
        path[: -Unit.steplen]
        for path in Unit.objects.filter(_children({p.unit.path for p in approved}))
        .filter(type__in=OWES_PROGRAMME, valid_to=None)
        .values_list("path", flat=True)
    )
    receipts = ProgrammeReceipt.objects.filter(
        programme__in=approved, unit__type__in=OWES_PROGRAMME, unit__valid_to=None
    )
    counted = Counter((pk, on is not None) for pk, on in receipts.values_list("programme", "passed_on_on"))
    return {
        programme.pk: Spread(counted[programme.pk, True], counted[programme.pk, False], below[programme.unit.path])
        for programme in approved
    }


def reminder_text(programme: Programme, spread: Spread, url: str) -> str:
    """Words to copy into a group of units: who, what, how many, where; counts, never names."""
    missing = spread.units - spread.passed_on
    no = f" (số {programme.document_no})" if programme.document_no else ""
    return (
        f"{programme.unit}: chương trình rèn luyện năm {programme.period.year}{no} đã triển khai ở "
        f"{spread.passed_on}/{spread.units} đơn vị trực thuộc, còn {missing} đơn vị chưa triển khai. "
        f"Đồng chí triển khai rồi ghi ngày và số người trong mục Việc cần làm: {url}"
    )


def _children(paths: Iterable[str]) -> Q:
    """Units right below any of these."""
    nothing = Q(pk__in=[])
    return reduce(or_, (children_at(path) for path in paths), nothing)


def children_at(path: str, unit: str = "") -> Q:
    return Q(**{f"{unit}path__startswith": path, f"{unit}depth": len(path) // Unit.steplen + 1})
