"""Figures about units and about records; a record counts at the unit of its time."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from cadres.models import Right, Unit
from criteria.models import Programme
from fieldvisits.models import FollowUp, Visit, VisitPlan, VisitPlanItem
from reports.measures.shapes import Kind, Measure, Part, Source
from reports.measures.years import YearView


def _units(view: YearView) -> list[Part]:
    return [Part(Unit.objects.using(view.using).valid_on(view.on).filter(type__in=view.owing_types), view)]


def _visits(view: YearView) -> list[Part]:
    return [Part(Visit.objects.using(view.using).filter(period__in=view.period_ids), view)]


def _follow_ups(view: YearView) -> list[Part]:
    return [Part(FollowUp.objects.using(view.using).filter(visit__period__in=view.period_ids), view)]


def _planned(view: YearView) -> list[Part]:
    """Trips of approved plans, but those that were called off."""
    items = VisitPlanItem.objects.using(view.using).exclude(state=VisitPlanItem.State.CANCELLED)
    return [Part(items.filter(plan__period__in=view.period_ids, plan__state=VisitPlan.State.APPROVED), view)]


UNITS = Source("units", Kind.UNITS, Unit, _units, unit="")
VISITS = Source("visits", Kind.RECORDS, Visit, _visits, unit="unit", person="cadre")
FOLLOW_UPS = Source("follow_ups", Kind.RECORDS, FollowUp, _follow_ups, unit="visit__unit", person="visit__cadre")
PLANNED = Source("planned", Kind.RECORDS, VisitPlanItem, _planned, unit="plan__unit", person="plan__cadre")

_REPORTED_ON = TruncDate("reported_at", tzinfo=timezone.get_default_timezone())


def _with_solutions(part: Part) -> Q:
    good = Programme.objects.with_solutions().filter(period__in=part.view.period_ids, unit=OuterRef("pk"))
    return Q(Exists(good))


def _without_solutions(part: Part) -> Q:
    return ~_with_solutions(part)


def _with_results(part: Part) -> Q:
    good = Programme.objects.with_results().filter(period__in=part.view.period_ids, unit=OuterRef("pk"))
    return Q(Exists(good))


def _without_results(part: Part) -> Q:
    return ~_with_results(part)


def _unplanned(part: Part) -> Q:
    return Q(is_unplanned=True)


def _reported(part: Part) -> Q:
    """Only a visit that was reported counts its days, as for the quota."""
    return Q(reported_at__isnull=False)


def _report_owed(part: Part) -> Q:
    """Reported, or the day by which it should have been is over."""
    return Q(reported_at__isnull=False) | Q(report_due_on__lt=part.view.on)


def _on_time(part: Part) -> Q:
    return Q(reported_at__isnull=False, report_due_on__gte=_REPORTED_ON)


def _late(part: Part) -> Q:
    """Reported after the day, or not at all though the day is over."""
    return Q(report_due_on__lt=_REPORTED_ON) | Q(reported_at__isnull=True, report_due_on__lt=part.view.on)


def _resolved(part: Part) -> Q:
    return Q(state=FollowUp.State.RESOLVED)


_OWING = "đơn vị phải có chương trình: ban, đơn vị sự nghiệp, cấp huyện và tương đương, cơ sở"
_DUE = "chuyến đi đã báo cáo hoặc đã quá hạn báo cáo"


def _of_visits(code: str, label: str, noun: str, source: Source = VISITS, **more: Any) -> Measure:
    return Measure(code, label, noun, source, Right.VISIT_READ, **more)


def _of_units(code: str, label: str, counts: Any, **more: Any) -> Measure:
    return Measure(code, label, "đơn vị", UNITS, Right.PROGRAMME_READ, counts, "programme_owed", _OWING, **more)


MEASURES = (
    Measure("programme_owed", "Đơn vị phải có chương trình", "đơn vị", UNITS, Right.PROGRAMME_READ),
    _of_units("with_solutions", "Đơn vị có giải pháp cụ thể hóa", _with_solutions),
    _of_units("without_solutions", "Đơn vị chưa có giải pháp", _without_solutions, less_is_better=True),
    _of_units("with_results", "Đơn vị có giải pháp đã có kết quả", _with_results),
    _of_units("without_results", "Đơn vị chưa có kết quả của giải pháp", _without_results, less_is_better=True),
    _of_visits("planned_trips", "Chuyến đi theo kế hoạch", "lượt", PLANNED),
    _of_visits("planned_days", "Ngày đi theo kế hoạch", "ngày", PLANNED, amount="days"),
    _of_visits("visits", "Chuyến đi cơ sở", "chuyến"),
    _of_visits("visits_unplanned", "Chuyến đi đột xuất", "chuyến", counts=_unplanned, of="visits", of_words="chuyến"),
    _of_visits("days_district", "Ngày đi cấp huyện", "ngày", counts=_reported, amount="days_district"),
    _of_visits("days_base", "Ngày đi cơ sở", "ngày", counts=_reported, amount="days_base"),
    _of_visits("days_branch", "Ngày đi chi đoàn", "ngày", counts=_reported, amount="days_branch"),
    _of_visits("report_owed", "Báo cáo chuyến đi đến hạn", "báo cáo", counts=_report_owed),
    _of_visits(
        "reports_on_time",
        "Báo cáo chuyến đi đúng hạn",
        "báo cáo",
        counts=_on_time,
        of="report_owed",
        of_words=_DUE,
    ),
    _of_visits(
        "reports_late",
        "Báo cáo chuyến đi trễ",
        "báo cáo",
        counts=_late,
        of="report_owed",
        of_words=_DUE,
        less_is_better=True,
    ),
    _of_visits("follow_ups", "Kiến nghị", "kiến nghị", FOLLOW_UPS),
    _of_visits(
        "follow_ups_resolved",
        "Kiến nghị đã giải quyết",
        "kiến nghị",
        FOLLOW_UPS,
        counts=_resolved,
        of="follow_ups",
        of_words="kiến nghị ghi từ các chuyến đi",
    ),
)
