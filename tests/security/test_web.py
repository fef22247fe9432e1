"""What every page does for the safety of its reader; the numbers are those of docs/security.md."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, models, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.access.matrix import FORM, MATRIX
from tests.security.pages import READERS, html, opened

OURS = ["accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports"]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "\"><b onmouseover='alert(1)'>",
    "'><iframe src=//e.vn>",
    "</textarea><script>a()</script>",
    "</title><script>a()</script>",
    "<a href=javascript:a()>x</a>",
    "<body onload=a()>",
    "<input autofocus onfocus=a()>",
    "<math><mi xlink:href=x>",
    "{{7*7}}<object data=x>",
)
EVIL = ["//evil.example", "\\\\evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("reader", READERS)
def test_23_every_answer_carries_the_headers(client, world, reader):
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}
    lacking = set()
    for name, answer in opened(client, world, reader):
        policy = answer.headers.get("Content-Security-Policy", "")
        has_policy = "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        if not has_policy or any(answer.headers.get(key) != value for key, value in wanted.items()):
            lacking.add(name)
    assert lacking == set()


def test_23_https_sites_ask_browsers_to_stay_with_https(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert client.get("/dang-nhap/", secure=True)["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("reader", READERS)
def test_24_no_page_holds_inline_code_or_style(client, world, reader):
    found = {name: INLINE.findall(html(answer)) for name, answer in opened(client, world, reader)}
    assert {name: marks for name, marks in found.items() if marks} == {}


ACTIONS = [name for name, row in MATRIX.items() if row.method == "post" and not row.is_public]


def test_25_actions_refuse_to_be_looked_at(client, world):
    client.force_login(world.users["org staff"])
    done = {}
    for name in ACTIONS:
        row = MATRIX[name]
        if row.answers is not FORM:
            status = client.get(_address(world, name)).status_code
            done[name] = status
    assert {name: status for name, status in done.items() if status not in {403, 404, 405}} == {}


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["form", "htmx"])
def test_25_actions_without_token_are_refused(world, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["org staff"])
    answers = {name: client.post(_address(world, name), headers=headers).status_code for name in ACTIONS}
    assert {name: status for name, status in answers.items() if status != 403} == {}


def _address(world, name):
    row = MATRIX[name]
    return reverse(name, kwargs=world.things[row.thing]["in"].kwargs if row.thing else {})


def test_26_nothing_passes_by_escaping_csrf_or_the_orm():
    pattern = re.compile(r"mark_safe|csrf_exempt|\|\s*safe\b|RawSQL|\.extra\(")
    root = Path(django_settings.BASE_DIR)
    code = [p for app in [*OURS, "demo", "config"] for p in (root / app).rglob("*.py") if "migrations" not in p.parts]
    places = [*code, *(root / "templates").rglob("*.html")]
    assert [str(p.relative_to(root)) for p in places if pattern.search(p.read_text())] == []


@pytest.mark.parametrize("reader", READERS)
def test_27_text_is_shown_as_text(client, world, reader):
    poisoned = _poison()
    shown = [html(answer) for _, answer in opened(client, world, reader)]

    assert len(poisoned) > 40
    assert [payload for payload in PAYLOADS if any(payload in page for page in shown)] == []
    assert any(escape(payload) in page for payload in PAYLOADS for page in shown)


def _poison() -> list[str]:
    """Write markup into every free text of every row; what a constraint or a trigger refuses stays as it is."""
    poisoned = []
    for model in (m for app in OURS for m in apps.get_app_config(app).get_models()):
        if model.__name__.endswith("Event"):
            continue
        for field in model._meta.concrete_fields:
            if type(field) not in {models.CharField, models.TextField} or field.choices or field.name in KEPT:
                continue
            if (field.max_length or 99) < len(max(PAYLOADS, key=len)):
                continue
            payload = PAYLOADS[len(poisoned) % len(PAYLOADS)]
            try:
                with transaction.atomic():
                    model._default_manager.update(**{field.name: payload})
                    connection.check_constraints()
            except DatabaseError:
                continue
            poisoned.append(f"{model._meta.label}.{field.name}")
    return poisoned


# Keys that pages are found by, and files.
KEPT = {"username", "password", "path", "file", "kind", "key", "code", "code_hash", "url", "sha256", "session_key"}


@pytest.mark.parametrize("target", EVIL)
def test_28_nobody_is_sent_to_another_site(client, world, target):
    user = world.users["district secretary"]
    user.set_password("mat-khau-rat-dai-1")
    user.save(update_fields=["password"])
    client.force_login(user)

    seen = client.post(reverse("portal:view_settings"), {"next": target, "size": "lg"})["Location"]
    client.logout()
    entered = client.post(
        f"/dang-nhap/?next={target}", {"login": user.username, "password": "mat-khau-rat-dai-1", "next": target}
    )

    assert seen == "/"
    assert entered.status_code == 302
    assert "evil" not in entered["Location"]
    assert not entered["Location"].startswith("javascript")


@pytest.mark.parametrize("reader", READERS)
def test_29_private_pages_are_kept_by_nobody(client, world, reader):
    kept = {
        n for n, answer in opened(client, world, reader) if "no-store" not in answer.headers.get("Cache-Control", "")
    }
    assert kept == set()


@pytest.mark.parametrize("template", [f"errors/{name}.html" for name in (400, 403, 404, 409, 429, 500, "csrf")])
def test_31_error_pages_are_vietnamese_and_tell_no_secret(template):
    page = re.sub(
        r"<svg.*?</svg>",
        "",
        render_to_string(template, {"reference": "ABC", "typed": [], "document": "x"}),
        flags=re.DOTALL,
    )
    assert 'lang="vi"' in page
    assert not re.search(r"Traceback|Django|Exception|/site-packages/|\b\d+\.\d+\.\d+\b", page)
    assert re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", page)
