"""The inbox with real threads: two approvers, one against many, a run against undo, sending against deciding."""

from collections import Counter
from contextlib import suppress

import pytest
from django.db import connection
from django.urls import reverse

from accounts import running
from accounts.documents import StaleDocument
from accounts.models import AuditEvent, Run
from config.inbox_bulk import Asked, Named, start
from criteria import pledging
from criteria.inbox_kinds import PLEDGES
from tests.criteria.test_amending import proposed
from tests.factories.cadres import AppointmentFactory, holder, position, tree
from tests.factories.criteria import PledgeFactory
from tests.factories.fieldvisits import visiting_period
from tests.security.test_races import at_once, posted, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def t():
    found = tree()
    found.period = visiting_period()
    return found


def second_secretary(t):
    """Decides at the district, too."""
    cadre = holder(t.district, "CB-HUYEN")
    AppointmentFactory(cadre=cadre, unit=t.district, position=position("BT-HUYEN"), is_main=False)
    return cadre.user


def pledges(t, many):
    fields = {"period": t.period, "state": "submitted", "deciding_unit": t.district}
    return [PledgeFactory(cadre=holder(t.district, "CB-HUYEN"), **fields) for _ in range(many)]


def named(documents):
    return [Named(PLEDGES, one.pk, one.version) for one in documents]


def decisions(document):
    verbs = ["pledge.approved", "pledge.returned"]
    return AuditEvent.objects.filter(target_id=str(document.pk), verb__in=verbs).count()


def test_of_two_approvers_one_wins_and_the_other_gets_the_409_page(t):
    (one,) = pledges(t, 1)
    clients = [signed_in(user) for user in [t.district_secretary.user, second_secretary(t)] * 2]
    url = reverse("portal:inbox_decide", args=["dang-ky", one.pk])
    assert Counter(posted(clients, url, {"version": 1, "act": "approve"})) == {302: 1, 409: 3}
    assert decisions(one) == 1


def test_of_two_deciders_on_an_amendment_one_wins(t):
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period, state="approved", deciding_unit=t.district)
    amendment = proposed(t, pledge)
    clients = [signed_in(user) for user in [t.district_secretary.user, second_secretary(t)] * 2]
    url = reverse("portal:inbox_decide", args=["sua-doi", amendment.pk])
    assert Counter(posted(clients, url, {"version": 1, "act": "approve"})) == {302: 1, 409: 3}
    amendment.refresh_from_db()
    assert (amendment.state, amendment.version) == ("accepted", 2)
    assert AuditEvent.objects.filter(verb="pledge.amendment_accepted").count() == 1


def test_many_against_one(t):
    documents = pledges(t, 4)
    other, by = second_secretary(t), t.district_secretary.user
    single = documents[3]
    acts = [
        lambda: start(Asked("approve"), named(documents), by=by),
        lambda: pledging.return_for_edit(single, by=other, version=1, reason="Thêm con số."),
    ]
    outcome = at_once(*acts)
    results = Run.objects.get().outcome["rows"]
    single.refresh_from_db()
    assert (outcome[1] == "done") == (single.state == "returned")
    assert ("problem" in results[f"dang-ky:{single.pk}"]) == (single.state == "returned")
    assert [decisions(one) for one in documents] == [1, 1, 1, 1]


def test_a_run_against_undo(t):
    """Whatever the order, each row ends in a state that the trail explains."""
    documents = pledges(t, 6)
    by = t.district_secretary.user
    run = running.start(
        "inbox.bulk", by=by, parameters=vars(Asked("approve")) | {"rows": [r.text for r in named(documents)]}
    )

    def take_back():
        for one in reversed(documents):
            with suppress(StaleDocument):
                pledging.undo(one, by=by)
        connection.close()

    at_once(lambda: running.work({"run": str(run.pk)}), take_back)
    run.refresh_from_db()
    assert [result.get("did") for result in run.outcome["rows"].values()] == ["duyệt"] * 6
    for one in documents:
        one.refresh_from_db()
        undone = AuditEvent.objects.filter(target_id=str(one.pk), verb="pledge.undone").count()
        assert (one.state, decisions(one)) == ("submitted" if undone else "approved", 1)


def test_the_same_run_by_two_workers_decides_once(t):
    documents = pledges(t, 5)
    parameters = vars(Asked("approve")) | {"rows": [row.text for row in named(documents)]}
    run = running.start("inbox.bulk", by=t.district_secretary.user, parameters=parameters)
    at_once(*[lambda: running.work({"run": str(run.pk)})] * 2)
    run.refresh_from_db()
    assert [result.get("did") for result in run.outcome["rows"].values()] == ["duyệt"] * 5
    assert [decisions(one) for one in documents] == [1] * 5


def test_sending_again_against_deciding(t):
    """The one who decides saw the version before; either the sending or the decision is told."""
    pledge = PledgeFactory(cadre=t.base_secretary, period=t.period)
    owner, by = t.base_secretary.user, t.district_secretary.user
    acts = [
        lambda: pledging.submit(pledge, by=owner, version=1),
        lambda: pledging.approve(pledge, by=by, version=1),
        lambda: pledging.approve(pledge, by=by, version=2),
    ]
    sent, early, right = at_once(*acts)
    pledge.refresh_from_db()
    assert (sent, early) == ("done", "stale")
    assert pledge.state == ("approved" if right == "done" else "submitted")
