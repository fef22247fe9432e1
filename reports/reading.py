"""Turns vectors of figures into what people read: shares, tiles with their target, a line per unit and its light."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.urls import reverse
from django.utils.http import urlencode

from accounts.chips import Chip
from accounts.models import User
from accounts.templatetags.portal import vn_number, vn_percent
from cadres.models import Unit, holds_at
from reports.measures import BY_CODE, PLACE, SCALE, Kind, Measure

NOBODY = {Kind.PEOPLE: "không có cán bộ", Kind.UNITS: "không có đơn vị", Kind.RECORDS: "không có"}
GOOD_SHARE = Decimal("0.8")  # from here on a gap is a warning, below it is red (ui.md §7)
TILES = {
    "pledge_registered": "Cán bộ đã đăng ký",
    "pledge_approved": "Cán bộ đã được duyệt",
    "roster_attested": "Đơn vị đã điểm danh",
    "with_solutions": "Đơn vị có giải pháp cụ thể hóa",
    "with_results": "Giải pháp đã có kết quả",
    "reports_on_time": "Báo cáo chuyến đi đúng hạn",
    "evaluated": "Cán bộ đã được đánh giá",
}
HEAT = ("pledge_on_time", "with_solutions", "visit_quota_met", "reports_on_time", "evaluated")
HEAT_STEPS = (95, 90, 80, 65, 50)


def share(count: int, of: int) -> Decimal | None:
    """A share of one to three places; never rounded up to the whole, and none at all of nothing."""
    if not of:
        return None
    return (Decimal(count) / of).quantize(Decimal("0.001"), ROUND_DOWN)


@dataclass(frozen=True)
class Reader:
    """Whose page it is, and on which unit, year or snapshot: makes links to the rows he may see."""

    user: User
    year: int
    snapshot_pk: int | None = None

    def link(self, measure: Measure, unit: Unit, *, is_own: bool = False) -> str:
        if not holds_at(self.user, measure.right, unit.path):
            return ""
        query = {"don_vi": unit.pk} | ({"rieng": 1} if is_own else {})
        if self.snapshot_pk:
            return f"{reverse('reports:snapshot_rows', args=[self.snapshot_pk, measure.code])}?{urlencode(query)}"
        return f"{reverse('reports:rows', args=[measure.code])}?{urlencode(query | {'nam': self.year})}"


@dataclass(frozen=True)
class Figure:
    """One figure of one unit, read against its denominator, with the link to its rows."""

    measure: Measure
    count: int
    of: int
    url: str

    @property
    def shown(self) -> str:
        return vn_number(Decimal(self.count) / SCALE if self.measure.amount else self.count)

    @property
    def share(self) -> Decimal | None:
        return share(self.count, self.of)

    @property
    def percent(self) -> str:
        """96,5%; in words when there is nothing to take a share of."""
        return vn_percent(self.share) if self.of else NOBODY[self.measure.kind]

    @property
    def whole_percent(self) -> int:
        """The share in whole per cent, rounded down, for a narrow cell."""
        return int((self.share or 0) * 100)

    @property
    def missing(self) -> int:
        return self.of - self.count

    @property
    def heat(self) -> int:
        """0 near the target … 5 far from it."""
        whole = (self.share or Decimal(0)) * 100
        return next((step for step, least in enumerate(HEAT_STEPS) if whole >= least), len(HEAT_STEPS))


class Figures:
    """All figures of one unit by code: figures["pledge_approved"].percent."""

    def __init__(self, reader: Reader, unit: Unit, values: Mapping[str, int], *, is_own: bool = False) -> None:
        self.reader, self.unit, self.values, self.is_own = reader, unit, values, is_own

    def __getitem__(self, code: str) -> Figure:
        measure = BY_CODE[code]
        url = self.reader.link(measure, self.unit, is_own=self.is_own)
        return Figure(measure, self.values.get(code, 0), self.values.get(measure.of, 0), url)

    def __contains__(self, code: str) -> bool:
        return code in BY_CODE


def named(vector: list[int], codes: list[str] | None = None) -> dict[str, int]:
    """Figures by code; of a snapshot by the codes that it was made with."""
    return dict(zip(codes or PLACE, vector, strict=True))


@dataclass(frozen=True)
class Line:
    """A unit in the table."""

    unit: Unit
    name: str
    figures: Figures
    has_children: bool = False
    is_own: bool = False
    reminded_on: object = None

    @property
    def light(self) -> Chip:
        return light(self.figures)

    @property
    def depth(self) -> int:
        """How deep the line stands: what counts at a unit itself stands among the units below it."""
        return self.unit.depth + self.is_own

    @property
    def can_be_reminded(self) -> bool:
        return not self.is_own and self.figures["pledge_overdue"].count > 0

    @property
    def gap(self) -> tuple[bool, Decimal, Decimal, int]:
        """Sort key, worst first: smallest share of registered, then of approved people; the unit's own line last."""
        registered, approved = self.figures["pledge_registered"].share, self.figures["pledge_approved"].share
        whole = Decimal(2)
        return (
            self.is_own,
            whole if registered is None else registered,
            whole if approved is None else approved,
            -self.figures["pledge_missing"].count,
        )


def light(figures: Figures) -> Chip:
    approved, missing = figures["pledge_approved"], figures["pledge_missing"].count
    if not approved.of:
        return Chip("idle", "minus-circle", "Không có cán bộ")
    if missing:
        is_near = approved.share is not None and approved.share >= GOOD_SHARE
        tone, icon = ("wait", "minus-circle") if is_near else ("bad", "exclamation-triangle")
        return Chip(tone, icon, f"Thiếu {vn_number(missing)} cán bộ")
    if waiting := figures["pledge_waiting"].count:
        return Chip("wait", "clock", f"{vn_number(waiting)} bản chờ duyệt")
    if approved.missing:
        return Chip("wait", "arrow-uturn-left", f"{vn_number(approved.missing)} bản chưa được duyệt")
    if unattested := figures["roster_attested"].missing:
        return Chip("wait", "clipboard-document-list", _unattested(figures, unattested))
    return Chip("ok", "check-circle", "Đủ 100%")


def _unattested(figures: Figures, count: int) -> str:
    """Everybody in the list is done, but nobody has said that the list is whole."""
    return "Chưa điểm danh" if figures["roster_attested"].of == 1 else f"{vn_number(count)} đơn vị chưa điểm danh"


@dataclass(frozen=True)
class Tile:
    """`beside` is the second figure: of those who owe it now, without who is away or new."""

    figure: Figure
    label: str
    value: str
    target: str
    gap: str
    url: str
    beside: str = ""


def tiles(figures: Figures) -> list[Tile]:
    """A snapshot of before a figure was counted has no tile of it."""
    return [_tile(figures, code) for code in TILES if code in figures.values]


def _tile(figures: Figures, code: str) -> Tile:
    figure = figures[code]
    if not figure.of:
        return Tile(figure, TILES[code], NOBODY[figure.measure.kind], "", "Chưa có gì để tính", "")
    is_fraction = figure.measure.kind == Kind.UNITS
    value = f"{vn_number(figure.count)}/{vn_number(figure.of)}" if is_fraction else figure.percent
    target = f"đích {vn_number(figure.of)}/{vn_number(figure.of)}" if is_fraction else "đích 100%"
    gap, url = _gap(figures, code, figure)
    return Tile(figure, TILES[code], value, target, gap, url, _owed_now(figures, code, figure))


def _owed_now(figures: Figures, code: str, figure: Figure) -> str:
    owed = figures["pledge_owed_now"].count
    if code not in {"pledge_registered", "pledge_approved"} or owed in {0, figure.of}:
        return ""
    return f"{vn_percent(share(figure.count, owed))} của {vn_number(owed)} người đang phải nộp"


def _gap(figures: Figures, code: str, figure: Figure) -> tuple[str, str]:
    """What is still lacking, in words, and the link to exactly those rows."""
    if not figure.missing:
        return f"Đủ {vn_number(figure.of)} {figure.measure.noun}", figure.url
    missing, of = vn_number(figure.missing), vn_number(figure.of)
    if code == "pledge_registered":
        excused = figures["pledge_excused"].count
        reason = f", {vn_number(excused)} có lý do" if excused else ""
        return f"Thiếu {missing} trong {of} người{reason}", figures["pledge_missing"].url
    if code == "pledge_approved":
        return _unapproved(figures)
    if code == "with_solutions":
        without = figures["without_solutions"]
        return f"{vn_number(without.count)} đơn vị chưa có", without.url
    if code == "with_results":
        without = figures["without_results"]
        return f"{vn_number(without.count)} đơn vị chưa có kết quả", without.url
    if code == "roster_attested":
        return f"{missing} đơn vị chưa điểm danh", figures["roster_missing"].url
    if code == "reports_on_time":
        return f"{vn_number(figures['reports_late'].count)} báo cáo trễ", figures["reports_late"].url
    return f"{vn_number(figures['not_evaluated'].count)} người chưa đánh giá", figures["not_evaluated"].url


def _unapproved(figures: Figures) -> tuple[str, str]:
    """The nearest step to the target that somebody can take: decide, correct, or register."""
    for code, words in (
        ("pledge_waiting", "bản đang chờ duyệt"),
        ("pledge_returned", "bản bị trả lại"),
        ("pledge_missing", "người chưa đăng ký"),
    ):
        if count := figures[code].count:
            return f"{vn_number(count)} {words}", figures[code].url
    return "", figures["pledge_approved"].url


def denominators(figures: Figures) -> list[str]:
    """What each share is taken of, in words with its number; said once under the head."""
    said: dict[str, str] = {}
    for code in TILES:
        figure = figures[code]
        said.setdefault(figure.measure.of_words, vn_number(figure.of))
    return [f"{number} {words}" for words, number in said.items()]
