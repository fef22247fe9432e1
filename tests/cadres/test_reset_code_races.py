"""Many guesses at once get no more tries than one after the other; one code sets one password."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cadres import reset_codes
from cadres.models import ResetCode
from tests.factories.cadres import tree
from tests.factories.joining import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def t():
    t = tree()
    t.person = t.branch_secretary
    t.code = reset_codes.give(t.person, by=t.base_secretary.user)
    return t


def at_once(codes, person):
    def one(code):
        try:
            reset_codes.redeem(person.code, code, PASSWORD)
            return "done"
        except reset_codes.WrongCode:
            return "wrong"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(codes)) as pool:
        return sorted(pool.map(one, codes))


def test_twelve_guesses_at_once_are_five_tries(t):
    wrong = [f"{(int(t.code.replace(' ', '')) + n) % 10**8:08d}" for n in range(1, 13)]

    assert at_once(wrong, t.person) == ["wrong"] * 12
    assert ResetCode.objects.get().misses == ResetCode.MAX_MISSES
    assert at_once([t.code], t.person) == ["wrong"]


def test_one_code_sent_four_times_sets_one_password(t):
    assert at_once([t.code] * 4, t.person) == ["done", "wrong", "wrong", "wrong"]
