from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from cadres.models import Role
from fieldvisits import quotas
from fieldvisits.models import VisitPolicy, VisitQuota
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory

STAFF = ("province", "PROV_STAFF")


@pytest.fixture
def staff():
    return with_role(Role.ORG_STAFF, tree().province)


def days(period):
    return {(q.level, q.category): q.days for q in VisitQuota.objects.filter(period=period)}


def test_defaults_are_the_usual_days_then_those_of_the_year_before(staff):
    first = PeriodFactory(year=2030, state="draft")
    quotas.adopt_defaults(first, by=staff)
    assert days(first)[STAFF] == 60
    quotas.save_quotas(first, {STAFF: Decimal(30)}, by=staff)
    following = PeriodFactory(year=2031, state="draft")
    quotas.adopt_defaults(following, by=staff)
    assert days(following) == days(first)
    assert AuditEvent.objects.filter(verb="quota.set").count() == 3


def test_an_open_period_keeps_its_quotas_but_may_get_missing_ones(staff):
    period = PeriodFactory()
    quotas.adopt_defaults(period, by=staff)
    with pytest.raises(StaleDocument):
        quotas.save_quotas(period, {STAFF: Decimal(1)}, by=staff)
    with pytest.raises(StaleDocument):
        quotas.adopt_defaults(period, by=staff)


def test_only_who_manages_periods_sets_quotas():
    t = tree()
    with pytest.raises(PermissionDenied):
        quotas.save_quotas(PeriodFactory(state="draft"), {STAFF: Decimal(1)}, by=t.district_secretary.user)


def test_the_usual_policy_holds_while_none_was_set():
    period = PeriodFactory()
    assert (quotas.policy_of(period).report_days, VisitPolicy.objects.count()) == (10, 0)
