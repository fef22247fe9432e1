from hypothesis import given, settings
from hypothesis import strategies as st

from cadres.granting_rules import ONLY_AT_ROOT, VOUCHED, may_grant, rights_given, roles_to_give
from cadres.models import GRANTABLE, RIGHTS, Holding, Reach, Right, Role
from cadres.models.rights import WHOLE

PATHS = ["0001", "00010001", "000100010001", "00010002"]


def held(*roles_at: tuple[Role, str]) -> list[Holding]:
    return [
        Holding(right, reach, path)
        for role, path in roles_at
        for right, reach in RIGHTS[role].items()
        if path == "0001" or right not in WHOLE
    ]


def reached(holdings: list[Holding], right: Right) -> set[str]:
    """The units over which the right is held, counted out one by one."""
    return {
        path
        for path in PATHS
        for one in holdings
        if one.right == right and (path == one.path if one.reach == Reach.UNIT else path.startswith(one.path))
    }


giver = st.lists(st.tuples(st.sampled_from(GRANTABLE), st.sampled_from(PATHS)), max_size=4)


@settings(deadline=None)  # the machine may be busy
@given(giver, st.sampled_from(list(Role)), st.sampled_from(PATHS))
def test_nobody_passes_on_what_he_neither_holds_nor_vouches_for(roles, role, path):
    mine = held(*roles)
    if not may_grant(mine, role, path, at_root=path == "0001"):
        return
    assert path in reached(mine, Right.GRANT_MANAGE)
    for right in rights_given(role, at_root=path == "0001"):
        below_mine = {p for p in PATHS for unit in reached(mine, right) if p.startswith(unit)}
        is_covered = reached(held((role, path)), right) <= (
            below_mine if RIGHTS[role][right] == Reach.UNIT else reached(mine, right)
        )
        assert is_covered or path in reached(mine, VOUCHED[right])


@settings(deadline=None)  # the machine may be busy
@given(giver, st.sampled_from(GRANTABLE), st.sampled_from(PATHS))
def test_what_one_was_given_opens_no_role_that_the_giver_could_not_give(roles, role, path):
    """No ladder by way of somebody else."""
    mine = held(*roles)
    if may_grant(mine, role, path, at_root=path == "0001"):
        for below in (p for p in PATHS if p.startswith(path)):
            passed_on = set(roles_to_give(held((role, path)), below, at_root=below == "0001"))
            assert passed_on <= set(roles_to_give(mine, below, at_root=below == "0001"))


def test_a_right_over_one_unit_is_not_passed_on_over_a_subtree():
    """A system administrator who is also head of a department keeps the rights of the unit, and no more."""
    mine = held((Role.SYSADMIN, "0001"), (Role.DEPT_HEAD, "00010001"))
    mine.append(Holding(Right.REPORT_READ, Reach.SUBTREE, "0001"))
    assert Role.SUPERVISOR not in roles_to_give(mine, "00010001", at_root=False)


def test_an_organiser_names_organisers_below_but_no_secretary_and_no_inspector():
    mine = held((Role.UNIT_ADMIN, "00010001"))
    assert set(roles_to_give(mine, "000100010001", at_root=False)) == {
        *(Role.UNIT_ADMIN, Role.DEPUTY_SECRETARY, Role.SUPERVISOR, Role.PROP_STAFF),
    }
    assert roles_to_give(mine, "00010002", at_root=False) == []
    assert roles_to_give(mine, "0001", at_root=True) == []


def test_a_secretary_enters_whom_the_party_committee_names():
    mine = held((Role.UNIT_SECRETARY, "00010001"))
    assert may_grant(mine, Role.PARTY_REP, "00010001", at_root=False)
    assert not may_grant(mine, Role.INSPECTOR, "00010001", at_root=False)
    assert not may_grant(mine, Role.UNIT_ADMIN, "00010001", at_root=False)


def test_provincial_staff_name_inspectors_and_organisers_but_no_system_administrator():
    mine = held((Role.ORG_STAFF, "0001"))
    assert may_grant(mine, Role.INSPECTOR, "0001", at_root=True)
    assert may_grant(mine, Role.UNIT_ADMIN, "00010001", at_root=False)
    assert not may_grant(mine, Role.SYSADMIN, "0001", at_root=True)
    assert not may_grant(mine, Role.UNIT_SECRETARY, "00010001", at_root=False)


def test_a_system_administrator_names_only_his_like():
    assert roles_to_give(held((Role.SYSADMIN, "0001")), "0001", at_root=True) == [Role.SYSADMIN]


def test_roles_over_what_all_share_stand_at_the_root():
    assert {Role.ORG_STAFF, Role.SYSADMIN} == ONLY_AT_ROOT
    mine = held(*((role, "0001") for role in GRANTABLE))
    assert {role for role in GRANTABLE if not may_grant(mine, role, "00010001", at_root=False)} == ONLY_AT_ROOT


def test_being_a_cadre_is_given_by_nobody():
    assert not may_grant(held(*((role, "0001") for role in GRANTABLE)), Role.CADRE, "0001", at_root=True)
