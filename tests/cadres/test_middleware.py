import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import resolve

from cadres import reset_codes
from cadres.middleware import ResetGate, WaitingGate
from tests.factories.cadres import tree
from tests.factories.joining import PASSWORD, registration


@pytest.fixture
def t():
    return tree()


def asked(rf, gate, user, path, session=None, **view):
    """What a gate answers to a request for this page; None lets it through."""
    request = rf.get(path)
    request.user, request.htmx, request.session = user, False, {} if session is None else session
    request.resolver_match = resolve(path)

    def page(request):
        return HttpResponse()

    page.login_required = view.get("login_required", True)
    answer = gate(page).process_view(request, page, (), {})
    return answer and answer.url


def test_who_waits_is_led_to_the_waiting_page(rf, t):
    waiting = registration(t.branch).user

    assert asked(rf, WaitingGate, waiting, "/can-bo/") == "/dang-ky-tai-khoan/cua-toi/"
    assert asked(rf, WaitingGate, waiting, "/dang-ky-tai-khoan/cua-toi/sua/") is None
    assert asked(rf, WaitingGate, waiting, "/dang-xuat/") is None
    assert asked(rf, WaitingGate, waiting, "/can-bo/", login_required=False) is None


def test_who_does_not_wait_is_asked_about_once_per_session(rf, t, django_assert_num_queries):
    session = {}
    user = t.branch_secretary.user

    with django_assert_num_queries(1):
        assert [asked(rf, WaitingGate, user, "/can-bo/", session) for _ in range(3)] == [None] * 3
    assert session == {"is_settled": True}


def test_who_waits_is_never_marked_as_settled(rf, t):
    session = {}

    asked(rf, WaitingGate, registration(t.branch).user, "/can-bo/", session)

    assert "is_settled" not in session


def test_strangers_pass_on_to_the_sign_in(rf, t):
    assert asked(rf, WaitingGate, AnonymousUser(), "/can-bo/") is None


def test_a_reset_is_told_before_other_pages_but_never_in_the_way_of_leaving(rf, t):
    code = reset_codes.give(t.branch_secretary, by=t.base_secretary.user)
    user = reset_codes.redeem(t.branch_secretary.code, code, PASSWORD)

    assert asked(rf, ResetGate, user, "/can-bo/") == "/mat-khau/ma-doc/da-dung/"
    assert asked(rf, ResetGate, user, "/mat-khau/ma-doc/da-dung/") is None
    assert asked(rf, ResetGate, user, "/mat-khau/doi/") is None
    assert asked(rf, ResetGate, user, "/dang-xuat/") is None
