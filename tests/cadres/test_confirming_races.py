"""Two deciders at once, one person signed up twice: in the end there is one person on the list."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.documents import StaleDocument
from cadres import confirming, registering
from cadres.confirming import Post
from cadres.models import Appointment, Cadre, Registration, Role
from tests.factories.cadres import AppointmentFactory, CadreFactory, position, tree, with_role
from tests.factories.joining import PASSWORD, details, registration

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def t():
    t = tree()
    t.deciders = [t.base_secretary.user, with_role(Role.ORG_STAFF, t.province)]
    t.post = Post(position("PBT-CHIDOAN"), timezone.localdate())
    return t


def at_once(verb, times=4):
    def one(number):
        try:
            verb(number)
            return "done"
        except StaleDocument:
            return "stale"
        except confirming.AlreadyKnown:
            return "known"
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return sorted(pool.map(one, range(times)))


def test_two_deciders_confirm_one_person_once(t):
    asked = registration(t.branch)

    answers = at_once(lambda n: confirming.confirm(asked, t.post, by=t.deciders[n % 2], version=1))

    assert answers == ["done", "stale", "stale", "stale"]
    assert Cadre.objects.filter(full_name="Lê Thị Ngọc Bích").count() == 1
    assert Appointment.objects.filter(cadre__user=asked.user).count() == 1


def test_one_person_who_signed_up_twice_is_listed_once(t):
    twins = [registration(t.branch) for _ in range(2)]

    answers = at_once(lambda n: confirming.confirm(twins[n], t.post, by=t.deciders[n], version=1), times=2)

    assert answers == ["done", "known"]
    assert Cadre.objects.filter(full_name="Lê Thị Ngọc Bích").count() == 1


def test_two_who_signed_up_are_not_merged_into_one_record(t):
    cadre = CadreFactory(full_name="Lê Thị Ngọc Bích")
    AppointmentFactory(cadre=cadre, unit=t.branch, position=position("PBT-CHIDOAN"))
    twins = [registration(t.branch) for _ in range(2)]

    answers = at_once(lambda n: confirming.merge(twins[n], cadre, take_over=[], by=t.deciders[n], version=1), times=2)

    assert answers == ["done", "stale"]
    assert Registration.objects.filter(state="merged").count() == 1


def test_confirming_and_withdrawing_at_once_leave_one_answer(t):
    asked = registration(t.branch)
    verbs = [
        lambda: confirming.confirm(asked, t.post, by=t.deciders[0], version=1),
        lambda: registering.withdraw(asked, by=asked.user, version=1),
    ]

    assert at_once(lambda n: verbs[n](), times=2) == ["done", "stale"]
    state = Registration.objects.get().state
    assert Cadre.objects.filter(user=asked.user).exists() is (state == "confirmed")


def test_a_form_sent_ten_times_at_once_is_one_registration(t):
    key = uuid4()
    wanted = details(t.branch)

    answers = at_once(lambda n: registering.sign_up(wanted, password=PASSWORD, submit_key=key), times=10)

    assert answers == ["done"] * 10
    assert Registration.objects.count() == 1
