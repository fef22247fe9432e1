"""Scope: who sees which units and people."""

from cadres.models import Cadre, Right, Role, Unit, holds, holds_at
from tests.factories.cadres import RoleGrantFactory, tree, with_role


def names(queryset):
    return set(queryset.values_list("pk", flat=True))


def test_secretary_reads_the_subtree_and_nothing_beside_it():
    t = tree()

    seen = names(Unit.objects.visible_to(t.district_secretary.user))

    assert seen == {t.district.pk, t.base.pk, t.branch.pk}


def test_secretary_decides_at_the_own_unit_only():
    t = tree()
    user = t.district_secretary.user

    assert holds_at(user, Right.PLEDGE_DECIDE, t.district.path)
    assert not holds_at(user, Right.PLEDGE_DECIDE, t.base.path)
    assert not holds_at(user, Right.PLEDGE_DECIDE, t.other_district.path)


def test_cadre_sees_only_himself():
    t = tree()

    assert names(Cadre.objects.visible_to(t.branch_secretary.user)) == {t.branch_secretary.pk}


def test_user_without_any_role_sees_nobody():
    t = tree()
    user = with_role(Role.SYSADMIN, t.province)

    assert names(Cadre.objects.visible_to(user)) == set()
    assert not holds(user, Right.EVALUATION_READ)


def test_search_ignores_accents():
    t = tree()

    found = Unit.objects.matching("doan  phuong an binh")

    assert names(found) == {t.base.pk}


def test_tops_are_the_highest_units_of_a_right():
    t = tree()
    user = with_role(Role.UNIT_ADMIN, t.base)
    with_two = with_role(Role.UNIT_ADMIN, t.other_district, username="hai")
    RoleGrantFactory(user=with_two, role=Role.UNIT_ADMIN, unit=t.other_base)
    RoleGrantFactory(user=with_two, role=Role.UNIT_ADMIN, unit=t.branch)

    assert names(Unit.objects.tops_of(user, Right.UNIT_READ)) == {t.base.pk}
    assert names(Unit.objects.tops_of(with_two, Right.UNIT_READ)) == {t.other_district.pk, t.branch.pk}
    assert names(Unit.objects.tops_of(user, Right.PERIOD_MANAGE)) == set()
