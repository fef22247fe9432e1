"""Two mergers that share a unit, confirmed at the same moment: one is carried out, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cadres import reorganising
from cadres.models import Role, Unit, UnitPlacement, UnitSuccession, UnitType
from cadres.reorganising import changes
from cadres.reorganising.changes import Founding
from tests.factories.cadres import tree, unit, with_role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def t():
    made = tree()
    made.sisters = [unit(f"Đoàn xã {n}", UnitType.BASE, made.district, f"8{n:02}") for n in range(4)]
    made.keeper = with_role(Role.ORG_STAFF, made.province)
    return made


def drafted(t, number, shared):
    units = [shared.pk, t.sisters[number].pk]
    change = changes.merge(
        timezone.localdate(), units, Founding(f"90{number}", f"Đoàn xã Mới {number}", "base", t.district.pk), ""
    )
    return reorganising.draft(change, title=f"Sáp nhập {number}", legal_basis="", by=t.keeper)


def answers(t, drafts):
    """The status of each confirmation, all sent at once."""
    together = Barrier(len(drafts))

    def one(made):
        client = Client()
        client.force_login(t.keeper)
        url = reverse("cadres:reorganisation_confirm", args=[made.pk])
        together.wait()
        try:
            return client.post(url, {"version": 0}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as pool:
        return sorted(pool.map(one, drafts))


def test_of_mergers_that_share_a_unit_one_wins(t):
    drafts = [drafted(t, number, t.base) for number in range(4)]

    assert answers(t, drafts) == [302, 409, 409, 409]

    assert UnitSuccession.objects.filter(old_unit=t.base).count() == 1
    assert Unit.objects.filter(code__startswith="90").count() == 1
    assert UnitPlacement.objects.filter(unit=t.base, valid_to=None).count() == 0
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_one_change_confirmed_in_two_windows_is_done_once(t):
    made = drafted(t, 0, t.base)

    assert answers(t, [made, made]) == [302, 409]

    assert UnitSuccession.objects.count() == 2


def test_founding_under_a_unit_that_moves_keeps_the_tree_whole(t):
    move = changes.move(timezone.localdate(), t.base.pk, t.other_district.pk, "")
    made = reorganising.draft(move, title="Chuyển", legal_basis="", by=t.keeper)
    together = Barrier(2)

    def found():
        together.wait()
        try:
            unit("Chi đoàn Mới", UnitType.BRANCH, t.base, "MOI")
        finally:
            connection.close()

    def moved():
        together.wait()
        try:
            reorganising.confirm(made, by=t.keeper, version=0)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(found), pool.submit(moved)]:
            done.result()

    t.base.refresh_from_db()
    assert Unit.objects.get(code="MOI").parent_path == t.base.path
    assert Unit.objects.find_problems() == ([], [], [], [], [])
