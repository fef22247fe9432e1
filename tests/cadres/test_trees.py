import datetime as dt

import pytest
from django.utils import timezone

from cadres import reorganising, tree_rules, trees
from cadres.models import Unit, UnitType
from cadres.reorganising import changes
from cadres.reorganising.changes import Founding
from tests.factories.cadres import FIRST_DAY, tree, unit


@pytest.fixture
def t():
    made = tree()
    made.today = timezone.localdate()
    made.yesterday = made.today - dt.timedelta(days=1)
    return made


def carried_out(change):
    made = reorganising.draft(change, title="x", legal_basis="", by=None)
    return reorganising.confirm(made, by=None, version=0)


def drawn(nodes):
    return {node.name: drawn(node.children) for node in nodes}


def test_the_tree_of_a_day_has_the_names_and_places_of_that_day(t, django_assert_num_queries):
    before = drawn(trees.tree_on(t.yesterday))
    carried_out(changes.move(t.today, t.base.pk, t.other_district.pk, ""))
    carried_out(changes.rename(t.today, t.other_base.pk, name="Đoàn xã Khác", type="base", short_name="", basis=""))

    with django_assert_num_queries(1):
        assert drawn(trees.tree_on(t.yesterday)) == before
    (root,) = trees.tree_on(t.today)
    assert drawn(root.children)["Huyện đoàn Phú Giáo"] == {
        "Đoàn phường An Bình": {"Chi đoàn khu phố 1": {}},
        "Đoàn xã Khác": {"Chi đoàn khu phố 1": {}},
    }
    assert trees.tree_on(FIRST_DAY - dt.timedelta(days=1)) == []


def test_what_waits_under_a_unit_that_split_still_stands(t):
    parts = [Founding(code, name, "base", t.district.pk) for code, name in (("1", "Một"), ("2", "Hai"))]
    carried_out(changes.split(t.today, t.base.pk, parts, ""))

    (root,) = trees.tree_on(t.today)

    over = [node for node in root.below() if node.is_over]
    assert [(node.unit_id, [child.unit_id for child in node.children]) for node in over] == [(t.base.pk, [t.branch.pk])]
    assert root.size == Unit.objects.valid_on(t.today).count() - 1 + 1


def test_paths_of_a_day_put_what_ended_under_its_heir(t):
    sister = unit("Đoàn phường Tân Bình", UnitType.BASE, t.district, "72402")
    now = trees.lines_on(t.yesterday)
    carried_out(changes.merge(t.today, [sister.pk], t.base.pk, ""))

    then = {pk: path for pk, path, _, _ in trees.lines_on(t.yesterday)}
    today = {pk: path for pk, path, _, _ in trees.lines_on(t.today)}
    assert then == {pk: path for pk, path, _, _ in now}
    assert today[sister.pk].startswith(today[t.base.pk])
    tomorrow = {pk: path for pk, path, _, _ in trees.lines_on(t.today + dt.timedelta(days=400))}
    assert tomorrow == dict(Unit.objects.values_list("pk", "path"))


def test_units_founded_later_are_only_there_when_asked_for(t):
    late = unit("Đoàn xã Mới", UnitType.BASE, t.district, "72409")
    late.placements.update(valid_from=t.today)
    Unit.objects.filter(pk=late.pk).update(valid_from=t.today)

    assert late.pk not in {line[0] for line in trees.lines_on(t.yesterday)}
    lines = {pk: path for pk, path, _, _ in trees.lines_on(t.yesterday, also=[late.pk])}
    assert lines[late.pk].startswith(lines[t.district.pk])


@pytest.mark.parametrize(
    ("kind", "parent", "may"),
    [
        ("base", "province", True),
        ("base", "district", True),
        ("branch", "base", True),
        ("branch", "province", False),
        ("branch", "district", False),
        ("district", "district", False),
        ("province", "province", False),
        ("branch", "affiliated_armed", True),
    ],
)
def test_which_unit_may_stand_under_which(kind, parent, may):
    assert tree_rules.may_stand(kind, parent) is may


def test_a_unit_goes_on_within_its_level_only():
    assert tree_rules.may_succeed("base", "base_branch")
    assert not tree_rules.may_succeed("base", "branch")


@pytest.mark.parametrize(
    ("held", "inside", "below", "may"),
    [
        (["0001"], ["0001"], [], True),
        (["0001"], [], ["0001"], False),
        (["0001"], ["00010002"], ["00010002"], True),
        (["00010001"], ["00010002"], [], False),
        ([], ["0001"], [], False),
    ],
)
def test_only_units_below_the_own_may_be_ended_or_moved(held, inside, below, may):
    assert tree_rules.may_change_units(held, inside=inside, below=below) is may


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        (["00010002", "00010003"], "0001"),
        (["00010002", "000100020001"], "00010002"),
        (["0001"], "0001"),
        ([], ""),
    ],
)
def test_the_lowest_unit_over_all(paths, common):
    assert tree_rules.common_path(paths, 4) == common
