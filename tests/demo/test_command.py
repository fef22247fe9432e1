import datetime as dt
import random

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from cadres.models import Level, Unit
from demo.growth import grow
from demo.people import staff
from demo.persons import People
from demo.scales import SCALES
from demo.world import World, cycle
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree

TODAY = dt.date(2026, 11, 24)


def test_demo_loads_only_into_a_demo_site(settings):
    settings.IS_DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo")


def test_demo_refuses_data_that_is_there(settings):
    settings.IS_DEMO = True
    tree()

    with pytest.raises(CommandError, match="script/run --reset"):
        call_command("demo")


def test_if_empty_leaves_what_is_there_and_renews_the_password(settings, monkeypatch):
    settings.IS_DEMO = True
    monkeypatch.setenv("DEMO_PASSWORD", "mot-mat-khau-khac")
    tree()
    units, user = Unit.objects.count(), UserFactory(username="canbo")

    call_command("demo", "--if-empty")

    user.refresh_from_db()
    assert user.check_password("mot-mat-khau-khac")
    assert Unit.objects.count() == units


def test_accounts_are_printed(settings, capsys):
    settings.IS_DEMO = True
    UserFactory(username="canbo", full_name="Nguyễn Thị Mai")

    call_command("demo", "--accounts")

    assert capsys.readouterr().out.split()[:4] == ["canbo", "Nguyễn", "Thị", "Mai"]


def posts(seed):
    chosen, rng = SCALES["small"], random.Random(seed)
    world = World(rng, TODAY, chosen, grow(chosen, rng), People(rng, TODAY))
    staff(world)
    return [(p.person, p.node.code, p.position.code, p.valid_from, p.deciding.code, p.username) for p in world.posts]


def test_same_seed_makes_the_same_people():
    assert posts(283) == posts(283)
    assert posts(283) != posts(284)


def test_codes_are_given_once():
    people = People(random.Random(1), TODAY)

    assert len({people.one("branch").code for _ in range(2_000)}) == 2_000


def test_command_loads_a_whole_demo_in_which_nobody_signs_in_without_a_password(settings, monkeypatch, capsys):
    settings.IS_DEMO = True
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    call_command("demo", "--seed", "7", "--today", "2026-01-20")

    assert Unit.objects.get(code="74").path == "0001"
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert "Chưa đặt DEMO_PASSWORD" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("scale", "bases", "branches"),
    [("province", 456, 4_400), ("merged", 3_000, 28_000)],
)
def test_larger_trees_have_their_size(scale, bases, branches):
    made = grow(SCALES[scale], random.Random(283))
    codes = [node.code for node in made.nodes]
    marks = [node.abbreviation for node in made.nodes if node.abbreviation]

    assert abs(sum(1 for _ in made.at(Level.BASE)) / bases - 1) < 0.1
    assert abs(sum(1 for _ in made.at(Level.BRANCH)) / branches - 1) < 0.1
    assert len(codes) == len(set(codes))
    assert len(marks) == len(set(marks))


def test_cycle_spreads_out():
    words = cycle(("a", 3), ("b", 1))

    assert sorted(next(words) for _ in range(8)) == ["a"] * 6 + ["b"] * 2
