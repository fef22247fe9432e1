"""Asks every address as everybody, for a document in reach and for its twin in another district."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.access import people
from tests.access import world as worlds
from tests.access.asking import PRIVATE, asked, wrong_answers
from tests.access.matrix import FORM, MATRIX

LOGIN = "/dang-nhap/"


def url_names(patterns=None, namespace=""):
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"UNNAMED {pattern.pattern}")
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from url_names(pattern.url_patterns, namespace + inner)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return worlds.build()


def test_every_address_has_a_row():
    from_a_mail = {"account_reset_password_from_key", "cadres:activate_by_link"}

    assert set(url_names()) - from_a_mail == MATRIX.keys()


@pytest.mark.parametrize("user", worlds.USERS)
def test_addresses_answer_by_right_and_reach(user, client, world):
    assert wrong_answers(client, world, user, PRIVATE.items()) == {}


@pytest.mark.parametrize("user", people.FURTHER)
def test_rights_that_are_over_to_come_moved_or_delegated(user, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    assert wrong_answers(client, worlds.build(further=True), user, PRIVATE.items()) == {}


def test_strangers_are_sent_to_sign_in(client, world):
    answers = {name: asked(client, world, name, row, "in") for name, row in PRIVATE.items()}

    assert {n: a.status_code for n, a in answers.items() if not a.headers.get("Location", "").startswith(LOGIN)} == {}


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.is_public])
def test_public_addresses_answer(name, client):
    row = MATRIX[name]

    assert getattr(client, row.method)(reverse(name)).status_code in row.answers


def test_actions_are_not_done_by_looking(client, world):
    client.force_login(world.users["org staff"])
    done = {}
    for name, row in PRIVATE.items():
        if row.method == "post" and row.answers is not FORM:
            kwargs = world.things[row.thing]["in"].kwargs if row.thing else {}
            done[name] = client.get(reverse(name, kwargs=kwargs)).status_code

    assert {name: status for name, status in done.items() if status not in {403, 404, 405}} == {}
