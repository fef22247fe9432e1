"""The environment of every command: what settings need, made up for a trial or for the tests."""

import hashlib
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .install import ensure_venv
from .places import PYTHON, ROOT, TESTS, TRIAL, VENV
from .servers import private_servers

# These change tables or load data by the million: they run as the owner of the tables.
OWNER_COMMANDS = {
    "createcachetable",
    "demo",
    "flush",
    "makemigrations",
    "migrate",
    "pgtrigger",
    "setup_database",
    "showmigrations",
    "sqlmigrate",
    "squashmigrations",
    "test",
}
SETUP = ROOT / "accounts/management/commands/setup_database.py"


@contextmanager
def ready(home: Path, *, dev: bool = False) -> Iterator[dict[str, str]]:
    """Install, start the private servers, make roles and database; yield the whole environment."""
    ensure_venv(dev=dev)
    with private_servers(home) as addresses:
        environment = {**_defaults(home), **os.environ, **_path(), **addresses}
        environment.setdefault("DATABASE_OWNER_URL", environment["DATABASE_URL"])
        _set_up_database(home, environment)
        yield environment


def secret(home: Path, name: str, length: int) -> str:
    """A random word kept in the home, readable by its owner only."""
    path = home / name
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(length))
    return path.read_text().strip()


def run(environment: dict[str, str], *command: str) -> int:
    """Run to the end; an interrupt from the terminal has reached the command too, so it is waited for."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            process.terminate()
            process.wait()
            raise
        return code if code >= 0 else 128 - code


def manage(environment: dict[str, str], *arguments: str) -> int:
    """Run one management command, as the owner of the tables where it needs that."""
    if arguments and arguments[0] in OWNER_COMMANDS:
        environment = {"DATABASE_ROLE": "owner", **environment}
    return run(environment, str(PYTHON), str(ROOT / "manage.py"), *arguments)


def _defaults(home: Path) -> dict[str, str]:
    port = os.environ.get("PORT") or "8000"
    chosen = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secret(home, "secret-key", 60),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "EXTRA_HOSTS": "localhost",
        "DATA_DIR": str(home),
        "PYTHONUNBUFFERED": "1",
        "REQUIRE_MFA": "0",
    }
    if home == TRIAL:
        chosen["DEMO"] = "1"
        chosen["DEMO_PASSWORD"] = secret(home, "demo-password", 9)
    if home == TESTS:
        chosen["DATABASE_ROLE"] = "owner"
    return chosen


def _path() -> dict[str, str]:
    return {"VIRTUAL_ENV": str(VENV), "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _set_up_database(home: Path, environment: dict[str, str]) -> None:
    """Roles and extensions, made again only when the command that makes them changed or the data is new."""
    admin = environment.get("DATABASE_ADMIN_URL")
    if not admin or not SETUP.exists():
        return
    wanted = hashlib.sha256(SETUP.read_bytes() + admin.encode()).hexdigest()
    stamp = home / "database-ready"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if manage(environment, "setup_database"):
        raise SystemExit(1)
    stamp.write_text(wanted)
