"""Every figure of the portal, in the order in which snapshots keep them."""

from reports.measures import people, records, rosters
from reports.measures.shapes import SCALE, Kind, Measure, Part, Source
from reports.measures.years import PeriodView, YearView, counting_day, view_of

MEASURES: tuple[Measure, ...] = (*people.MEASURES, *records.MEASURES, *rosters.MEASURES)
BY_CODE: dict[str, Measure] = {measure.code: measure for measure in MEASURES}
SOURCES: tuple[Source, ...] = (
    *(people.PEOPLE, records.UNITS, records.PLANNED, records.VISITS, records.FOLLOW_UPS),
    rosters.ROSTERS,
)
PLACE: dict[str, int] = {measure.code: place for place, measure in enumerate(MEASURES)}


def of_source(source: Source) -> list[Measure]:
    return [measure for measure in MEASURES if measure.source is source]


__all__ = [
    "BY_CODE",
    "MEASURES",
    "PLACE",
    "SCALE",
    "SOURCES",
    "Kind",
    "Measure",
    "Part",
    "PeriodView",
    "Source",
    "YearView",
    "counting_day",
    "of_source",
    "view_of",
]
