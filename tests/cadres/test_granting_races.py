"""Two people at once, on real threads: a role is given once, and the last keepers cannot unseat each other."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts.documents import StaleDocument
from cadres import granting
from cadres.models import Role, RoleGrant
from tests.factories.accounts import UserFactory
from tests.factories.cadres import tree, with_role

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """What came of each, begun at the same moment."""
    outcomes, start = [], Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
            outcomes.append("done")
        except (StaleDocument, ValidationError, PermissionDenied):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_two_who_give_the_same_role_give_it_once():
    t, person = tree(), UserFactory()
    givers = [t.district_secretary.user, with_role(Role.ORG_STAFF, t.province)]

    def give(by):
        return lambda: granting.grant(person, Role.PARTY_REP, t.district, by=by, reason="Công văn 5")

    assert at_once(*map(give, givers)) == ["done", "refused"]
    assert RoleGrant.objects.filter(user=person).count() == 1


def test_two_who_take_the_same_role_back_take_it_once():
    t = tree()
    given = with_role(Role.PARTY_REP, t.district, username="capuy").grants.get()
    takers = [t.district_secretary.user, with_role(Role.ORG_STAFF, t.province)]

    def take(by):
        return lambda: granting.revoke(given, by=by, reason="Thôi nhiệm vụ")

    assert at_once(*map(take, takers)) == ["done", "refused"]


def test_the_last_two_keepers_cannot_take_the_role_from_each_other():
    t = tree()
    one, two = (with_role(Role.SYSADMIN, t.province, username=name) for name in ("mot", "hai"))

    def take(by, other):
        return lambda: granting.revoke(other.grants.get(), by=by, reason="Thôi việc")

    assert at_once(take(one, two), take(two, one)) == ["done", "refused"]
    assert RoleGrant.objects.valid_on(timezone.localdate()).filter(role=Role.SYSADMIN, unit=t.province).count() == 1
