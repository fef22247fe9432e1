"""The table of days off and of Saturdays worked instead, which every working-day count reads."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from accounts.models import Holiday, User
from cadres.models import Right, holds
from criteria import rules


def _ask(by: User) -> None:
    if not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied


def _values(holiday: Holiday) -> dict[str, object]:
    return {"on": holiday.on.isoformat(), "name": holiday.name, "is_working": holiday.is_working}


@transaction.atomic
def save(holiday: Holiday, *, by: User) -> Holiday:
    """A new day, or a changed one, as the form left it."""
    _ask(by)
    there = Holiday.objects.select_for_update().filter(pk=holiday.pk).first()
    holiday.save()
    verb = "holiday.changed" if there else "holiday.added"
    audit.record(verb, holiday, by=by, before=_values(there) if there else None, after=_values(holiday))
    return holiday


@transaction.atomic
def remove(holiday: Holiday, *, by: User) -> None:
    _ask(by)
    audit.record("holiday.removed", holiday, by=by, before=_values(holiday))
    holiday.delete()


@transaction.atomic
def add_national_days(year: int, beside: int, *, by: User) -> list[date]:
    """The fixed days that are not in the table yet; which ones were added."""
    _ask(by)
    days = dict(rules.national_days(year, beside))
    there = set(Holiday.objects.filter(on__in=days).values_list("on", flat=True))
    added = [Holiday(on=day, name=name) for day, name in days.items() if day not in there]
    for holiday in added:
        holiday.save()
        audit.record("holiday.added", holiday, by=by, after=_values(holiday))
    return [holiday.on for holiday in added]
