"""Sessions end, private pages are not kept, a second click has one effect."""

import uuid

import pytest
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.models import SubmitKey
from accounts.submit_keys import submit_once
from tests.factories.accounts import UserFactory


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def set_session(client, **values):
    session = client.session
    session.update(values)
    session.save()


HOME = "/thong-bao/"


def test_private_pages_are_not_kept(client, user):
    assert client.get(HOME)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("minutes", "is_long", "status"), [(29, False, 200), (31, False, 302), (31, True, 200), (31 * 24 * 60, True, 302)]
)
def test_idle_sessions_end(client, user, time_machine, minutes, is_long, status):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client.force_login(user)
    set_session(client, is_long=is_long)
    client.get(HOME)
    time_machine.shift(minutes * 60)

    assert client.get(HOME).status_code == status


def test_absolute_time_ends_a_busy_session(client, user, time_machine):
    time_machine.move_to("2022-03-01 06:00+07:00")
    client.force_login(user)
    for _ in range(12 * 3 + 1):
        client.get(HOME)
        time_machine.shift(20 * 60)

    answer = client.get(HOME)

    assert answer.url == f"{reverse('account_login')}?next={HOME}"


@pytest.mark.parametrize(
    ("referer", "after"),
    [("http://testserver/can-bo/?q=an", "/can-bo/%3Fq%3Dan"), ("http://evil.example/x/", "/"), ("", "/")],
)
def test_who_sends_a_form_too_late_comes_back_to_its_page(client, user, time_machine, referer, after):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client.force_login(user)
    client.get(HOME)
    time_machine.shift(31 * 60)

    answer = client.post("/thong-bao/da-doc/", headers={"Referer": referer})

    assert answer.url == f"{reverse('account_login')}?next={after}"


@pytest.mark.parametrize("is_late", [True, False])
def test_a_fragment_of_an_expired_session_leaves_for_the_whole_sign_in_page(client, user, time_machine, is_late):
    time_machine.move_to("2022-03-01 08:00+07:00")
    client.force_login(user)
    client.get(HOME)
    if is_late:
        time_machine.shift(31 * 60)
    else:
        client.logout()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/can-bo/?q=an"}

    answer = client.get("/can-bo/?q=anh", headers=headers)

    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/dang-nhap/?next=/can-bo/%3Fq%3Dan")


def test_second_sending_leads_to_the_first_result(rf, user):
    calls = []

    @submit_once
    def view(request):
        calls.append(1)
        return HttpResponseRedirect("/ket-qua/")

    request = rf.post("/", {"submit_key": str(uuid.uuid4())})
    request.user = user

    answers = [view(request).url for _ in range(2)]

    assert answers == ["/ket-qua/", "/ket-qua/"]
    assert calls == [1]
    assert SubmitKey.objects.count() == 1
