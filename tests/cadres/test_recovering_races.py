"""Several people at once: one request is taken, one decision holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres import recovering
from cadres.models import FactorReset, Role
from tests.factories.cadres import tree, with_role
from tests.factories.totp import totp_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def t():
    t = tree()
    t.lost, t.above = t.district_secretary.user, t.province_secretary.user
    totp_of(t.lost)
    t.keepers = [with_role(Role.SYSADMIN, t.province, username=f"quantri{n}") for n in range(4)]
    return t


def at_once(verb):
    def one(number):
        try:
            verb(number)
            return "done"
        except StaleDocument:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(one, range(4)))


def test_one_of_many_requests_is_taken(t):
    asked = at_once(lambda _: recovering.ask(t.lost, by=t.above, reason="Mất máy"))
    assert asked == ["done", "stale", "stale", "stale"]
    assert FactorReset.objects.count() == 1


def test_one_of_many_decisions_holds(t):
    reset = recovering.ask(t.lost, by=t.above, reason="Mất máy")

    def decide(number):
        if number % 2:
            recovering.confirm(reset, by=t.keepers[number])
        else:
            recovering.refuse(reset, by=t.keepers[number], answer="Không gặp")

    assert at_once(decide) == ["done", "stale", "stale", "stale"]
    assert AuditEvent.objects.filter(verb__in=["factor.reset_confirmed", "factor.reset_refused"]).count() == 1
