import re

import pytest

from tests.factories.cadres import tree

PRIVATE = ["/", "/cho-duyet/", "/tim/?q=an", "/tro-giup/", "/mat-khau/doi/", "/dang-xuat/"]
PUBLIC = ["/dang-nhap/", "/mat-khau/quen/", "/khong-co-trang-nay/"]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|javascript:", re.IGNORECASE)


@pytest.fixture
def signed_in(client):
    client.force_login(tree().base_secretary.user)
    return client


@pytest.mark.parametrize("url", PRIVATE)
def test_private_pages_are_strict(signed_in, url):
    response = signed_in.get(url)
    check(response)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("url", PUBLIC)
def test_public_pages_are_strict(client, url):
    check(client.get(url))


def check(response):
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "Permissions-Policy" in response
    assert INLINE.findall(response.content.decode()) == []
