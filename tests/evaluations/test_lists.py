"""Every list asks the same number of questions for 3 rows and for 30."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadres.models import Role, UnitType, holdings
from evaluations import agenda
from tests.factories.cadres import holder, unit, with_role
from tests.factories.evaluations import BreachFactory, EvaluationFactory, SourceAssessmentFactory


def fill(t, count, state):
    for n in range(count):
        base = unit(f"Đoàn xã {n}", UnitType.BASE, t.district)
        cadre = holder(base, "BT-COSO")
        evaluation = EvaluationFactory(cadre=cadre, period=t.period, deciding_unit=t.district, state=state)
        SourceAssessmentFactory(evaluation=evaluation, source="self")
        BreachFactory(cadre=cadre, period=t.period)


@pytest.mark.parametrize(
    ("path", "who", "state"),
    [
        (lambda: reverse("evaluations:list"), "district_secretary", "notified"),
        (lambda: reverse("evaluations:list"), "staff", "open"),
        (lambda: reverse("evaluations:inbox") + "?viec=cap-bo-doan", "district_secretary", "open"),
        (lambda: reverse("evaluations:inbox") + "?viec=cap-uy", "party", "open"),
        (lambda: reverse("evaluations:inbox") + "?viec=quyet-dinh", "district_secretary", "appraised"),
        (lambda: reverse("evaluations:breach_list"), "inspector", "open"),
    ],
)
def test_the_same_number_of_queries(t, client, path, who, state):
    user = getattr(t, who)
    client.force_login(getattr(user, "user", user))
    client.get(path())
    counts = []
    for more in (3, 27):
        fill(t, more, state)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["district_secretary", "base_secretary", "party", "staff", "inspector", "admin"])
def test_the_home_page_costs_two_queries(t, who, django_assert_max_num_queries):
    fill(t, 3, "open")
    user = getattr(t, who)
    user = getattr(user, "user", user)
    holdings(user)
    with django_assert_max_num_queries(2):
        agenda.todo_for(user)
        agenda.waiting_for(user)


def test_a_large_tree_is_offered_in_a_list_that_can_be_used(client, t, monkeypatch):
    """Sixty thousand units are no choice; one that came by a link is still named."""
    monkeypatch.setattr("evaluations.filters.MANY_UNITS", 2)
    client.force_login(with_role(Role.ORG_STAFF, t.province))

    offered = client.get(reverse("evaluations:list"), {"don_vi": t.base.pk}).context["filters"].units

    assert t.base in offered
    assert len(offered) <= 3
