"""Every link and every form that only reads, followed by each demo account: nobody is shown a way that is closed."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from accounts.models import User
from demo.accounts import ACCOUNTS
from tests.demo.conftest import world_of_today  # noqa: F401

# Of addresses that differ only in numbers and queries this many are followed.
ALIKE = 2
MOST = 250
LEFT_OUT = ("/static/", "/dang-xuat/", "/healthz/")

pytestmark = pytest.mark.usefixtures("world_of_today")


class _Ways(HTMLParser):
    """The addresses that a page leads to by GET."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "a":
            self.found.append(told.get("href"))
        if tag == "form" and told.get("method", "get").lower() == "get":
            self.found.append(told.get("action"))
        if tag == "img":
            self.found.append(told.get("src"))
        self.found.append(told.get("hx-get"))


def _kind(address):
    """Addresses of one kind of page: numbers and the values of queries do not tell them apart."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", parts.path)
    return path, tuple(sorted(re.sub(r"=.*", "", pair) for pair in parts.query.split("&") if pair))


def _ways(address, response):
    if "text/html" not in response.get("Content-Type", ""):
        return []
    parser = _Ways()
    parser.feed(response.content.decode())
    here = [urldefrag(urljoin(address, way))[0] for way in parser.found if way]
    return [way for way in here if way.startswith("/") and not way.startswith(LEFT_OUT)]


def _follow(client, address):
    """What a press of the button gives in the end."""
    response = client.get(address)
    for _ in range(5):
        if response.status_code not in {301, 302}:
            break
        address = urljoin(address, response.url)
        response = client.get(address)
    return address, response


@pytest.mark.parametrize("name", [account.username for account in ACCOUNTS])
def test_nobody_is_led_to_a_closed_door(name):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=name))
    waiting, seen, kinds, closed = [("/", "")], {"/"}, {}, []
    while waiting and len(seen) < MOST:
        address, before = waiting.pop(0)
        end, response = _follow(client, address)
        if response.status_code != 200 or end.startswith("/dang-nhap/"):
            closed.append(f"{response.status_code} {address}, linked from {before or 'home'}")
            continue
        for way in _ways(end, response):
            kind = _kind(way)
            if way not in seen and kinds.get(kind, 0) < ALIKE:
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(way)
                waiting.append((way, address))
    assert closed == []
