"""Where a cadre's base visits stand: what evaluations and reports ask of this app."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cadres.models import Appointment, Cadre, Exemption
from criteria.models import Duty, Owed, Period
from fieldvisits.counting import Span, counted_days, prorated_quota
from fieldvisits.models import Visit, VisitQuota


@dataclass(frozen=True)
class VisitStanding:
    """`is_required` is false for a recommended quota, which is shown but never a condition."""

    required_days: Decimal = Decimal(0)
    counted_days: Decimal = Decimal(0)
    is_required: bool = False

    @property
    def is_met(self) -> bool:
        return self.counted_days >= self.required_days


def visit_standing(cadre: Cadre, period: Period, on: date) -> VisitStanding:
    """Days owed in the period and days that count so far, as of the day."""
    return visit_standings([cadre.pk], period, on).get(cadre.pk, VisitStanding())


def visit_standings(cadre_ids: list[int], period: Period, on: date) -> dict[int, VisitStanding]:
    """The same for many, by cadre id, in five queries. Each main post held in the period adds its share of days;

    the one held last says whether they are required.
    """
    quotas = {(q.level, q.category): q.days for q in VisitQuota.objects.filter(period=period)}
    required = set(Duty.objects.filter(period=period, visit=Owed.REQUIRED).values_list("level", "category"))
    posts = Appointment.objects.main().filter(cadre__in=cadre_ids, valid_from__lte=period.closes_on)
    main: dict[int, list[Appointment]] = defaultdict(list)
    for post in posts.select_related("position").order_by("valid_from"):
        main[post.cadre_id].append(post)
    exempt: dict[int, list[Span]] = defaultdict(list)
    for exemption in Exemption.objects.filter(cadre__in=cadre_ids, valid_from__lte=period.closes_on):
        exempt[exemption.cadre_id].append(Span(exemption.valid_from, exemption.valid_to or period.closes_on))
    trips: dict[int, list[tuple[Span, Decimal]]] = defaultdict(list)
    for visit in Visit.objects.reported().filter(cadre__in=cadre_ids, period=period, starts_on__lte=on):
        trips[visit.cadre_id].append((Span(visit.starts_on, visit.ends_on), visit.days))
    year = Span(period.opens_on, period.closes_on)
    standings = {}
    for cadre_id, held in main.items():
        served = [
            (quotas.get(_duty(post), Decimal(0)), Span(post.valid_from, post.valid_to or period.closes_on))
            for post in held
        ]
        standings[cadre_id] = VisitStanding(
            required_days=prorated_quota(served, year, exempt[cadre_id]),
            counted_days=counted_days(trips[cadre_id]),
            is_required=_duty(held[-1]) in required,
        )
    return standings


def _duty(post: Appointment) -> tuple[str, str]:
    return post.position.level, post.position.category
