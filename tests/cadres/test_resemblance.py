import datetime as dt

import pytest

from cadres.models import Role
from cadres.resemblance import MOST, is_known, lookalikes
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.joining import BORN, registration

OTHER_DAY = dt.date(1988, 8, 8)


@pytest.fixture
def t():
    t = tree()
    t.by = t.base_secretary.user
    return t


@pytest.fixture
def asked(t):
    return registration(t.branch, email="bich@example.org")


def listed(unit, full_name="Lê Thị Ngọc Bích", birth_date=BORN, **more):
    cadre = CadreFactory(full_name=full_name, birth_date=birth_date, **more)
    AppointmentFactory(cadre=cadre, unit=unit, position=position("PBT-CHIDOAN"))
    return cadre


def marks(one):
    names = ("same_name", "near_name", "same_birth_date", "same_phone", "same_email")
    return {name for name in names if getattr(one, name)}


@pytest.mark.parametrize(
    ("cadre", "expected"),
    [
        ({}, {"same_name", "same_birth_date"}),
        ({"full_name": "LE THI NGOC BICH", "birth_date": OTHER_DAY}, {"same_name"}),
        ({"full_name": "Lê Ngọc Bích", "birth_date": OTHER_DAY}, {"near_name"}),
        ({"full_name": "Đỗ Quang Vinh"}, {"same_birth_date"}),
        ({"full_name": "Đỗ Quang Vinh", "birth_date": OTHER_DAY, "phone": "0903777888"}, {"same_phone"}),
        ({"full_name": "Đỗ Quang Vinh", "birth_date": OTHER_DAY, "email": "Bich@Example.org"}, {"same_email"}),
    ],
)
def test_what_matches_is_marked(t, asked, cadre, expected):
    found = listed(t.branch, **cadre)

    (one,) = lookalikes(asked, seen_by=t.by)

    assert (one.cadre, marks(one), one.is_in_reach) == (found, expected, True)


def test_others_are_not_shown(t, asked):
    listed(t.branch, full_name="Đỗ Quang Vinh", birth_date=OTHER_DAY)

    assert lookalikes(asked, seen_by=t.by) == []


def test_the_likeliest_come_first_and_only_a_handful(t, asked):
    by_day = listed(t.branch, full_name="Đỗ Quang Vinh")
    by_phone = listed(t.branch, full_name="Đỗ Quang Thanh", birth_date=OTHER_DAY, phone="0903777888")
    by_both = listed(t.branch)
    assert [one.cadre for one in lookalikes(asked, seen_by=t.by)] == [by_phone, by_both, by_day]

    for n in range(MOST):
        listed(t.branch, full_name=f"Đỗ Quang {n}")
    assert len(lookalikes(asked, seen_by=t.by)) == MOST


def test_of_people_elsewhere_only_a_strong_match_is_shown(t, asked):
    strong = listed(t.other_branch)
    listed(t.other_branch, birth_date=OTHER_DAY)

    assert [(one.cadre, one.is_in_reach) for one in lookalikes(asked, seen_by=t.by)] == [(strong, False)]


def test_the_staff_sees_namesakes_everywhere(t, asked):
    namesake = listed(t.other_branch, birth_date=OTHER_DAY)

    assert [one.cadre for one in lookalikes(asked, seen_by=with_role(Role.ORG_STAFF, t.province))] == [namesake]


def test_what_differs_is_offered_to_take_over(t, asked):
    listed(t.branch, birth_date=None, phone="0911111111")

    (one,) = lookalikes(asked, seen_by=t.by)

    assert one.differs_in == ("birth_date", "phone", "email")


def test_known_is_a_namesake_of_the_same_day_or_the_same_contact(t, asked):
    assert is_known(asked) is False
    listed(t.other_branch, birth_date=OTHER_DAY)
    assert is_known(asked) is False
    listed(t.other_branch)
    assert is_known(asked) is True


def test_comparing_costs_the_same_with_many(t, asked, django_assert_num_queries):
    listed(t.branch)
    list(lookalikes(asked, seen_by=t.by))
    with django_assert_num_queries(4):
        lookalikes(asked, seen_by=t.by)
    for n in range(20):
        listed(t.branch, full_name=f"Lê Thị Ngọc {n}")
    with django_assert_num_queries(4):
        lookalikes(asked, seen_by=t.by)
