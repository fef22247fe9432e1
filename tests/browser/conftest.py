"""Headless Chromium against a live server, at the two widths that the design is drawn for."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

# Playwright's synchronous interface runs a loop of its own; the tests themselves are plain synchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    return os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine: browser tests left out")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 390])
def page(request, chromium, live_server, settings):
    """A page of the live server; what the browser refuses (CSP), cannot run or fetches elsewhere fails the test."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    context = chromium.new_context(
        viewport={"width": request.param, "height": 844 if request.param < 600 else 900},
        base_url=live_server.url,
        locale="vi-VN",
    )
    complaints = []
    opened = context.new_page()
    opened.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    own = (f"{live_server.url}/", "data:", "blob:")
    opened.on("request", lambda sent: sent.url.startswith(own) or complaints.append(f"asked {sent.url}"))
    opened.set_default_timeout(20_000)
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture
def sign_in(page):
    """Sign in on the page as the user with the given name."""

    def enter(username: str, password: str) -> None:
        page.goto("/dang-nhap/")
        page.fill("#id_login", username)
        page.fill("#id_password", password)
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)

    return enter
