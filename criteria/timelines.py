"""The time line of a year: for everybody, and for one person with what was sent and decided."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import Holiday
from cadres.models import Appointment
from criteria import rules
from criteria.deadlines import pledge_dues
from criteria.models import Period, Pledge


def of_period(period: Period) -> list[rules.Step]:
    return rules.timeline(period, timezone.localdate(), Holiday.objects.days_off())


def of_pledge(pledge: Pledge) -> list[rules.Step]:
    own = rules.Own(
        due_on=pledge.due_on,
        sent_on=_day(pledge.first_submitted_at),
        approved_on=_day(pledge.decided_at) if pledge.state in {Pledge.State.APPROVED, Pledge.State.CLOSED} else None,
        is_extended=pledge.extended_from is not None,
    )
    return rules.timeline(pledge.period, timezone.localdate(), Holiday.objects.days_off(), own)


def of_post(post: Appointment, period: Period) -> list[rules.Step]:
    """Of somebody who may have begun a pledge or not."""
    pledge = Pledge.objects.current().filter(cadre=post.cadre_id, period=period).first()
    if pledge:
        pledge.period = period
        return of_pledge(pledge)
    due = pledge_dues([post], period)[post.pk]
    own = rules.Own(due_on=due.on, is_extended=due.is_extended)
    return rules.timeline(period, timezone.localdate(), Holiday.objects.days_off(), own)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
