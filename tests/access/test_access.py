"""Asks every address as everybody, for a document in reach and for its twin in another district."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.access import world as worlds
from tests.access.matrix import MATRIX, Row


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
    from_a_mail = {"account_reset_password_from_key"}

    assert set(url_names()) - from_a_mail == MATRIX.keys()


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if not row.is_public])
def test_strangers_are_sent_to_sign_in(name, client, world):
    row = MATRIX[name]
    kwargs = world.things[row.thing]["in"].kwargs if row.thing else {}

    answer = getattr(client, row.method)(reverse(name, kwargs=kwargs))

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/dang-nhap/")


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.is_public])
def test_public_addresses_answer(name, client):
    row = MATRIX[name]

    assert getattr(client, row.method)(reverse(name)).status_code in row.answers


def expected(world, row: Row, user: str, place: str) -> frozenset[int]:
    if row.rights and not worlds.holds_somewhere(world, user, row.rights):
        return frozenset({403})
    if not row.thing:
        return row.answers
    thing = world.things[row.thing][place]
    is_seen = user in thing.owners or any(worlds.reaches(world, user, right, thing.path) for right in row.reads_by)
    return row.answers if is_seen else frozenset({404})


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if not row.is_public])
def test_address_answers_by_right_and_reach(name, client, world):
    row = MATRIX[name]
    wrong = {}
    for user in world.users:
        client.force_login(world.users[user])
        for place in ("in", "out") if row.thing else ("in",):
            kwargs = world.things[row.thing][place].kwargs if row.thing else {}
            answer = getattr(client, row.method)(reverse(name, kwargs=kwargs))
            if answer.status_code not in expected(world, row, user, place):
                wrong[user, place] = (answer.status_code, sorted(expected(world, row, user, place)))
    assert wrong == {}


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.method == "post"])
def test_actions_are_not_done_by_looking(name, client, world):
    row = MATRIX[name]
    client.force_login(world.users["org staff"])
    kwargs = world.things[row.thing]["in"].kwargs if row.thing else {}

    assert client.get(reverse(name, kwargs=kwargs)).status_code in {403, 404, 405}
