"""Rows that hold from a day to a day, both included; an open end has no last day."""

from datetime import date
from typing import Any, Self

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


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
        violation_error_message="Ngày kết thúc phải từ ngày bắt đầu trở đi.",
    )


def span_state(first: date, last: date | None) -> str:
    """Where today lies: before ("coming"), within ("valid") or after ("over")."""
    today = timezone.localdate()
    return "coming" if today < first else "over" if last and last < today else "valid"
