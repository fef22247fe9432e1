"""The rows behind a figure as people read them: who or what, where, in which state, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.chips import Chip, state_chip_of
from accounts.templatetags.portal import vn_date, vn_number
from cadres.models import Appointment, Level, Right, Unit
from cadres.rosters import with_roster
from criteria.deadlines import pledge_dues
from criteria.models import Pledge, Programme
from evaluations.models import Evaluation
from fieldvisits.models import FollowUp, Visit, VisitPlanItem
from fieldvisits.standing import visit_standings
from reports.measures import Measure, YearView
from reports.measures.people import KEPT_PLEDGES, PEOPLE
from reports.measures.records import FOLLOW_UPS, PLANNED, UNITS, VISITS
from reports.measures.rosters import ROSTERS
from reports.reasons import period_of, reasons, silences


@dataclass(frozen=True)
class Item:
    """One row of a drill-down."""

    name: str
    url: str
    about: str
    unit: str
    chip: Chip | None = None
    note: str = ""


def ordered(measure: Measure, rows: QuerySet[Any]) -> QuerySet[Any]:
    """In the order of the tree, then by name or date; with all that a line prints."""
    if measure.source is PEOPLE:
        return rows.in_posts().order_by("unit__path", "position__rank", "cadre__sort_key", "pk")
    if measure.source in {UNITS, ROSTERS}:
        return rows.order_by("path")
    if measure.source is FOLLOW_UPS:
        return rows.select_related("visit__unit", "visit__cadre").order_by("visit__unit__path", "due_on", "pk")
    if measure.source is PLANNED:
        return rows.select_related("plan__unit", "plan__cadre").order_by("plan__unit__path", "starts_on", "pk")
    return rows.select_related("unit", "cadre").order_by("unit__path", "starts_on", "pk")


def headline(measure: Measure, row: Any) -> tuple[str, str, str]:
    """Who or what a row is, where it is shown, and a word about it; a row that is gone says so."""
    if row is None:
        return "Bản ghi không còn", "", ""
    if measure.source is PEOPLE:
        return row.cadre.full_name, row.cadre.get_absolute_url(), row.position.name
    if measure.source is ROSTERS:
        return row.name, reverse("cadres:roster_detail", args=[row.pk]), row.get_type_display()
    if measure.source is UNITS:
        return row.name, row.get_absolute_url(), row.get_type_display()
    if measure.source is FOLLOW_UPS:
        told = f"{row.visit.cadre.full_name} ghi ngày {vn_date(row.visit.starts_on)}"
        return row.text, row.visit.get_absolute_url(), told
    if measure.source is PLANNED:
        return row.plan.cadre.full_name, row.plan.get_absolute_url(), f"{_span(row)}, {row.host_name}"
    return row.cadre.full_name, row.get_absolute_url(), f"{_span(row)}, {row.host_name}"


def places_of(units: Iterable[Unit]) -> dict[int, str]:
    """What each unit is called in a list: a chi đoàn with its base, for many are called alike."""
    units = set(units)
    parents = {unit.parent_path for unit in units if unit.level == Level.BRANCH}
    names = dict(Unit.objects.filter(path__in=parents).values_list("path", "name"))
    return {
        unit.pk: f"{unit.name}, {names[unit.parent_path]}" if unit.parent_path in names else unit.name for unit in units
    }


def items(measure: Measure, rows: Iterable[Any], view: YearView) -> list[Item]:
    return list(_LINES[measure.source.code](list(rows), measure, view))


def _people(posts: list[Appointment], measure: Measure, view: YearView) -> Iterable[Item]:
    tell = _TOLD.get(measure.right, _pledges_told)(posts, view)
    places = places_of(post.unit for post in posts)
    for post in posts:
        chip, note = tell(post)
        yield Item(*headline(measure, post), places[post.unit_id], chip, note)


def dues_of(posts: list[Appointment], view: YearView) -> dict[int, date]:
    """By when each had to send a pledge, by appointment id."""
    return {
        pk: due.on
        for period in view.periods
        for pk, due in pledge_dues([post for post in posts if period_of(post, view) is period], period.period).items()
    }


Told = Callable[[Appointment], tuple[Chip, str]]


def pledges_of(posts: list[Appointment], view: YearView) -> dict[tuple[int, int], Pledge]:
    """The pledges that count, by cadre and period."""
    pledges = Pledge.objects.filter(
        cadre__in=[post.cadre_id for post in posts], period__in=view.period_ids, state__in=KEPT_PLEDGES
    )
    return {(pledge.cadre_id, pledge.period_id): pledge for pledge in pledges}


def _pledges_told(posts: list[Appointment], view: YearView) -> Told:
    pledges, why = pledges_of(posts, view), reasons(posts, view)
    silent, dues = silences(posts), dues_of(posts, view)

    def tell(post: Appointment) -> tuple[Chip, str]:
        period = period_of(post, view).period
        pledge = pledges.get((post.cadre_id, period.pk))
        chip = state_chip_of("pledge", pledge.chip_state if pledge else "none")
        if pledge and pledge.first_submitted_at:
            return chip, f"Nộp lần đầu {vn_date(pledge.first_submitted_at)}, {pledge.punctuality}"
        due_on = pledge.due_on if pledge else dues[post.pk]
        late = ". ".join(filter(None, [_lateness(due_on, view.on), silent.get(post.cadre_id)]))
        return chip, why.get(post.cadre_id) or late

    return tell


def _lateness(due_on: date, on: date) -> str:
    return f"Quá hạn {(on - due_on).days} ngày" if due_on < on else f"Hạn {vn_date(due_on)}"


def _visits_told(posts: list[Appointment], view: YearView) -> Told:
    standings = {
        period.period.pk: visit_standings([post.cadre_id for post in posts], period.period, view.on)
        for period in view.periods
    }

    def tell(post: Appointment) -> tuple[Chip, str]:
        standing = standings[period_of(post, view).period.pk].get(post.cadre_id)
        done = standing.counted_days if standing else 0
        owed = standing.required_days if standing else 0
        is_met = standing is not None and standing.is_met
        chip = Chip("ok", "check-circle", "Đủ định mức") if is_met else Chip("wait", "clock", "Chưa đủ")
        return chip, f"{vn_number(done)}/{vn_number(owed)} ngày"

    return tell


def _evaluations_told(posts: list[Appointment], view: YearView) -> Told:
    found = {
        (evaluation.cadre_id, evaluation.period_id): evaluation
        for evaluation in Evaluation.objects.filter(
            cadre__in=[post.cadre_id for post in posts], period__in=view.period_ids
        ).defer("result")
    }

    def tell(post: Appointment) -> tuple[Chip, str]:
        evaluation = found.get((post.cadre_id, period_of(post, view).period.pk))
        if evaluation is None:
            return Chip("idle", "minus-circle", "Chưa đánh giá"), ""
        chip = state_chip_of("evaluation", evaluation.state)
        if evaluation.is_released:
            return chip, f"{evaluation.get_rating_display()}, {vn_number(evaluation.total, 1)} điểm"
        return chip, evaluation.not_rated_reason

    return tell


_TOLD: dict[Right, Callable[[list[Appointment], YearView], Told]] = {
    Right.VISIT_READ: _visits_told,
    Right.EVALUATION_READ: _evaluations_told,
}


def _units(units: list[Unit], measure: Measure, view: YearView) -> Iterable[Item]:
    programmes = Programme.objects.filter(unit__in=units, period__in=view.period_ids)
    of_unit: dict[int, Programme] = {}
    for programme in programmes.order_by("decided_at"):
        of_unit[programme.unit_id] = programme
    for unit in units:
        programme = of_unit.get(unit.pk)
        chip = (
            Chip("idle", "minus-circle", "Chưa có chương trình")
            if programme is None
            else state_chip_of("programme", programme.state)
        )
        note = f"Số {programme.document_no}" if programme and programme.document_no else ""
        yield Item(*headline(measure, unit), "", chip, note)


def _rosters(units: list[Unit], measure: Measure, view: YearView) -> Iterable[Item]:
    """Live, so that a list that changed since says so."""
    told = with_roster(Unit.objects.filter(pk__in=[unit.pk for unit in units]), view.year, view.on)
    by_unit = {unit.pk: unit for unit in told}
    for row in units:
        unit = by_unit[row.pk]
        note = f"Điểm danh {vn_date(unit.attested_at)}, khuyết {unit.vacant}" if unit.attested_at else ""
        yield Item(*headline(measure, row), "", state_chip_of("roster", unit.roster), note)


def _span(row: Visit | VisitPlanItem) -> str:
    first, last = vn_date(row.starts_on), vn_date(row.ends_on)
    return first if first == last else f"{first} đến {last}"


def _visits(visits: list[Visit], measure: Measure, view: YearView) -> Iterable[Item]:
    for visit in visits:
        chip = state_chip_of("visit", visit.chip_state)
        days = vn_number(visit.days)
        when = f"Báo cáo {vn_date(visit.reported_at)}" if visit.reported_at else "Chưa báo cáo"
        note = f"{days} ngày. {when}, hạn {vn_date(visit.report_due_on)}"
        yield Item(*headline(measure, visit), visit.unit.name, chip, note)


def _planned(rows: list[VisitPlanItem], measure: Measure, view: YearView) -> Iterable[Item]:
    for row in rows:
        note = f"{vn_number(row.days)} ngày. {row.content}"
        yield Item(*headline(measure, row), row.plan.unit.name, state_chip_of("plan_item", row.state), note)


def _follow_ups(rows: list[FollowUp], measure: Measure, view: YearView) -> Iterable[Item]:
    for row in rows:
        due = f", hạn {vn_date(row.due_on)}" if row.due_on else ""
        chip = state_chip_of("follow_up", row.state)
        yield Item(*headline(measure, row), row.visit.unit.name, chip, f"{row.resolver_name}{due}")


_LINES: dict[str, Callable[[list[Any], Measure, YearView], Iterable[Item]]] = {
    PEOPLE.code: _people,
    UNITS.code: _units,
    ROSTERS.code: _rosters,
    VISITS.code: _visits,
    PLANNED.code: _planned,
    FOLLOW_UPS.code: _follow_ups,
}
