"""Why somebody may do something: the post, grant, delegation or supervision behind each role."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from cadres.granting_rules import rights_given
from cadres.models import (
    DELEGATED,
    POST_ROLES,
    RIGHTS,
    Appointment,
    Delegation,
    Level,
    Reach,
    Right,
    Role,
    RoleGrant,
    Seat,
    Supervision,
    Unit,
)

# To look is not to decide: everybody above has these, so they would only hide the rest.
ONLY_READS = {Right.PEOPLE_READ, Right.UNIT_READ, Right.PROGRAMME_READ, Right.PLEDGE_READ, Right.VISIT_READ}
POST, GRANT, DELEGATION, CHARGE = "Chức vụ", "Được giao", "Được ủy quyền", "Phân công phụ trách"


@dataclass(frozen=True)
class Reason:
    """One source of rights: who, what it is called, at which unit, what it allows, and for how long."""

    kind: str
    person: str
    label: str
    unit: Unit | None
    rights: tuple[Right, ...]
    since: date | None = None
    until: date | None = None
    note: str = ""
    url: str = ""
    below: frozenset[Right] = frozenset()  # those of the rights that reach the units below too


def reasons_of(user: User, on: date) -> list[Reason]:
    """All of the user's own, in four queries."""
    posts = Appointment.objects.valid_on(on).filter(cadre__user=user).in_posts()
    posts = list(posts.order_by("-is_main", "valid_from"))
    mine = Q(supervisor__user=user) | Q(department__in=[post.unit_id for post in posts])
    found = [
        *_from_posts(posts),
        *_from_grants(RoleGrant.objects.valid_on(on).filter(user=user).select_related("user", "unit", "granted_by")),
        *_from_delegations(
            Delegation.objects.valid_on(on).filter(to_cadre__user=user).select_related("unit", "from_cadre", "to_cadre")
        ),
        *_from_charges(
            Supervision.objects.valid_on(on).filter(mine).select_related("unit", "supervisor", "department")
        ),
    ]
    if posts:
        own = Reason("Cán bộ Đoàn", str(user), "Hồ sơ của chính mình", None, tuple(RIGHTS[Role.CADRE]))
        return [own, *found]
    return found


def reasons_at(unit: Unit, on: date) -> list[tuple[str, list[Reason]]]:
    """Those of one unit by kind, the kinds without anybody left out."""
    posts = Appointment.objects.valid_on(on).filter(unit=unit).in_posts().order_by("position__rank", "cadre__sort_key")
    grants = RoleGrant.objects.valid_on(on).filter(unit=unit).select_related("user", "unit", "granted_by")
    given = Delegation.objects.valid_on(on).filter(unit=unit).select_related("unit", "from_cadre", "to_cadre")
    charges = Supervision.objects.valid_on(on).filter(unit=unit).select_related("unit", "supervisor", "department")
    groups = [
        (POST, list(_from_posts(posts))),
        (GRANT, list(_from_grants(grants.order_by("role", "user__full_name")))),
        (DELEGATION, list(_from_delegations(given))),
        (CHARGE, list(_from_charges(charges))),
    ]
    return [(kind, reasons) for kind, reasons in groups if reasons]


def holders_by_right(unit: Unit, on: date) -> list[tuple[Right, list[Reason]]]:
    """For each right beyond reading: who has it over the unit that day, those of units above too; in four queries."""
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    seats = {seat for _, seat in POST_ROLES}
    posts = Appointment.objects.valid_on(on).filter(unit__path__in=above, position__seat__in=seats).in_posts()
    grants = RoleGrant.objects.valid_on(on).filter(unit__path__in=above).select_related("user", "unit", "granted_by")
    given = Delegation.objects.valid_on(on).filter(unit__path__in=above)
    charges = Supervision.objects.valid_on(on).filter(unit__path__in=above)
    found = [
        *_from_posts(posts.order_by("-unit__depth", "position__rank", "cadre__sort_key")),
        *_from_grants(grants.order_by("-unit__depth", "role", "user__full_name")),
        *_from_delegations(given.select_related("unit", "from_cadre", "to_cadre")),
        *_from_charges(charges.select_related("unit", "supervisor", "department")),
    ]
    held = ((right, [one for one in found if _reaches(one, right, unit)]) for right in Right if right not in ONLY_READS)
    return [(right, holders) for right, holders in held if holders]


def _reaches(reason: Reason, right: Right, unit: Unit) -> bool:
    """Over the reason's own unit any of its rights; over units below only those that reach them."""
    return right in reason.rights and (reason.unit == unit or right in reason.below)


def _below(*roles: Role) -> frozenset[Right]:
    return frozenset(right for role in roles for right, reach in RIGHTS[role].items() if reach != Reach.UNIT)


def _from_posts(posts: Iterable[Appointment]) -> Iterable[Reason]:
    for post in posts:
        key = (Level(post.position.level), Seat(post.position.seat))
        roles = POST_ROLES.get(key, ()) if post.position.level == post.unit.level else ()
        rights = {right: None for role in roles for right in rights_given(role, at_root=post.unit.is_root())}
        yield Reason(
            POST,
            post.cadre.full_name,
            post.position.name,
            post.unit,
            tuple(rights),
            post.valid_from,
            post.valid_to,
            note=", ".join(role.label for role in roles) or "Không kèm quyền đối với người khác",
            url=post.cadre.get_absolute_url(),
            below=_below(*roles),
        )


def _from_grants(grants: Iterable[RoleGrant]) -> Iterable[Reason]:
    for given in grants:
        yield Reason(
            GRANT,
            given.user.full_name,
            given.get_role_display(),
            given.unit,
            tuple(rights_given(Role(given.role), at_root=given.unit.is_root())),
            given.valid_from,
            given.valid_to,
            note=f"{given.granted_by} giao. {given.reason}" if given.granted_by else given.reason,
            url=given.get_absolute_url(),
            below=_below(Role(given.role)),
        )


def _from_delegations(delegations: Iterable[Delegation]) -> Iterable[Reason]:
    for given in delegations:
        document = f", văn bản {given.document_no}" if given.document_no else ""
        yield Reason(
            DELEGATION,
            given.to_cadre.full_name,
            given.get_area_display(),
            given.unit,
            tuple(sorted(DELEGATED[given.area])),
            given.valid_from,
            given.valid_to,
            note=f"Bí thư {given.from_cadre} ủy quyền{document}",
            below=frozenset({Right.EVALUATION_READ}),
        )


def _from_charges(charges: Iterable[Supervision]) -> Iterable[Reason]:
    for charge in charges:
        yield Reason(
            CHARGE,
            str(charge.in_charge),
            Role.SUPERVISOR.label,
            charge.unit,
            tuple(RIGHTS[Role.SUPERVISOR]),
            charge.valid_from,
            charge.valid_to,
            below=_below(Role.SUPERVISOR),
        )
