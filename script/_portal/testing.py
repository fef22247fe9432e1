"""`script/test`: the suite on a private PostgreSQL and Redis of its own, in parallel."""

import fcntl
import os
import shutil
import subprocess
from typing import TextIO

from .environment import manage, ready, run
from .places import PYTHON, TESTS, say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    TESTS.mkdir(parents=True, exist_ok=True)
    with (TESTS / "pytest.lock").open("w") as turn, ready(TESTS, dev=True) as environment:
        environment["PORTAL_CHROMIUM"] = os.environ.get("PORTAL_CHROMIUM") or _chromium(arguments)
        _wait_for(turn)
        manage(environment, "build_assets", "-v0")
        return run(environment, str(PYTHON), "-m", "pytest", *_parallel(arguments), *arguments)


def _parallel(arguments: list[str]) -> list[str]:
    chosen = any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments)
    return [] if chosen else ["-n", "2"]


def _wait_for(turn: TextIO) -> None:
    """Two runs in one clone would share one test database."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Một lượt kiểm thử khác đang chạy trong bản sao này; đang chờ …")
        fcntl.flock(turn, fcntl.LOCK_EX)


def _chromium(arguments: list[str]) -> str:
    found = _installed_chromium()
    if found or any("tests/" in argument and "browser" not in argument for argument in arguments):
        return found
    if os.getuid() == 0 and shutil.which("apt-get"):
        say("Đang cài chromium cho các kiểm thử trình duyệt …")
        for step in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(
                ["apt-get", *step],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
    found = _installed_chromium()
    if not found:
        say("Không có chromium: bỏ qua các kiểm thử trình duyệt (tests/browser).")
    return found


def _installed_chromium() -> str:
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")
