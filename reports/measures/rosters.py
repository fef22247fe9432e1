"""Figures about rosters: which units have said who holds their posts this year."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from cadres.models import Right, RosterAttestation, Unit
from cadres.rosters import attesting
from reports.measures.shapes import Kind, Measure, Part, Source
from reports.measures.years import YearView


def _units(view: YearView) -> list[Part]:
    return [Part(attesting(Unit.objects.using(view.using).valid_on(view.on)), view)]


ROSTERS = Source("rosters", Kind.UNITS, Unit, _units, unit="")


def _attested(part: Part) -> Q:
    return Q(Exists(RosterAttestation.objects.filter(unit=OuterRef("pk"), year=part.view.year)))


def _not_attested(part: Part) -> Q:
    return ~_attested(part)


_OWING = "đơn vị phải điểm danh cán bộ (chi đoàn do Đoàn cơ sở điểm danh cùng)"


def _of_rosters(code: str, label: str, **more: Any) -> Measure:
    return Measure(code, label, "đơn vị", ROSTERS, Right.PEOPLE_READ, **more)


MEASURES = (
    _of_rosters("roster_owed", "Đơn vị phải điểm danh"),
    _of_rosters("roster_attested", "Đã điểm danh", counts=_attested, of="roster_owed", of_words=_OWING),
    _of_rosters(
        "roster_missing",
        "Chưa điểm danh",
        counts=_not_attested,
        of="roster_owed",
        of_words=_OWING,
        less_is_better=True,
    ),
)
