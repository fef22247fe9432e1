from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from cadres.models.appointments import Appointment
from cadres.models.delegations import DELEGATED, Delegation, Supervision
from cadres.models.rights import POST_ROLES, RIGHTS, WHOLE, Level, Reach, Right, Role, Seat
from cadres.models.spans import Ending, ends_after_it_begins, once_at_a_time, span_state

if TYPE_CHECKING:
    from cadres.models.units import Unit


class RoleGrantQuerySet(Ending):
    def kept_by(self, user: User) -> RoleGrantQuerySet:
        """At units whose grants the user manages."""
        return self.filter(within_reach(user, Right.GRANT_MANAGE, cadre=None))

    def holders(self, role: Role, unit_id: int) -> list[User]:
        """Who has the role at exactly this unit today."""
        held = self.valid_on(timezone.localdate()).filter(role=role, unit=unit_id)
        return [given.user for given in held.select_related("user")]


@pghistory.track()
class RoleGrant(models.Model):
    """A role given to a user at a unit, for a time, by somebody, for a reason. Posts need none (POST_ROLES)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("vai trò", max_length=20, choices=[(r.value, r.label) for r in Role if r != Role.CADRE])
    unit = models.ForeignKey("cadres.Unit", on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("lý do", max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_on = models.DateField("ngày kết thúc sớm", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField("lý do kết thúc", max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            ends_after_it_begins("grant_ends_after_it_begins"),
            once_at_a_time(
                *("a_role_is_given_once_at_a_time", "user", "role", "unit"),
                message="Người này đã có vai trò đó tại đơn vị trong thời gian này.",
            ),
            models.CheckConstraint(name="being_a_cadre_is_no_grant", condition=~Q(role=Role.CADRE)),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("cadres:grant_detail", args=[self.pk])

    @property
    def state(self) -> str:
        """For the chip: to come, valid, or over."""
        return span_state(self.valid_from, self.valid_to, self.ended_on)


Member = Any  # a Right: without Django's stubs a member of a TextChoices looks like a tuple to mypy


@dataclass(frozen=True)
class Holding:
    """One right at one place of the tree; `path` is empty for what a cadre may do with his own documents.

    `role` and the unit's `level` tell what it comes from.
    """

    right: Right
    reach: Reach
    path: str = ""
    role: str = Role.CADRE
    level: str = ""


def holdings(user: User) -> list[Holding]:
    """All that the user may do today and where; read once per user object, that is once per request."""
    today = timezone.localdate()
    cached: tuple[date, list[Holding]] | None = user.__dict__.get("_holdings")
    if cached is None or cached[0] != today:
        cached = user.__dict__["_holdings"] = (today, list(_holdings(user, today)) if user.pk else [])
    return cached[1]


def _holdings(user: User, today: date) -> Iterable[Holding]:
    for grant in user.grants.valid_on(today).select_related("unit"):
        yield from _of_role(Role(grant.role), grant.unit)
    posts = Appointment.objects.valid_on(today).filter(cadre__user=user).select_related("unit", "position")
    departments = []
    is_cadre = False
    for post in posts:
        is_cadre = True
        departments.append(post.unit_id)
        if post.position.level == post.unit.level:
            for role in POST_ROLES.get((Level(post.position.level), Seat(post.position.seat)), ()):
                yield from _of_role(role, post.unit)
    if is_cadre:
        yield from (Holding(right, reach) for right, reach in RIGHTS[Role.CADRE].items())
    given = Delegation.objects.valid_on(today).filter(to_cadre__user=user).select_related("unit")
    for delegation in given:
        for right in DELEGATED[delegation.area]:
            reach = Reach.SUBTREE if right == Right.EVALUATION_READ else Reach.UNIT
            yield Holding(right, reach, delegation.unit.path, Role.UNIT_SECRETARY, delegation.unit.level)
    mine = Q(supervisor__user=user) | Q(department__in=departments)
    for supervision in Supervision.objects.valid_on(today).filter(mine).select_related("unit"):
        yield from _of_role(Role.SUPERVISOR, supervision.unit)


def _of_role(role: Role, unit: Unit) -> Iterable[Holding]:
    rights = RIGHTS[role].items()
    return (
        Holding(right, reach, unit.path, role, unit.level)
        for right, reach in rights
        if unit.is_root() or right not in WHOLE
    )


def offices(user: User) -> frozenset[tuple[str, str]]:
    """The roles that the user holds today, each with the level of its unit; being a cadre is none."""
    return frozenset((held.role, held.level) for held in holdings(user) if held.path)


def holds(user: User, *rights: Member) -> bool:
    """Does the user hold any of these rights anywhere, be it only over his own documents?"""
    return any(holding.right in rights for holding in holdings(user))


def holds_at(user: User, right: Member, path: str) -> bool:
    """Does the user hold the right over the unit at this path?"""
    return any(
        path == holding.path if holding.reach == Reach.UNIT else path.startswith(holding.path)
        for holding in holdings(user)
        if holding.right == right and holding.path
    )


def within_reach(user: User, right: Right, *, unit: str = "unit", cadre: str | None = "cadre") -> Q:
    """The rows of a document that the user's right reaches: by the unit's place in the tree, or as one's own.

    `unit` and `cadre` are the lookups from the document to each: "" when the document is one itself; no cadre at
    all when nothing of the document is anybody's own.
    """
    lookup = f"{unit}__path" if unit else "path"
    condition = Q(pk__in=[])
    for holding in holdings(user):
        if holding.right != right:
            continue
        if holding.reach == Reach.SELF:
            own = Q(**{f"{cadre}__user" if cadre else "user": user})
            condition |= own if cadre is not None else Q(pk__in=[])
        elif holding.reach == Reach.UNIT:
            condition |= Q(**{lookup: holding.path})
        else:
            condition |= Q(**{f"{lookup}__startswith": holding.path})
    return condition
