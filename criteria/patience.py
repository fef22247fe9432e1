"""How long a deciding unit may let a document wait before the unit above may decide in its place."""

from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from accounts.inbox import Clock
from accounts.models import Holiday
from accounts.working_days import DaysOff, add_working_days
from cadres.rules import stand_in_from
from criteria.models import PledgePolicy

DEFAULT_TERM = 5


class Patience:
    """The terms of the periods and the public holidays, read once for however many documents."""

    @cached_property
    def _terms(self) -> dict[int, int]:
        return dict(PledgePolicy.objects.values_list("period", "sla_days"))

    @cached_property
    def _holidays(self) -> DaysOff:
        return Holiday.objects.days_off()

    def term(self, period_id: int) -> int:
        """How many working days a document of the period may wait for its decision."""
        return self._terms.get(period_id, DEFAULT_TERM)

    def overdue(self, since: str, clock: Clock, *, period: str = "period") -> Q:
        """The documents whose unit has let pass the term of their period; `period` is the lookup to it."""
        known = Q(**{f"{period}__in": list(self._terms)})
        late = ~known & Q(**{f"{since}__lt": clock.overdue_before(DEFAULT_TERM)})
        for term in set(self._terms.values()):
            periods = [pk for pk, days in self._terms.items() if days == term]
            late |= Q(**{f"{period}__in": periods, f"{since}__lt": clock.overdue_before(term)})
        return late

    def answer_by(self, period_id: int, since: datetime | None) -> date | None:
        """By when whoever sent it may expect an answer."""
        if since is None:
            return None
        return add_working_days(timezone.localtime(since).date(), self.term(period_id), self._holidays)

    def ends_on(self, period_id: int, since: datetime | date | None) -> date | None:
        """The first day on which the unit above may decide on what waits since then."""
        if since is None:
            return None
        day = timezone.localtime(since).date() if isinstance(since, datetime) else since
        return stand_in_from(day, self.term(period_id), self._holidays)
