"""The settings in a fresh process, with the variables of production."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PATH": os.defpath,
    "SECRET_KEY": "x" * 60,
    "PUBLIC_URL": "https://renluyen.example.vn",
    "TRUSTED_PROXIES": "1",
    "DATABASE_URL": "postgres://portal_app:a@db:5432/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner:b@db:5432/portal",
    "REDIS_URL": "redis://broker:6379/0",
    "CACHE_URL": "redis://cache:6379/0",
}
SHOW = """
import json, config.settings as s
print(json.dumps({k: getattr(s, k) for k in dir(s) if k.isupper()}, default=str))
"""


def read(**changes):
    environment = {key: value for key, value in (PRODUCTION | changes).items() if value is not None}
    argv = [sys.executable, "-c", SHOW]
    return subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def settings(**changes):
    done = read(**changes)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_is_private_and_encrypted():
    found = settings()
    expected = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["renluyen.example.vn"],
        "CSRF_TRUSTED_ORIGINS": ["https://renluyen.example.vn"],
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "SESSION_COOKIE_NAME": "__Host-sid",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "IS_DEMO": False,
    }
    assert {key: found[key] for key in expected} == expected
    assert found["DATABASES"]["default"]["USER"] == "portal_app"
    assert found["CACHES"]["volatile"]["LOCATION"] == "redis://cache:6379/0"


def test_owner_is_used_only_when_asked():
    assert settings(DATABASE_ROLE="owner")["DATABASES"]["default"]["USER"] == "portal_owner"
    assert settings(DATABASE_OWNER_URL=None)["DATABASES"]["default"]["USER"] == "portal_app"


def test_socket_folder_in_the_address_is_understood():
    found = settings(DATABASE_URL="postgres://portal_app@//tmp/sockets/portal")["DATABASES"]["default"]
    assert (found["HOST"], found["NAME"]) == ("/tmp/sockets", "portal")


def test_local_http_is_for_trials():
    found = settings(PUBLIC_URL="http://127.0.0.1:8000", TRUSTED_PROXIES=None)
    assert found["SESSION_COOKIE_NAME"] == "sid"
    assert not found["SECURE_SSL_REDIRECT"]
    assert "SECURE_PROXY_SSL_HEADER" not in found


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"PUBLIC_URL": "http://renluyen.example.vn"}, "must be https"),
        ({"SECRET_KEY": "short"}, "at least 50 characters"),
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"PUBLIC_URL": None}, "PUBLIC_URL"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"REDIS_URL": None}, "REDIS_URL"),
    ],
)
def test_wrong_or_missing_variables_are_refused_loudly(changes, words):
    done = read(**changes)
    assert done.returncode != 0
    assert words in done.stderr
