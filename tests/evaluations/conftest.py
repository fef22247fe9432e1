import datetime as dt

import pytest
from django.utils import timezone

from cadres.models import Role
from evaluations.opening import settle_policies
from tests.factories.cadres import tree, with_role
from tests.factories.criteria import PeriodFactory


@pytest.fixture
def t(db):
    """The small province with an open period and its policies, an inspector, staff and two Party representatives."""
    t = tree()
    t.period = PeriodFactory(opens_on=timezone.localdate() - dt.timedelta(days=200))
    settle_policies(t.period)
    t.party = with_role(Role.PARTY_REP, t.district, username="capuy")
    t.other_party = with_role(Role.PARTY_REP, t.other_district, username="capuykhac")
    t.inspector = with_role(Role.INSPECTOR, t.province, username="ubkt")
    t.staff = with_role(Role.ORG_STAFF, t.province, username="tckt")
    t.admin = with_role(Role.SYSADMIN, t.province, username="quantri")
    return t
