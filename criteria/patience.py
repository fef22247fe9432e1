"""How long a deciding unit may let a document wait before the unit above may decide in its place."""

from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from accounts.models import Holiday
from accounts.working_days import DaysOff
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

    def ends_on(self, period_id: int, since: datetime | date | None) -> date | None:
        """The first day on which the unit above may decide on what waits since then."""
        if since is None:
            return None
        day = timezone.localtime(since).date() if isinstance(since, datetime) else since
        return stand_in_from(day, self._terms.get(period_id, DEFAULT_TERM), self._holidays)
