"""What the table of domain §16 is fed with: posts, grants, delegations, leave."""

import datetime as dt

import pytest
from django.utils import timezone

from cadres.deciding import deciders, deciding_unit, deciding_units, leaders_of, recorders, secretary_of, superior_units
from cadres.models import Appointment, Delegation, Right, Role
from cadres.rules import DecidingUnit
from tests.factories.cadres import (
    DelegationFactory,
    ExemptionFactory,
    RoleGrantFactory,
    holder,
    tree,
    with_role,
)

PLEDGE, VISIT, EVALUATION = Right.PLEDGE_DECIDE, Right.VISIT_DECIDE, Right.EVALUATION_UNION


@pytest.fixture
def t():
    return tree()


def route(cadre, right=PLEDGE):
    return deciding_unit(Appointment.objects.select_related("unit", "position").get(cadre=cadre), right)


def decides_on(cadre, right=PLEDGE):
    found = route(cadre, right)
    return found.unit_id, found.by_minutes


def ends(cadre):
    Appointment.objects.filter(cadre=cadre).update(valid_to=dt.date(2019, 12, 31))


@pytest.mark.parametrize("right", [PLEDGE, VISIT])
@pytest.mark.parametrize(
    ("person", "unit"),
    [
        ("branch_secretary", "base"),
        ("base_secretary", "district"),
        ("base_deputy", "district"),
        ("district_secretary", "province"),
        ("district_deputy", "province"),
        ("district_staff", "district"),
        ("department_staff", "department"),
        ("department_head", "province"),
    ],
)
def test_deciding_unit_by_post(t, person, unit, right):
    assert decides_on(getattr(t, person), right) == (getattr(t, unit).pk, False)


def test_departments_do_not_evaluate(t):
    assert route(t.department_staff, EVALUATION) == DecidingUnit(t.province.pk)


@pytest.mark.parametrize("person", ["province_secretary", "province_deputy"])
def test_root_decides_as_a_body(t, person):
    assert decides_on(getattr(t, person)) == (t.province.pk, True)


def test_team_head_is_decided_by_the_district(t):
    assert decides_on(holder(t.base, "TPT-DOI")) == (t.district.pk, False)


def test_branch_secretary_listed_at_a_base_is_decided_by_that_base(t):
    assert decides_on(holder(t.base, "BT-CHIDOAN")) == (t.base.pk, False)


def test_vacant_seat_is_decided_by_the_unit_above_in_its_place(t):
    ends(t.base_secretary)
    assert route(t.branch_secretary) == DecidingUnit(t.district.pk, in_place_of=t.base.pk, stand_in=t.province.pk)


@pytest.mark.parametrize(
    "kind, in_office", [("maternity", False), ("illness", False), ("study", False), ("other", True)]
)
def test_leave_empties_the_seat(t, kind, in_office):
    ExemptionFactory(cadre=t.base_secretary, kind=kind)
    assert route(t.branch_secretary).unit_id == (t.base if in_office else t.district).pk


def test_leave_that_is_over_leaves_the_seat_as_it_was(t):
    ExemptionFactory(cadre=t.base_secretary, valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert decides_on(t.branch_secretary) == (t.base.pk, False)


@pytest.mark.parametrize(
    "area, pledge, visit, evaluation",
    [
        ("all", "base", "base", "base"),
        ("pledge", "base", "district", "district"),
        ("visit", "district", "base", "district"),
        ("evaluation", "district", "district", "base"),
    ],
)
@pytest.mark.parametrize("why", ["absent", "vacant"])
def test_acting_deputy_decides_within_the_area_of_the_delegation(t, area, pledge, visit, evaluation, why):
    DelegationFactory(unit=t.base, from_cadre=t.base_secretary, to_cadre=t.base_deputy, area=area)
    ExemptionFactory(cadre=t.base_secretary) if why == "absent" else ends(t.base_secretary)
    found = [decides_on(t.branch_secretary, right)[0] for right in (PLEDGE, VISIT, EVALUATION)]
    assert found == [getattr(t, unit).pk for unit in (pledge, visit, evaluation)]


def test_an_absent_delegate_and_an_old_delegation_do_not_count(t):
    ExemptionFactory(cadre=t.base_secretary)
    given = DelegationFactory(unit=t.base, from_cadre=t.base_secretary, to_cadre=t.base_deputy)
    leave = ExemptionFactory(cadre=t.base_deputy)
    assert route(t.branch_secretary).unit_id == t.district.pk
    leave.delete()
    assert route(t.branch_secretary).unit_id == t.base.pk
    Delegation.objects.filter(pk=given.pk).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert route(t.branch_secretary).unit_id == t.district.pk


def test_delegation_to_the_person_himself_leads_one_higher(t):
    ExemptionFactory(cadre=t.district_secretary)
    DelegationFactory(unit=t.district, from_cadre=t.district_secretary, to_cadre=t.district_staff)
    assert decides_on(t.district_staff) == (t.province.pk, False)


@pytest.mark.parametrize(
    "role, occupied", [(Role.UNIT_SECRETARY, True), (Role.DEPT_HEAD, True), (Role.UNIT_ADMIN, False)]
)
def test_deciding_grants_occupy_a_seat(t, role, occupied):
    ends(t.base_secretary)
    with_role(role, t.base)
    assert route(t.branch_secretary).unit_id == (t.base if occupied else t.district).pk


def test_ended_grants_and_disabled_accounts_do_not(t):
    ends(t.base_secretary)
    RoleGrantFactory(role=Role.UNIT_SECRETARY, unit=t.base, valid_to=dt.date(2020, 1, 1))
    RoleGrantFactory(role=Role.UNIT_SECRETARY, unit=t.base, user__is_active=False)
    assert route(t.branch_secretary).unit_id == t.district.pk


def test_head_of_a_department_is_not_decided_by_his_own_deputy(t):
    RoleGrantFactory(role=Role.DEPT_HEAD, unit=t.department, user=t.department_staff.user)
    assert decides_on(t.department_head) == (t.province.pk, False)


def test_everybody_absent_up_to_the_root(t):
    for person in (t.base_secretary, t.district_secretary, t.province_secretary, t.province_deputy):
        ExemptionFactory(cadre=person)
    assert route(t.branch_secretary) == DecidingUnit(t.province.pk, by_minutes=True, in_place_of=t.base.pk)
    assert route(t.district_secretary) == DecidingUnit(t.province.pk, by_minutes=True)


def test_programmes_go_above_and_past_an_absent_superior(t):
    assert superior_units([t.base], Right.PROGRAMME_DECIDE)[t.base.pk].unit_id == t.district.pk
    ExemptionFactory(cadre=t.district_secretary)
    found = superior_units([t.base], Right.PROGRAMME_DECIDE)[t.base.pk]
    assert found == DecidingUnit(t.province.pk, in_place_of=t.district.pk)


def test_number_of_queries_does_not_grow_with_the_number_of_people(t, django_assert_num_queries):
    posts = list(Appointment.objects.in_posts())
    assert len(posts) > 10
    with django_assert_num_queries(4):
        deciding_units(posts, PLEDGE)


def test_deciders_leave_out_the_person_and_those_on_leave(t):
    assert deciders(t.province, PLEDGE, exclude=t.province_secretary) == [t.province_deputy.user]
    ExemptionFactory(cadre=t.province_secretary)
    assert deciders(t.province, PLEDGE) == [t.province_deputy.user]
    assert deciders(t.province, PLEDGE, absent_too=True) == [t.province_secretary.user, t.province_deputy.user]


def test_whose_place_it_is(t):
    ExemptionFactory(cadre=t.base_secretary)
    assert secretary_of(t.base, PLEDGE) == t.base_secretary.user
    assert leaders_of([t.base.pk, t.department.pk]) == {
        t.base.pk: t.base_secretary,
        t.department.pk: t.department_head,
    }
    ends(t.base_secretary)
    assert secretary_of(t.base, PLEDGE) is None


def test_recorders_hold_the_right_today(t):
    staff = with_role(Role.ORG_STAFF, t.province)
    RoleGrantFactory(role=Role.ORG_STAFF, unit=t.province, valid_to=dt.date(2020, 1, 1))
    assert recorders(t.province, Right.PLEDGE_RECORD, exclude=t.province_secretary) == [staff]
