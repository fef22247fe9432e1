"""Two transfers of one person at once: one is done, the other is told."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres import posting
from cadres.models import Appointment, Role
from cadres.posting import PostDraft, PostRefused
from tests.factories.cadres import position, tree, with_role

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    def one(verb):
        try:
            verb()
            return "done"
        except StaleDocument:
            return "stale"
        except PostRefused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return sorted(pool.map(one, verbs))


@pytest.fixture
def t():
    t = tree()
    t.staff = with_role(Role.ORG_STAFF, t.province)
    t.post = Appointment.objects.in_posts().get(cadre=t.base_deputy)
    t.deputy = PostDraft(position=position("PBT-COSO"), valid_from=timezone.localdate())
    t.teacher = PostDraft(position=position("TPT-DOI"), valid_from=timezone.localdate())
    return t


def test_two_transfers_at_once_leave_one(t):
    def to(unit, draft):
        return lambda: posting.transfer(t.post, unit, draft, by=t.staff, version=0)

    answers = at_once(
        to(t.other_base, t.deputy), to(t.base, t.teacher), to(t.other_base, t.teacher), to(t.other_base, t.deputy)
    )

    assert answers == ["done", "stale", "stale", "stale"]
    assert Appointment.objects.valid_on(timezone.localdate()).filter(cadre=t.base_deputy).count() == 1
    assert AuditEvent.objects.filter(verb="appointment.transferred").count() == 1


def test_two_main_posts_at_once_leave_one(t):
    t.base_deputy.appointments.all().delete()

    def to(unit):
        return lambda: posting.appoint(t.base_deputy, unit, t.deputy, by=t.staff)

    assert at_once(to(t.base), to(t.other_base), to(t.base)) == ["done", "refused", "refused"]


def test_a_proposal_is_decided_once(t):
    admin = with_role(Role.UNIT_ADMIN, t.district)
    proposal = posting.propose(t.post, t.other_base, t.deputy, by=admin, version=0)

    answers = at_once(
        lambda: posting.accept(proposal, by=t.other_base_secretary.user, version=0),
        lambda: posting.refuse(proposal, by=t.staff, version=0, reason="Chưa có chỗ"),
        lambda: posting.withdraw(proposal, by=admin, version=0),
    )

    assert answers == ["done", "stale", "stale"]
