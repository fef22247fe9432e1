"""Asks every address as everybody, for a document in reach and for its twin in another district."""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.access import world as worlds
from tests.access.matrix import FORM, MATRIX, Row

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


PRIVATE = {name: row for name, row in MATRIX.items() if not row.is_public}


def asked(client, world, name: str, row: Row, place: str):
    """The answer to one request, with all that it did undone."""
    kwargs = world.things[row.thing][place].kwargs if row.thing else {}
    with transaction.atomic():
        answer = getattr(client, row.method)(reverse(name, kwargs=kwargs))
        transaction.set_rollback(True)
    return answer


def expected(world, row: Row, user: str, place: str) -> frozenset[int]:
    if row.rights and not worlds.holds_somewhere(world, user, row.rights):
        return frozenset({403})
    if not row.thing:
        return row.answers
    thing = world.things[row.thing][place]
    is_seen = user in thing.owners or any(worlds.reaches(world, user, right, thing.path) for right in row.reads_by)
    return row.answers if is_seen else frozenset({404})


@pytest.mark.parametrize("user", worlds.USERS)
def test_addresses_answer_by_right_and_reach(user, client, world):
    client.force_login(world.users[user])
    wrong = {}
    for name, row in PRIVATE.items():
        for place in ("in", "out") if row.thing else ("in",):
            status, wanted = asked(client, world, name, row, place).status_code, expected(world, row, user, place)
            if status not in wanted:
                wrong[name, place] = (status, sorted(wanted))
    assert wrong == {}


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
