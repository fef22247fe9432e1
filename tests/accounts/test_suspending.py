import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts import suspending
from accounts.documents import StaleDocument
from accounts.models import AuditEvent
from tests.factories.accounts import UserFactory

PASSWORD = "mot cau de nho 2022"


@pytest.fixture
def user():
    user = UserFactory(username="canbo")
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in():
    client = Client()
    client.post("/dang-nhap/", {"login": "canbo", "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/thong-bao/").status_code == 200


def test_suspended_account_is_out_and_stays_out(user):
    client, keeper = signed_in(), UserFactory()
    suspending.suspend(user, by=keeper, reason="Máy bị mất")
    assert [is_in(client), is_in(signed_in())] == [False, False]
    event = AuditEvent.objects.get(verb="account.suspended")
    assert (event.actor_id, event.reason, event.after) == (keeper.pk, "Máy bị mất", {"sessions_ended": 1})


def test_restored_account_signs_in_anew_its_old_session_stays_dead(user):
    client = signed_in()
    suspending.suspend(user, by=UserFactory(), reason="x")
    suspending.restore(user, by=UserFactory())
    assert [is_in(client), is_in(signed_in())] == [False, True]


def test_sign_out_everywhere_leaves_the_account_as_it_is(user):
    clients = [signed_in(), signed_in()]
    assert suspending.sign_out(user, by=UserFactory()) == 2
    assert [is_in(client) for client in clients] == [False, False]
    assert is_in(signed_in())


@pytest.mark.parametrize("verb", [suspending.restore, suspending.sign_out])
def test_nobody_keeps_the_own_account(user, verb):
    with pytest.raises(PermissionDenied):
        verb(user, by=user)


def test_nobody_suspends_himself(user):
    with pytest.raises(PermissionDenied):
        suspending.suspend(user, by=user, reason="x")
    assert user.is_active


def test_twice_is_a_conflict(user):
    with pytest.raises(StaleDocument):
        suspending.restore(user, by=UserFactory())
    suspending.suspend(user, by=UserFactory(), reason="x")
    with pytest.raises(StaleDocument):
        suspending.suspend(user, by=UserFactory(), reason="x")
