"""Days of base visits: what counts, how much is owed. Pure (domain §7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        return max((self.last - self.first).days + 1, 0)

    def within(self, other: "Span") -> "Span":
        return Span(max(self.first, other.first), min(self.last, other.last))


def to_halves(days: Decimal) -> Decimal:
    """Rounded to half days, halves up."""
    return (days / HALF).quantize(Decimal(1), rounding=ROUND_HALF_UP) * HALF


def prorated_quota(posts: Iterable[tuple[Decimal, Span]], period: Span, exemptions: Iterable[Span]) -> Decimal:
    """What the posts held one after another owe together: of each its yearly quota for the days of the period in
    that post and not exempt; the sum to half a day."""
    if period.length == 0:
        return Decimal(0)
    away = list(exemptions)
    owed = Decimal(0)
    for days, in_post in posts:
        served = in_post.within(period)
        exempt = {day for span in away for day in _days(span.within(served))}
        owed += days * (served.length - len(exempt)) / period.length
    return to_halves(owed)


def counted_days(visits: Iterable[tuple[Span, Decimal]]) -> Decimal:
    """Days that count: a day counts once, whatever the number of visits on it; half-days add up to it.

    Each visit comes with its span and the days claimed, never more than the span is long.
    """
    by_day: dict[date, Decimal] = {}
    for span, days in visits:
        share = min(days, Decimal(span.length))
        for day in _days(span):
            part = min(share, Decimal(1))
            by_day[day] = min(by_day.get(day, Decimal(0)) + part, Decimal(1))
            share -= part
    return sum(by_day.values(), Decimal(0))


def _days(span: Span) -> Iterable[date]:
    return (date.fromordinal(span.first.toordinal() + n) for n in range(span.length))
