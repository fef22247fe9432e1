"""Every page that can be looked at, as several people, from the table of addresses."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.urls import reverse

from tests.access.matrix import MATRIX

READERS = ("org staff", "district secretary", "cadre")


def opened(client, world, user: str) -> Iterator[tuple[str, HttpResponse]]:
    """The pages that answer this user with 200, by the name of their address."""
    client.force_login(world.users[user])
    for name, row in MATRIX.items():
        if row.is_public or row.method != "get":
            continue
        kwargs = world.things[row.thing]["in"].kwargs if row.thing else {}
        answer = client.get(reverse(name, kwargs=kwargs))
        if name == "account_logout":
            client.force_login(world.users[user])
        if answer.status_code == 200:
            yield name, answer


def html(answer: HttpResponse) -> str:
    """The text of a page; nothing for files."""
    return "" if answer.streaming or not answer["Content-Type"].startswith("text/html") else answer.content.decode()
