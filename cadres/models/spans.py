"""Rows that hold from a day to a day, both included; an open end has no last day."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone


class DaySpan(Func):
    """daterange(valid_from, valid_to, '[]') for exclusion constraints."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first: str = "valid_from", last: str = "valid_to", **extra: object) -> None:
        super().__init__(F(first), F(last), Value("[]"), **extra)


def valid_on(day: date, prefix: str = "") -> Q:
    """The condition that a row, or the row behind `prefix`, holds on the day."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day}))


class Dated(models.QuerySet[Any]):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_on(day))

    def not_over(self, day: date) -> Self:
        """Valid on the day or from a later one."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day))


class Ending(Dated):
    """Rows that may be ended before their last day: on the day of their end they hold no more."""

    def valid_on(self, day: date) -> Self:
        return super().valid_on(day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def not_over(self, day: date) -> Self:
        return super().not_over(day).filter(ended_on=None)

    def over(self, day: date) -> Self:
        return self.filter(Q(valid_to__lt=day) | Q(ended_on__isnull=False))


def once_at_a_time(name: str, *fields: str, message: str) -> ExclusionConstraint:
    """No two rows of the same `fields` in overlapping times; what was ended is out of the way."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, "=") for field in fields), (DaySpan(), "&&")],
        condition=Q(ended_on=None),
        violation_error_message=message,
    )


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
    )


def span_state(first: date, last: date | None, ended_on: date | None = None) -> str:
    """Where today lies: before ("coming"), within ("valid") or after ("over")."""
    today = timezone.localdate()
    if ended_on:
        return "over"
    return "coming" if today < first else "over" if last and last < today else "valid"
