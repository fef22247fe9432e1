"""Start the private servers of one home for as long as any script uses them; the last one to leave stops them."""

import ctypes
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TextIO

from .install import needs_local_servers
from .places import TESTS, TRIAL, short_folder, socket_folder
from .postgres import DURABILITY_OFF, Account, Postgres, account
from .redis_server import Redis

PR_SET_CHILD_SUBREAPER = 36
OWNER, APP, DATABASE = "portal_owner", "portal_app", "portal"


@contextmanager
def private_servers(home: Path) -> Iterator[dict[str, str]]:
    """Yield the variables that lead to the servers; those already in the environment are left alone."""
    home.mkdir(parents=True, exist_ok=True)
    _adopt_orphans()
    signal.signal(signal.SIGTERM, _leave)
    servers = _needed(home)
    with (home / "start.lock").open("w") as gate, (home / "users.lock").open("w") as users:
        try:
            with _held(gate):
                fcntl.flock(users, fcntl.LOCK_SH)
                for server in servers:
                    server.start()
            yield _addresses(servers)
        finally:
            with _held(gate):
                if _is_last(users):
                    for server in servers:
                        server.stop()
                    _remove_if_empty(servers)
            _bury()


def wipe(home: Path) -> bool:
    """Remove the data of both servers; refuse (False) while another script uses them."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "start.lock").open("w") as gate, (home / "users.lock").open("w") as users, _held(gate):
        if not _is_last(users):
            return False
        for server in _needed(home):
            if server.is_running():  # left over by a script that was killed
                server.stop()
            server.wipe()
        return True


def _leave(number: int, _frame: object) -> NoReturn:
    """A terminated script must still stop what it started."""
    sys.exit(128 + number)


def _remove_if_empty(servers: list[Postgres | Redis]) -> None:
    for folder in {server.sockets for server in servers}:
        with suppress(OSError):  # somebody's socket is still there
            folder.rmdir()


def _adopt_orphans() -> None:
    """Both servers detach themselves; in a container without an init nobody else would bury them."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _bury() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


@contextmanager
def _held(gate: TextIO) -> Iterator[None]:
    fcntl.flock(gate, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(gate, fcntl.LOCK_UN)


def _is_last(users: TextIO) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _needed(home: Path) -> list[Postgres | Redis]:
    needed: list[Postgres | Redis] = []
    if not needs_local_servers():
        return needed
    sockets = _sockets(home, account())
    if not os.environ.get("DATABASE_URL"):
        needed.append(Postgres(home, sockets, settings=DURABILITY_OFF if home == TESTS else {}))
    if not os.environ.get("REDIS_URL"):
        needed.append(Redis(home, sockets, keeps_data=home == TRIAL))
    return needed


def _sockets(home: Path, user: Account) -> Path:
    folder = socket_folder(home)
    return user.own(folder if user.can("-x", home) else short_folder(home))


def _addresses(servers: list[Postgres | Redis]) -> dict[str, str]:
    found: dict[str, str] = {}
    for server in servers:
        if isinstance(server, Redis):
            found["REDIS_URL"] = server.url
        else:
            found |= {
                "DATABASE_URL": server.url(APP, DATABASE),
                "DATABASE_OWNER_URL": server.url(OWNER, DATABASE),
                "DATABASE_ADMIN_URL": server.url("postgres", "postgres"),
            }
    return found
