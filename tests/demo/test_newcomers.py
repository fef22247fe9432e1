"""The small demo shows people coming in, in every stage."""

import pytest

from accounts.models import User
from cadres import unopened
from cadres.models import Activation, Registration, Unit
from cadres.resemblance import lookalikes
from demo.accounts import BASE

pytestmark = pytest.mark.usefixtures("world")


def test_some_wait_some_were_answered():
    states = list(Registration.objects.order_by("pk").values_list("state", "is_passed_on"))

    assert states == [("waiting", False)] * 3 + [("refused", False), ("waiting", True)]


def test_one_of_them_looks_like_somebody_on_the_list():
    secretary = User.objects.get(username="bithucoso")
    first = Registration.objects.visible_to(secretary).waiting().first()

    assert lookalikes(first, seen_by=secretary)[0].is_strong


def test_nobody_signs_in_as_one_of_them():
    assert {user.has_usable_password() for user in User.objects.filter(registration__isnull=False)} == {False}


def test_cards_stand_in_different_states():
    base = Unit.objects.get(code=BASE)

    assert {activation.standing for activation in Activation.objects.all()} >= {"locked", "expired"}
    assert unopened.tally(base).without > 0
