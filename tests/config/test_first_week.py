import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.models import Role
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.criteria import PeriodFactory

TODAY = timezone.localdate


@pytest.fixture
def t():
    return tree()


def test_first_week_says_whom_to_ask_and_what_to_do(client, t):
    period = PeriodFactory()
    began = TODAY() - dt.timedelta(days=1)
    newcomer = CadreFactory(with_user=True)
    AppointmentFactory(cadre=newcomer, unit=t.branch, position=position("PBT-CHIDOAN"), valid_from=began)
    client.force_login(newcomer.user)

    page = client.get(reverse("portal:first_week"))

    assert page.context["contacts"] == [t.base_secretary]
    assert page.context["decides"] == t.base
    assert page.context["pledge_due_on"] == max(period.pledge_due_on, began + dt.timedelta(days=30))
    assert [todo.url for todo in page.context["todos"]] == [reverse("criteria:pledge_mine")]
    assert client.get(reverse("portal:home")).context["todos"][0].url == reverse("portal:first_week")


def test_a_new_secretary_asks_the_unit_above(client, t):
    client.force_login(t.base_secretary.user)

    assert client.get(reverse("portal:first_week")).context["contacts"] == [t.district_secretary]


def test_who_has_no_post_is_led_home(client, t):
    client.force_login(with_role(Role.PARTY_REP, t.district))

    assert client.get(reverse("portal:first_week")).url == reverse("portal:home")


def test_nothing_to_follow_is_said(client, t):
    client.force_login(with_role(Role.UNIT_ADMIN, t.district))

    page = client.get(reverse("portal:consequences", args=[t.base_deputy.pk]))

    assert "Không có bản đăng ký" in page.text
