"""A province with one of every document in a district and its twin in another, and somebody of every role."""

from types import SimpleNamespace

from accounts.models import User
from cadres.models import RIGHTS, Right, Role, Supervision
from cadres.models.rights import Reach
from tests.access import people, things
from tests.factories.cadres import FIRST_DAY, tree, with_role

USERS = [
    *("cadre", "other cadre", "base secretary", "base deputy", "district secretary", "district deputy"),
    *("other district secretary", "province secretary", "dept head", "unit admin", "party rep", "inspector"),
    *("org staff", "prop staff", "sysadmin", "supervisor", "stranger"),
]


def build(*, further: bool = False) -> SimpleNamespace:
    """`users` by name, `reach` (user name → list of (role, path)), `delegated` and `things` by name.

    With `further`, also the people of tests/access/people.py and a base beside the one of the matrix.
    """
    t = tree()
    users: dict[str, User] = {
        "cadre": t.branch_secretary.user,
        "other cadre": t.other_branch_secretary.user,
        "base secretary": t.base_secretary.user,
        "base deputy": t.base_deputy.user,
        "district secretary": t.district_secretary.user,
        "district deputy": t.district_deputy.user,
        "other district secretary": t.other_district_secretary.user,
        "province secretary": t.province_secretary.user,
        "dept head": t.department_head.user,
        "unit admin": with_role(Role.UNIT_ADMIN, t.district),
        "party rep": with_role(Role.PARTY_REP, t.district),
        "inspector": with_role(Role.INSPECTOR, t.province),
        "org staff": with_role(Role.ORG_STAFF, t.province),
        "prop staff": with_role(Role.PROP_STAFF, t.province),
        "sysadmin": with_role(Role.SYSADMIN, t.province),
        "supervisor": t.department_staff.user,
        "stranger": with_role(Role.UNIT_ADMIN, t.other_branch, username="la"),
    }
    Supervision.objects.create(supervisor=t.department_staff, unit=t.district, valid_from=FIRST_DAY)
    world = SimpleNamespace(tree=t, users=users, reach=_reach(t), delegated={})
    if further:
        people.add(world)
    world.things = things.build(world)
    return world


def _reach(t: SimpleNamespace) -> dict[str, list[tuple[Role, str]]]:
    """Which role each user has at which path, written out by hand: the oracle for what queries should find."""
    return {
        "cadre": [],
        "other cadre": [],
        "base secretary": [(Role.UNIT_SECRETARY, t.base.path), (Role.UNIT_ADMIN, t.base.path)],
        "base deputy": [(Role.DEPUTY_SECRETARY, t.base.path)],
        "district secretary": [(Role.UNIT_SECRETARY, t.district.path)],
        "district deputy": [(Role.DEPUTY_SECRETARY, t.district.path)],
        "other district secretary": [(Role.UNIT_SECRETARY, t.other_district.path)],
        "province secretary": [(Role.UNIT_SECRETARY, t.province.path)],
        "dept head": [(Role.DEPT_HEAD, t.department.path)],
        "unit admin": [(Role.UNIT_ADMIN, t.district.path)],
        "party rep": [(Role.PARTY_REP, t.district.path)],
        "inspector": [(Role.INSPECTOR, t.province.path)],
        "org staff": [(Role.ORG_STAFF, t.province.path)],
        "prop staff": [(Role.PROP_STAFF, t.province.path)],
        "sysadmin": [(Role.SYSADMIN, t.province.path)],
        "supervisor": [(Role.SUPERVISOR, t.district.path)],
        "stranger": [(Role.UNIT_ADMIN, t.other_branch.path)],
    }


def holds_somewhere(world: SimpleNamespace, name: str, rights: tuple[Right, ...]) -> bool:
    """Does the table give the user any of these rights anywhere?"""
    roles = {role for role, _ in world.reach[name]}
    if hasattr(world.users[name], "cadre"):
        roles.add(Role.CADRE)
    delegated, _ = world.delegated.get(name, ((), ""))
    return any(right in RIGHTS[role] for role in roles for right in rights) or any(r in delegated for r in rights)


def reaches(world: SimpleNamespace, name: str, right: Right, path: str) -> bool:
    """Does the table give the user this right over the unit at this path?"""
    delegated, place = world.delegated.get(name, ((), ""))
    if right in delegated and path.startswith(place) and (path == place or right == Right.EVALUATION_READ):
        return True
    for role, at in world.reach[name]:
        reach = RIGHTS[role].get(right)
        if reach == Reach.UNIT and path == at:
            return True
        if reach in {Reach.SUBTREE, Reach.ASSIGNED} and path.startswith(at):
            return True
    return False
