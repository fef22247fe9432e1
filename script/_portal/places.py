"""Where things are: the clone, its virtual environment, and the folder that one pair of servers keeps."""

import hashlib
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = Path(os.environ.get("PORTAL_VAR") or ROOT / "var")
TRIAL, TESTS, BENCH = VAR, VAR / "test", VAR / "bench"

LONGEST_SOCKET_PATH = 107
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


class Stop(SystemExit):
    """Ends a script with a reason in both languages and what to do about it."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(f"\n✗ {vietnamese}\n  {english}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fingerprint(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def socket_folder(home: Path) -> Path:
    """The folder of the Unix sockets: inside the home, or a short one when that path cannot be a socket's."""
    inside = home / "run"
    is_short = len(str(inside)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH
    if is_short and re.fullmatch(r"[A-Za-z0-9/._-]+", str(inside)):
        return inside
    return short_folder(home)


def short_folder(home: Path) -> Path:
    temporary = Path(tempfile.gettempdir())
    if len(str(temporary)) > LONGEST_SOCKET_PATH // 2:
        temporary = Path("/tmp")  # noqa: S108 - the name holds our user id and the folder is 0700
    return temporary / f"portal-{os.getuid()}-{fingerprint(home)}"
