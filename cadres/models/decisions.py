"""What every document that a unit decides on says about decisions in another's place ("duyệt thay")."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.models.appointments import Appointment
from cadres.models.grants import within_reach
from cadres.models.rights import Right


class DecidedByUnit(models.Model):
    """Beside the unit that decides: the one above that may step in, and in whose place a decision is made.

    While a document waits, `in_place_of` is the unit whose seat is vacant or whose secretary is absent; once it is
    decided, the unit in whose place that was, with the reason that was given.
    """

    stand_in_unit = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    stand_in_from = models.DateField("cấp trên duyệt thay được từ ngày", null=True, blank=True)
    in_place_of = models.ForeignKey(
        "cadres.Unit", on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    in_place_reason = models.CharField("lý do duyệt thay", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_overdue_twice(self) -> bool:
        """Has the deciding unit missed its time twice, so that the unit above may decide too?"""
        return self.stand_in_from is not None and self.stand_in_from <= timezone.localdate()


def stand_in_index(name: str, condition: Q) -> models.Index:
    """Waiting documents by the unit that may step in."""
    return models.Index(fields=["stand_in_unit", "stand_in_from"], name=name, condition=condition)


def says_why_in_place(name: str, undecided: Q) -> models.CheckConstraint:
    """Whoever decides in another's place says why; a reason belongs to nothing else."""
    return models.CheckConstraint(
        name=name,
        condition=(undecided | Q(in_place_of=None) | ~Q(in_place_reason=""))
        & (Q(in_place_reason="") | Q(in_place_of__isnull=False)),
    )


def open_to_stand_in(user: User, right: Right, today: date) -> Q:
    """Waiting documents that missed their time twice and that the user may decide in place of the unit below."""
    above = within_reach(user, right, unit="stand_in_unit", cadre=None)
    own = within_reach(user, right, unit="deciding_unit", cadre=None)
    return Q(above, stand_in_from__lte=today) & ~own


def serves_in(user: User, path: str) -> bool:
    """Does the user hold a post in the unit at this path today? Read once per user object and day."""
    today = timezone.localdate()
    kept: tuple[date, frozenset[str]] | None = user.__dict__.get("_places_of_posts")
    if kept is None or kept[0] != today:
        posts = Appointment.objects.valid_on(today).filter(cadre__user=user)
        kept = user.__dict__["_places_of_posts"] = (today, frozenset(posts.values_list("unit__path", flat=True)))
    return path in kept[1]
