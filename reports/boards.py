"""Gathers what the dashboard shows of one unit: live or frozen figures, its children, late units, the trend."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from cadres.models import Level, Unit
from reports import counting, reminding
from reports.measures import YearView
from reports.models import Snapshot, SnapshotRow
from reports.reading import Figures, Line, Reader, named

TREND_POINTS = 12


@dataclass(frozen=True)
class Board:
    """The figures of a unit and of each unit directly below it."""

    unit: Unit
    year: int
    as_of: datetime
    figures: Figures
    lines: list[Line]

    @property
    def late(self) -> list[Line]:
        return sorted((line for line in self.lines if line.can_be_reminded), key=lambda line: line.gap)


def live(unit: Unit, view: YearView, user: User) -> Board:
    reader = Reader(user, view.year)
    as_of = timezone.now()
    family = counting.family_of(unit, view)
    children = [
        child
        for child in Unit.objects.children_of(unit)
        if child.path in family.children or child.valid_to is None or child.valid_to >= view.on
    ]
    reminded = reminding.last_reminders(children, view.year)
    zero: list[int] = [0] * len(family.total)
    own = named(family.own)
    lines = [
        Line(
            child,
            child.name,
            Figures(reader, child, _covered(named(family.children.get(child.path, zero)), child, own)),
            has_children=child.numchild > 0,
            reminded_on=reminded.get(child.pk),
        )
        for child in children
    ]
    return Board(
        unit,
        view.year,
        as_of,
        Figures(reader, unit, named(family.total)),
        lines + _own_line(reader, unit, own, bool(lines)),
    )


def frozen(snapshot: Snapshot, unit: Unit, user: User) -> Board | None:
    """The same out of a snapshot; none when the unit was not in it."""
    reader = Reader(user, snapshot.year, snapshot.pk)
    codes = snapshot.measure_set
    rows = SnapshotRow.objects.filter(snapshot=snapshot).select_related("unit")
    top = rows.filter(unit=unit).first()
    if top is None:
        return None
    top_own = named(top.own, codes)
    lines = [
        Line(
            row.unit,
            row.name,
            Figures(reader, row.unit, _covered(named(row.total, codes), row.unit, top_own)),
            has_children=row.unit.numchild > 0,
        )
        for row in rows.filter(parent=unit).order_by("unit__path")
    ]
    own = _own_line(reader, unit, top_own, bool(lines))
    return Board(unit, snapshot.year, snapshot.as_of, Figures(reader, unit, named(top.total, codes)), lines + own)


def _covered(figures: dict[str, int], unit: Unit, above: dict[str, int]) -> dict[str, int]:
    """A chi đoàn is attested by the base above it, whose word holds for it too."""
    if unit.level != Level.BRANCH:
        return figures
    return figures | {code: above.get(code, 0) for code in ("roster_owed", "roster_attested")}


def _own_line(reader: Reader, unit: Unit, own: dict[str, int], has_others: bool) -> list[Line]:
    """A line for what counts at the unit itself, so that the lines add up to the total."""
    if not has_others or not any(own.values()):
        return []
    return [Line(unit, f"Riêng {unit.name}", Figures(reader, unit, own, is_own=True), is_own=True)]


@dataclass(frozen=True)
class Point:
    label: str
    registered: Decimal
    approved: Decimal
    x: str
    y_registered: str
    y_approved: str


@dataclass(frozen=True)
class Trend:
    points: list[Point]

    @property
    def registered_line(self) -> str:
        return " ".join(f"{point.x},{point.y_registered}" for point in self.points)

    @property
    def approved_line(self) -> str:
        return " ".join(f"{point.x},{point.y_approved}" for point in self.points)

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def gap(self) -> Decimal:
        """Points of a hundred that approved pledges lack."""
        return (1 - self.last.approved) * 100

    @property
    def gain(self) -> Decimal:
        return (self.last.approved - self.points[-2].approved) * 100

    @property
    def loss(self) -> Decimal:
        return -self.gain


def trend(unit: Unit, year: int) -> Trend | None:
    """The last snapshot of each week, at most twelve; nothing to draw with fewer than two."""
    rows = (
        SnapshotRow.objects.filter(unit=unit, snapshot__year=year, snapshot__kind=Snapshot.Kind.NIGHTLY)
        .select_related("snapshot")
        .order_by("snapshot__as_of")
    )
    latest = {_moment(row.snapshot.as_of, by_week=True): row for row in rows}
    if len(latest) < 2:
        latest = {_moment(row.snapshot.as_of, by_week=False): row for row in rows}
    chosen = list(latest.values())[-TREND_POINTS:]
    shares = [point for point in map(_shares, chosen) if point is not None]
    if len(shares) < 2:
        return None
    step = Decimal(100) / (len(shares) - 1)
    return Trend(
        [
            Point(f"{day:%d/%m}", registered, approved, _place(n * step), _height(registered), _height(approved))
            for n, (day, registered, approved) in enumerate(shares)
        ]
    )


def _moment(at: datetime, *, by_week: bool) -> tuple[int, ...]:
    day = timezone.localtime(at).date()
    return tuple(day.isocalendar())[:2] if by_week else (day.year, day.month, day.day)


def _shares(row: SnapshotRow) -> tuple[date, Decimal, Decimal] | None:
    figures = named(row.total, row.snapshot.measure_set)
    owed = figures.get("pledge_owed", 0)
    if not owed:
        return None
    return (
        timezone.localtime(row.snapshot.as_of).date(),
        Decimal(figures["pledge_registered"]) / owed,
        Decimal(figures["pledge_approved"]) / owed,
    )


def _place(value: Decimal) -> str:
    return f"{value:.2f}"


def _height(share: Decimal) -> str:
    """SVG counts from above."""
    return _place(100 - share * 100)


def names_of(names: list[str], at_most: int = 3) -> str:
    """ "Bắc Tân Uyên, Phú Giáo và 4 đơn vị khác"."""
    rest = len(names) - at_most
    return ", ".join(names[:at_most]) + (f" và {rest} đơn vị khác" if rest > 0 else "")


def reminder_of(lines: list[Line], year: int, site: str) -> str:
    """One text to copy for all late units, each with the link to its people."""
    due_on = reminding.due_on(year)
    if due_on is None:
        return ""
    return "\n".join(
        reminding.reminder_text(
            line.unit, line.figures["pledge_overdue"].count, due_on, f"{site}{reminding.rows_url(line.unit, year)}"
        )
        for line in lines
    )
