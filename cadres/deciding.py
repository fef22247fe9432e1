"""Looks up who decides on whom: the rule is in cadres/rules.py, this fetches what it needs."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from accounts.models import User
from cadres.models import (
    DELEGATED,
    POST_ROLES,
    RIGHTS,
    Appointment,
    Cadre,
    Delegation,
    Level,
    Reach,
    Right,
    Role,
    RoleGrant,
    Seat,
    Unit,
)
from cadres.rules import DecidingUnit, Rung, deciding_rung

_DECIDING_ROLES = {Role.UNIT_SECRETARY, Role.DEPT_HEAD}
_DECIDING_SEATS = [post for post, roles in POST_ROLES.items() if _DECIDING_ROLES & set(roles)]


def deciding_unit(appointment: Appointment, on: date | None = None) -> DecidingUnit:
    """The unit that decides on the holder of this appointment on the day (today)."""
    return deciding_units([appointment], on)[appointment.pk]


def deciding_units(appointments: Iterable[Appointment], on: date | None = None) -> dict[int, DecidingUnit]:
    """The same for many, by appointment id, in two queries. Each needs its unit and position loaded."""
    appointments = list(appointments)
    paths = {path for appointment in appointments for path in _ladder_paths(appointment.unit.path)}
    units = dict(Unit.objects.filter(path__in=paths).values_list("path", "pk"))
    deciders = _deciders_by_unit(units.values(), on or timezone.localdate())
    found = {}
    for appointment in appointments:
        ladder = [
            Rung(units[path], frozenset(deciders[units[path]]))
            for path in _ladder_paths(appointment.unit.path)
            if path in units
        ]
        found[appointment.pk] = deciding_rung(
            cadre_id=appointment.cadre_id,
            leads_own_unit=appointment.is_leader_of_its_unit,
            category=appointment.position.category,
            ladder=ladder,
        )
    return found


def _ladder_paths(path: str) -> list[str]:
    return [path[:end] for end in range(len(path), 0, -Unit.steplen)]


def _deciders_by_unit(unit_ids: Iterable[int], on: date) -> dict[int, set[int]]:
    seats = {seat for _, seat in _DECIDING_SEATS}
    posts = Appointment.objects.valid_on(on).filter(unit__in=list(unit_ids), position__seat__in=seats)
    deciders: dict[int, set[int]] = defaultdict(set)
    columns = posts.values_list("unit_id", "cadre_id", "unit__level", "position__level", "position__seat")
    for unit_id, cadre_id, unit_level, level, seat in columns:
        if unit_level == level and (Level(level), Seat(seat)) in _DECIDING_SEATS:
            deciders[unit_id].add(cadre_id)
    return deciders


def deciders(unit: Unit, right: Right, *, exclude: Cadre | None = None) -> list[User]:
    """The users who hold a deciding right at exactly this unit today: by post, by grant, by delegation."""
    today = timezone.localdate()
    roles = {role for role, rights in RIGHTS.items() if rights.get(right) == Reach.UNIT}
    posts = [post for post, given in POST_ROLES.items() if roles & set(given)]
    users = {
        appointment.cadre.user
        for appointment in Appointment.objects.valid_on(today)
        .filter(unit=unit, cadre__user__isnull=False)
        .select_related("cadre__user", "position", "unit")
        if appointment.position.level == appointment.unit.level
        and (Level(appointment.position.level), Seat(appointment.position.seat)) in posts
    }
    grants = RoleGrant.objects.valid_on(today).filter(unit=unit, role__in=roles).select_related("user")
    users |= {grant.user for grant in grants}
    areas = [area for area, rights in DELEGATED.items() if right in rights]
    delegated = Delegation.objects.valid_on(today).filter(unit=unit, area__in=areas, to_cadre__user__isnull=False)
    users |= {delegation.to_cadre.user for delegation in delegated.select_related("to_cadre__user")}
    return sorted(users - {exclude.user if exclude else None, None}, key=lambda user: user.pk)
