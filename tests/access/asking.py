"""Asks an address as somebody and says what the table of addresses wants to hear."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from tests.access import people
from tests.access import world as worlds
from tests.access.matrix import MATRIX, Row

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


def wrong_answers(client, world, user: str, rows: Iterable[tuple[str, Row]]) -> dict[tuple[str, str], tuple]:
    """What somebody hears otherwise than the table says, for the document in reach and for its twin."""
    client.force_login(world.users[user])
    wrong = {}
    for name, row in rows:
        for place in ("in", "out") if row.thing and user not in people.EMPTY_HANDED else ("in",):
            status, wanted = asked(client, world, name, row, place).status_code, expected(world, row, user, place)
            if status not in wanted:
                wrong[name, place] = (status, sorted(wanted))
    return wrong
