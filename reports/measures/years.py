"""A year as the figures see it: both periods, the day people are counted on, and who owes what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS

from cadres.models import Position
from criteria.models import Duty, Extension, Owed, Period, Profile, owing_types, profile_of


@dataclass(frozen=True)
class PeriodView:
    """A period with the posts whose holders owe something in it."""

    period: Period
    pledge: frozenset[int]
    visit: frozenset[int]
    evaluation: frozenset[int]
    on: date
    using: str
    met_quota: Callable[["PeriodView"], frozenset[int]]

    @property
    def everybody(self) -> frozenset[int]:
        return self.pledge | self.visit | self.evaluation

    @cached_property
    def quota_met_by(self) -> frozenset[int]:
        """The cadres who have gone as many days as they owe; asked for only when it is counted."""
        return self.met_quota(self)

    @cached_property
    def new_since(self) -> date:
        """Who took the post, or came back from leave, on this day or later still has time to pledge."""
        return self.on - timedelta(days=self.period.pledge_policy.new_appointee_days)

    @cached_property
    def extensions(self) -> list[Extension]:
        """Those of pledges that still give time on the day."""
        given = Extension.objects.using(self.using).in_force().of_pledges()
        return list(given.filter(period=self.period, due_on__gte=self.on).select_related("unit"))


@dataclass(frozen=True)
class YearView:
    year: int
    on: date
    periods: tuple[PeriodView, ...]
    using: str = DEFAULT_DB_ALIAS

    @property
    def period_ids(self) -> list[int]:
        return [view.period.pk for view in self.periods]

    @property
    def owing_types(self) -> set[str]:
        """Units have one programme a year, in the calendar period."""
        return owing_types(*(view.period for view in self.periods if view.period.profile == Profile.CALENDAR))


def counting_day(year: int, today: date) -> date:
    """Today within the year; of a year that is over its last day, of one to come its first."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def view_of(
    year: int, today: date, *, met_quota: Callable[[PeriodView], frozenset[int]], using: str = DEFAULT_DB_ALIAS
) -> YearView:
    on = counting_day(year, today)
    positions = list(Position.objects.using(using).values_list("pk", "level", "category"))
    duties = Duty.objects.using(using).filter(period__year=year)
    duty_of = {(duty.period_id, duty.level, duty.category): duty for duty in duties}

    def owing(period: Period, what: str) -> frozenset[int]:
        """Posts of this period's profile whose holders must do it."""
        return frozenset(
            pk
            for pk, level, category in positions
            if profile_of(category) == period.profile
            and (duty := duty_of.get((period.pk, level, category)))
            and getattr(duty, what) == Owed.REQUIRED
        )

    periods = Period.objects.using(using).for_year(year).select_related("pledge_policy").order_by("profile")
    return YearView(
        year=year,
        on=on,
        periods=tuple(
            PeriodView(
                period=period,
                pledge=owing(period, "pledge"),
                visit=owing(period, "visit"),
                evaluation=owing(period, "evaluation"),
                on=on,
                using=using,
                met_quota=met_quota,
            )
            for period in periods
        ),
        using=using,
    )
