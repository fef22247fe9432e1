"""Looks up who decides on whom: the rule is in cadres/rules.py, this fetches what it needs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from cadres.models import (
    DELEGATED,
    POST_ROLES,
    RIGHTS,
    Appointment,
    Cadre,
    Delegation,
    Exemption,
    Level,
    Reach,
    Right,
    RoleGrant,
    Seat,
    Unit,
    UnitType,
    valid_on,
)
from cadres.rules import DecidingUnit, Rung, deciding_rung, superior_rung

# On these kinds of leave nobody is in office; other exemptions free from a duty only.
ABSENCES = (Exemption.Kind.MATERNITY, Exemption.Kind.ILLNESS, Exemption.Kind.STUDY)
_HEADED = {UnitType.DEPARTMENT, UnitType.SERVICE_UNIT}


@dataclass(frozen=True)
class Holder:
    """Somebody who decides at a unit: by post, by grant, or by a delegation that `delegated_by` (a user) gave."""

    unit_id: int
    cadre_id: int | None
    user_id: int | None
    is_delegate: bool = False
    delegated_by: int | None = None


def deciding_unit(appointment: Appointment, right: Right, on: date | None = None) -> DecidingUnit:
    """The unit that decides on the holder of this appointment on the day (today), by the right it takes."""
    return deciding_units([appointment], right, on)[appointment.pk]


def deciding_units(
    appointments: Iterable[Appointment],
    right: Right,
    on: date | None = None,
    *,
    passed_on: Collection[int] = (),
    entered_by: Mapping[int, int] | None = None,
) -> dict[int, DecidingUnit]:
    """The same for many, by appointment id, in four queries. Each needs its unit and position loaded.

    `passed_on` are the appointments on whose document the own department has agreed: the units above it decide.
    `entered_by` are the users who wrote the document for the person, by appointment: somebody else decides on it.
    """
    appointments, writers = list(appointments), entered_by or {}
    cadres = dict(Cadre.objects.filter(user__in=writers.values()).values_list("user", "pk")) if writers else {}
    ladders = _ladders({appointment.unit.path for appointment in appointments}, right, on)
    return {
        appointment.pk: deciding_rung(
            cadre_id=appointment.cadre_id,
            leads_own_unit=_leads(appointment) or appointment.pk in passed_on,
            category=appointment.position.category,
            ladder=ladders[appointment.unit.path],
            writer_id=cadres.get(writers.get(appointment.pk)),
        )
        for appointment in appointments
    }


def superior_units(units: Iterable[Unit], right: Right, on: date | None = None) -> dict[int, DecidingUnit]:
    """For each unit the one that decides on what it sends, in four queries."""
    units = list(units)
    ladders = _ladders({unit.path for unit in units}, right, on)
    return {unit.pk: superior_rung(ladders[unit.path]) for unit in units}


def _leads(appointment: Appointment) -> bool:
    """Secretary, deputy or head of this very unit: decided one level up."""
    is_head = appointment.position.seat == Seat.HEAD and appointment.position.level == appointment.unit.level
    return appointment.is_leader_of_its_unit or is_head


def _ladders(paths: Iterable[str], right: Right, on: date | None) -> dict[str, list[Rung]]:
    wanted = {path: _ladder_paths(path) for path in paths}
    rungs: dict[str, Rung] = {}
    rows = Unit.objects.filter(path__in={rung for ladder in wanted.values() for rung in ladder})
    units = list(rows.values_list("pk", "path", "type", "level"))
    in_office: dict[int, set[int | None]] = defaultdict(set)
    for holder in holders([pk for pk, *_ in units], right, on or timezone.localdate()):
        in_office[holder.unit_id].add(holder.cadre_id)
    for pk, path, unit_type, level in units:
        rungs[path] = Rung(pk, frozenset(in_office[pk]), has_seat=_has_seat(unit_type, level, right))
    return {path: [rungs[rung] for rung in ladder if rung in rungs] for path, ladder in wanted.items()}


def _ladder_paths(path: str) -> list[str]:
    return [path[:end] for end in range(len(path), 0, -Unit.steplen)]


def _deciding_roles(right: Right) -> set[str]:
    return {role for role, rights in RIGHTS.items() if rights.get(right) == Reach.UNIT}


def _deciding_posts(right: Right) -> set[tuple[Level, Seat]]:
    roles = _deciding_roles(right)
    return {post for post, given in POST_ROLES.items() if roles & set(given)}


def _has_seat(unit_type: str, level: str, right: Right) -> bool:
    """Is there a post in such a unit whose holder decides?"""
    seat = Seat.HEAD if unit_type in _HEADED else Seat.SECRETARY
    return (Level(level), seat) in _deciding_posts(right)


def holders(unit_ids: list[int], right: Right, on: date, *, absent_too: bool = False) -> Iterator[Holder]:
    """Everybody who holds the deciding right at exactly one of the units on the day and is not on leave."""
    posts = Appointment.objects.valid_on(on).filter(unit__in=unit_ids)
    deciding = _deciding_posts(right)
    posts = posts.filter(position__seat__in={seat for _, seat in deciding}).order_by("position__rank", "pk")
    grants = RoleGrant.objects.valid_on(on).filter(
        unit__in=unit_ids, role__in=_deciding_roles(right), user__is_active=True
    )
    areas = [area for area, rights in DELEGATED.items() if right in rights]
    delegations = Delegation.objects.valid_on(on).filter(unit__in=unit_ids, area__in=areas)
    if not absent_too:
        posts, delegations = _present(posts, "cadre", on), _present(delegations, "to_cadre", on)
        grants = _present(grants, "user__cadre", on)
    columns = ("unit", "cadre", "cadre__user", "unit__level", "position__level", "position__seat")
    for unit_id, cadre_id, user_id, unit_level, level, seat in posts.values_list(*columns):
        if unit_level == level and (Level(level), Seat(seat)) in deciding:
            yield Holder(unit_id, cadre_id, user_id)
    for unit_id, cadre_id, user_id in grants.values_list("unit", "user__cadre", "user"):
        yield Holder(unit_id, cadre_id, user_id)
    given = delegations.values_list("unit", "to_cadre", "to_cadre__user", "from_cadre__user")
    for unit_id, cadre_id, user_id, by in given:
        yield Holder(unit_id, cadre_id, user_id, is_delegate=True, delegated_by=by)


def _present(rows: QuerySet, cadre: str, on: date) -> QuerySet:
    """Without those who are on leave on the day."""
    return rows.exclude(Exists(Exemption.objects.filter(valid_on(on), kind__in=ABSENCES, cadre=OuterRef(cadre))))


def deciders(unit: Unit, right: Right, *, exclude: Cadre | None = None, absent_too: bool = False) -> list[User]:
    """The users who hold a deciding right at exactly this unit today: by post, by grant, by delegation."""
    found = {holder.user_id for holder in holders([unit.pk], right, timezone.localdate(), absent_too=absent_too)}
    left_out = {exclude.user_id if exclude else None, None}
    return list(User.objects.filter(pk__in=found - left_out).order_by("pk"))


def recorders(unit: Unit, right: Right, *, exclude: Cadre) -> list[User]:
    """The users who may enter what the unit's body decided on somebody."""
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    grants = RoleGrant.objects.valid_on(timezone.localdate()).filter(unit=unit, role__in=roles)
    users = User.objects.filter(pk__in=grants.values("user"), is_active=True)
    return list(users.exclude(pk=exclude.user_id).order_by("pk") if exclude.user_id else users.order_by("pk"))


def secretary_of(unit: Unit, right: Right) -> User | None:
    """In whose place somebody else decides: who holds the unit's seat by post or grant, be it on leave."""
    found = holders([unit.pk], right, timezone.localdate(), absent_too=True)
    user_id = next((holder.user_id for holder in found if holder.user_id and not holder.is_delegate), None)
    return User.objects.get(pk=user_id) if user_id else None


def leaders_of(unit_ids: Collection[int]) -> dict[int, Cadre]:
    """Who holds the seat of secretary or head in each of the units today, be it on leave."""
    seats = (Seat.SECRETARY, Seat.HEAD)
    posts = Appointment.objects.valid_on(timezone.localdate()).filter(
        unit__in=unit_ids, position__seat__in=seats, position__level=F("unit__level")
    )
    return {post.unit_id: post.cadre for post in posts.select_related("cadre").order_by("-position__rank", "-pk")}


def delegator_of(user: User, unit: Unit, right: Right) -> User | None:
    """Who gave the user the power to decide at the unit; None for those who decide there by their own post or grant."""
    own = [h for h in holders([unit.pk], right, timezone.localdate(), absent_too=True) if h.user_id == user.pk]
    if any(not holder.is_delegate for holder in own):
        return None
    return User.objects.filter(pk__in=[holder.delegated_by for holder in own if holder.delegated_by]).first()
