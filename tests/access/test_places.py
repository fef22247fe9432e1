"""The pages of units and people, asked for every place round one's own: own, below, above, beside, elsewhere."""

import pytest
from django.urls import reverse

from cadres.models import Level
from tests.access import people
from tests.access import world as worlds
from tests.access.asking import PRIVATE

UNITS = (
    *("province", "department", "district", "base", "sister_base", "branch"),
    *("other_district", "other_base", "other_branch"),
)
CADRES = {
    "province_secretary": "province",
    "department_staff": "department",
    "district_secretary": "district",
    "base_secretary": "base",
    "sister_secretary": "sister_base",
    "branch_secretary": "branch",
    "other_district_secretary": "other_district",
    "other_base_secretary": "other_base",
    "other_branch_secretary": "other_branch",
}
ANCHORS = {
    "cadre": "branch",
    "base secretary": "base",
    "base deputy": "base",
    "district secretary": "district",
    "district deputy": "district",
    "unit admin": "district",
    "party rep": "district",
    "supervisor": "district",
    "dept head": "department",
    "other district secretary": "other_district",
    "moved person": "other_base",
    **dict.fromkeys(("delegate", "former delegate"), "district"),
}
OF_ROSTERS = {"cadres:roster_detail", "cadres:roster_print"}  # a chi đoàn is attested with its base
KINDS = {"unit": "pk", "unit_pk": "unit_pk", "cadre": "pk", "cadre_pk": "cadre_pk"}
PAGES = [(name, row) for name, row in PRIVATE.items() if row.method == "get" and row.thing in KINDS]


def relation(own, other) -> str:
    """How the other unit stands to one's own."""
    if own == other:
        return "own"
    if other.path.startswith(own.path):
        return "descendant"
    if own.path.startswith(other.path):
        return "ancestor"
    return "sibling" if own.parent_path == other.parent_path else "elsewhere"


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return worlds.build(further=True)


def places(world, row):
    """(name, keyword arguments, unit, whether it is about the person) of each unit or cadre of the tree."""
    t, key = world.tree, KINDS[row.thing]
    if row.thing.startswith("unit"):
        for name in UNITS:
            yield name, {key: getattr(t, name).pk}, getattr(t, name), None
    else:
        for name, at in CADRES.items():
            yield name, {key: getattr(t, name).pk}, getattr(t, at), getattr(t, name).user_id


@pytest.mark.parametrize("user", ANCHORS)
def test_pages_of_units_and_people_by_place(user, client, world):
    own, account = getattr(world.tree, ANCHORS[user]), world.users[user]
    client.force_login(account)
    wrong = {}
    for name, row in PAGES:
        is_let_in = not row.rights or worlds.holds_somewhere(world, user, row.rights)
        for place, kwargs, unit, owner in places(world, row):
            is_seen = owner == account.pk or any(worlds.reaches(world, user, r, unit.path) for r in row.reads_by)
            is_seen = is_seen and not (name in OF_ROSTERS and unit.level == Level.BRANCH)
            wanted = row.answers if is_let_in and is_seen else {404} if is_let_in else {403}
            status = client.get(reverse(name, kwargs=kwargs)).status_code
            if status not in wanted:
                wrong[name, place, relation(own, unit)] = (status, sorted(wanted))
    assert wrong == {}


@pytest.mark.parametrize(
    ("user", "covered"),
    [
        ("district secretary", {"own", "descendant", "ancestor", "sibling", "elsewhere"}),
        ("base secretary", {"own", "descendant", "ancestor", "sibling", "elsewhere"}),
    ],
)
def test_every_relation_is_asked(user, covered, world):
    own = getattr(world.tree, ANCHORS[user])

    assert {relation(own, getattr(world.tree, name)) for name in UNITS} == covered


def test_the_matrix_stays_within_its_bound():
    """At most 15,000 requests in all (the time is a limit of script/test)."""
    once, rounds = len(PRIVATE), sum(2 if row.thing else 1 for row in PRIVATE.values())
    full = len(worlds.USERS) + len(people.FURTHER) - len(people.EMPTY_HANDED)
    of_places = sum(len(UNITS) if row.thing.startswith("unit") else len(CADRES) for _, row in PAGES)
    asked = rounds * full + once * (len(people.EMPTY_HANDED) + 2) + of_places * len(ANCHORS)

    assert asked <= 15_000
