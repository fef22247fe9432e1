"""Reminds a unit of its people who have not pledged: a ready text, and a notice to whoever leads the unit."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders
from cadres.models import Right, Unit, holds_at
from criteria.models import Period
from criteria.rules import group_text
from reports import counting
from reports.measures import BY_CODE
from reports.models import Reminder


class NobodyToRemind(Exception):
    """The unit has no secretary with an account, or nobody in it is late."""


def reminder_text(unit: Unit, missing: int, due_on: date, url: str) -> str:
    """Who, what, how many, by when, and where to look: for Zalo as well as for the notice."""
    return f"{group_text(unit.name, missing, due_on)} Xem danh sách: {url}"


def rows_url(unit: Unit, year: int) -> str:
    return f"{reverse('reports:rows', args=['pledge_overdue'])}?don_vi={unit.pk}&nam={year}"


def due_on(year: int) -> date | None:
    """The day by which pledges of the year had to be sent: the latest that is over, else the first to come."""
    days = sorted(Period.objects.for_year(year).values_list("pledge_due_on", flat=True))
    over = [day for day in days if day < timezone.localdate()]
    return over[-1] if over else next(iter(days), None)


@transaction.atomic
def remind(unit: Unit, year: int, *, by: User) -> Reminder:
    """Tell those who decide for the unit, once a day however often it is asked."""
    if not holds_at(by, Right.REPORT_READ, unit.path):
        raise PermissionDenied
    late = counting.rows(BY_CODE["pledge_overdue"], counting.year_view(year), unit).count()
    leaders = deciders(unit, Right.PLEDGE_DECIDE)
    due = due_on(year)
    if not late or not leaders or due is None:
        raise NobodyToRemind
    today = timezone.localdate()
    reminder, is_new = Reminder.objects.get_or_create(
        unit=unit, year=year, reminded_on=today, defaults={"reminded_by": by, "missing": late}
    )
    if is_new:
        url = rows_url(unit, year)
        notify(
            leaders,
            kind="report.reminder",
            subject=f"Nhắc: {late} cán bộ chưa nộp bản đăng ký",
            body=reminder_text(unit, late, due, "xem trong liên kết dưới đây."),
            url=url,
            key=f"reminder:{unit.pk}:{year}:{today}",
        )
        audit.record("unit.reminded", unit, by=by, unit_id=unit.pk, after={"year": year, "missing": late})
    return reminder


def last_reminders(units: QuerySet[Unit] | list[Unit], year: int) -> dict[int, date]:
    """When each unit was reminded last, by unit id."""
    last = Reminder.objects.filter(unit__in=units, year=year).order_by().values("unit")
    return dict(last.annotate(last=Max("reminded_on")).values_list("unit", "last"))
