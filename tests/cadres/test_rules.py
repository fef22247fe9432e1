"""Who decides on whom (domain §16): the ladder, case by case, without a database."""

import datetime as dt

import pytest

from cadres.models import Category, Unit, UnitType
from cadres.rules import DecidingUnit, Rung, deciding_rung, looks_first, stand_in_from, superior_rung

ME, BASE_SEC, DIST_SEC, DIST_DEP, PROV_SEC, PROV_DEP, HEAD, OUTSIDER = 1, 20, 30, 31, 40, 41, 50, None
BRANCH, BASE, DISTRICT, PROVINCE, DEPARTMENT = 1000, 2000, 3000, 4000, 5000
STAFF, LEADER, TEAM_HEAD = (False, Category.DIST_STAFF), (True, Category.BASE_LEADER), (False, Category.TEAM_HEAD)


def ladder(*rungs):
    """(unit, deciders…) from the own unit to the root; a chi đoàn has no seat."""
    return [Rung(unit, frozenset(deciders), has_seat=unit != BRANCH) for unit, *deciders in rungs]


FULL = [(BRANCH,), (BASE, BASE_SEC), (DISTRICT, DIST_SEC), (PROVINCE, PROV_SEC, PROV_DEP)]
VACANT_BASE = [(BRANCH,), (BASE,), (DISTRICT, DIST_SEC), (PROVINCE, PROV_SEC)]
UP_TO_ROOT = [(BRANCH,), (BASE,), (DISTRICT,), (PROVINCE, PROV_SEC)]
NOBODY = [(BRANCH,), (BASE,), (DISTRICT,), (PROVINCE,)]


@pytest.mark.parametrize(
    "person, rungs, unit, by_minutes, in_place_of, stand_in",
    [
        # the table, everybody in office
        pytest.param(LEADER, FULL, BASE, False, None, DISTRICT, id="chi đoàn secretary or deputy: the base"),
        pytest.param(LEADER, FULL[1:], DISTRICT, False, None, PROVINCE, id="base secretary or deputy: the district"),
        pytest.param(TEAM_HEAD, FULL[1:], DISTRICT, False, None, PROVINCE, id="Tổng phụ trách: the district"),
        pytest.param(LEADER, FULL[2:], PROVINCE, False, None, None, id="district secretary or deputy: the province"),
        pytest.param(STAFF, FULL[2:], DISTRICT, False, None, PROVINCE, id="district staff: own secretary"),
        pytest.param(
            STAFF,
            [(DEPARTMENT, HEAD), (PROVINCE, PROV_SEC)],
            *(DEPARTMENT, False, None, PROVINCE),
            id="provincial staff: head of department first",
        ),
        pytest.param(
            LEADER, [(DEPARTMENT, HEAD), (PROVINCE, PROV_SEC)], PROVINCE, False, None, None, id="what he passed on"
        ),
        pytest.param(
            LEADER, [(DEPARTMENT, ME), (PROVINCE, PROV_SEC)], PROVINCE, False, None, None, id="head: Thường trực"
        ),
        pytest.param(LEADER, [(PROVINCE, ME, PROV_DEP)], PROVINCE, True, None, None, id="Thường trực: the body"),
        pytest.param(STAFF, [(PROVINCE, PROV_SEC)], PROVINCE, False, None, None, id="staff of the root itself"),
        # vacant and absent: an absent secretary without a delegate leaves the rung empty all the same
        pytest.param(LEADER, VACANT_BASE, DISTRICT, False, BASE, PROVINCE, id="vacant base: district in its place"),
        pytest.param(LEADER, UP_TO_ROOT, PROVINCE, False, BASE, None, id="vacant up to the root"),
        pytest.param(LEADER, NOBODY, PROVINCE, True, BASE, None, id="everybody absent: the body, in the base's place"),
        pytest.param(STAFF, NOBODY[2:], PROVINCE, True, DISTRICT, None, id="staff of a vacant district, root empty"),
        pytest.param(LEADER, NOBODY[2:], PROVINCE, True, None, None, id="district secretary, root empty"),
        pytest.param(
            LEADER,
            [(BRANCH,), (BASE, BASE_SEC), (DISTRICT,), (PROVINCE, PROV_SEC)],
            *(BASE, False, None, PROVINCE),
            id="a vacant district cannot step in, the province can",
        ),
        # acting deputies, grants
        pytest.param(
            STAFF, [(DISTRICT, DIST_DEP), (PROVINCE, PROV_SEC)], DISTRICT, False, None, PROVINCE, id="acting deputy"
        ),
        pytest.param(
            LEADER, [(BASE,), (DISTRICT, OUTSIDER), (PROVINCE,)], DISTRICT, False, None, None, id="grant, no cadre"
        ),
        # the person himself never decides
        pytest.param(
            STAFF, [(DISTRICT, ME), (PROVINCE, PROV_SEC)], PROVINCE, False, None, None, id="own delegate: one higher"
        ),
        pytest.param(
            STAFF, [(DISTRICT, ME, DIST_SEC), (PROVINCE, PROV_SEC)], DISTRICT, False, None, PROVINCE, id="not alone"
        ),
        pytest.param(
            LEADER,
            [(BASE, BASE_SEC), (DISTRICT, ME), (PROVINCE, PROV_SEC)],
            *(PROVINCE, False, None, None),
            id="several posts: also decides one higher",
        ),
        pytest.param(
            LEADER,
            [(BASE, BASE_SEC), (DISTRICT, DIST_SEC), (PROVINCE, ME)],
            *(DISTRICT, False, None, None),
            id="several posts: nobody steps in but himself",
        ),
    ],
)
def test_table_of_deciders(person, rungs, unit, by_minutes, in_place_of, stand_in):
    leads, category = person
    found = deciding_rung(cadre_id=ME, leads_own_unit=leads, category=category, ladder=ladder(*rungs))
    assert found == DecidingUnit(unit, by_minutes, in_place_of, stand_in)


@pytest.mark.parametrize(
    "rungs, expected",
    [
        pytest.param(FULL[1:], DecidingUnit(DISTRICT, stand_in=PROVINCE), id="the unit above"),
        pytest.param(UP_TO_ROOT[1:], DecidingUnit(PROVINCE, in_place_of=DISTRICT), id="superior vacant or absent"),
        pytest.param(
            [(BASE, ME), (DISTRICT, ME), (PROVINCE, PROV_SEC)], DecidingUnit(PROVINCE), id="leads both: one higher"
        ),
        pytest.param([(PROVINCE, PROV_SEC)], DecidingUnit(PROVINCE), id="the root itself"),
        pytest.param(NOBODY[2:], DecidingUnit(PROVINCE, by_minutes=True), id="nobody anywhere"),
    ],
)
def test_programmes_are_decided_above_the_sender(rungs, expected):
    assert superior_rung(ladder(*rungs)) == expected


@pytest.mark.parametrize(
    "since, holidays, first_day",
    [
        ("2026-03-02", [], "2026-03-17"),  # Monday + 10 working days = Monday 16
        ("2026-03-02", ["2026-03-16"], "2026-03-18"),
        ("2026-02-27", [], "2026-03-14"),  # due on a Friday: open from Saturday on
    ],
)
def test_stand_in_begins_after_two_missed_terms(since, holidays, first_day):
    days = [dt.date.fromisoformat(day) for day in holidays]
    assert stand_in_from(dt.date.fromisoformat(since), 5, days) == dt.date.fromisoformat(first_day)


@pytest.mark.parametrize(
    "type, path, first",
    [
        (UnitType.DEPARTMENT, "00010001", True),
        (UnitType.SERVICE_UNIT, "00010001", True),
        (UnitType.DISTRICT, "00010001", False),
        (UnitType.PROVINCE, "0001", False),
    ],
)
def test_departments_and_service_units_look_first(type, path, first):
    assert looks_first(Unit(type=type, path=path, depth=len(path) // 4)) is first
