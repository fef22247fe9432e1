import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import tasks
from accounts.signing_out import end_sessions, sessions_of
from tests.factories.accounts import UserFactory

PASSWORD = "mot cau de nho 2022"


def signed_in(user):
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/dang-nhap/", {"login": user.username, "password": PASSWORD})
    return client


def test_all_but_one_end():
    user = UserFactory()
    signed_in(user)
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key="khac", user_agent="x")
    assert end_sessions(user, keep=UserSession.objects.first().session_key) == 1
    assert UserSession.objects.get().session_key != "khac"


def test_sessions_of_others_go_on():
    user, other = UserFactory(), UserFactory()
    client = signed_in(other)
    assert end_sessions(user) == 0
    assert client.get("/thong-bao/").status_code == 200


def test_sessions_that_ended_by_themselves_are_not_listed():
    user = UserFactory()
    signed_in(user)
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key="het", user_agent="x")
    assert [session.session_key for session in sessions_of(user)] == [Session.objects.get().session_key]


def test_addresses_are_forgotten_with_the_session():
    signed_in(UserFactory())
    signed_in(UserFactory())
    Session.objects.filter(pk=Session.objects.first().pk).update(expire_date=timezone.now() - dt.timedelta(days=1))
    assert [tasks.forget_dead_sessions(), tasks.forget_dead_sessions()] == [1, 0]
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
