"""The table of domain §16, row by row."""

import datetime as dt

import pytest

from cadres.deciding import deciders, deciding_unit
from cadres.models import Appointment, Right
from tests.factories.cadres import holder, tree


def decides_on(cadre):
    found = deciding_unit(Appointment.objects.select_related("unit", "position").get(cadre=cadre))
    return found.unit_id, found.by_minutes


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
def test_deciding_unit_by_post(person, unit):
    province = tree()

    assert decides_on(getattr(province, person)) == (getattr(province, unit).pk, False)


@pytest.mark.parametrize("person", ["province_secretary", "province_deputy"])
def test_root_decides_as_a_body(person):
    province = tree()

    assert decides_on(getattr(province, person)) == (province.province.pk, True)


def test_team_head_is_decided_by_the_district():
    province = tree()

    assert decides_on(holder(province.base, "TPT-DOI")) == (province.district.pk, False)


def test_vacant_seat_is_decided_by_the_unit_above():
    province = tree()
    Appointment.objects.filter(cadre=province.base_secretary).update(valid_to=dt.date(2019, 12, 31))

    assert decides_on(province.branch_secretary) == (province.district.pk, False)


def test_branch_secretary_listed_at_a_base_is_decided_by_that_base():
    province = tree()

    assert decides_on(holder(province.base, "BT-CHIDOAN")) == (province.base.pk, False)


def test_deciders_leave_out_the_person():
    province = tree()

    found = deciders(province.province, Right.PLEDGE_DECIDE, exclude=province.province_secretary)

    assert found == [province.province_deputy.user]
