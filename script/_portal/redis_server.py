"""A private Redis (the machine's own or the one of a wheel) on a Unix socket, append-only when asked."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

from .install import site_packages
from .places import Stop


class Redis:
    def __init__(self, home: Path, sockets: Path, *, keeps_data: bool) -> None:
        self.folder = home / "redis"
        self.sockets, self.socket = sockets, sockets / "redis.sock"
        self.keeps_data = keeps_data

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def is_running(self) -> bool:
        return self._ask(b"PING\r\n").startswith(b"+PONG")

    def start(self) -> None:
        if self.is_running():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        conf = self.folder / "redis.conf"
        conf.write_text(
            "port 0\n"
            f'unixsocket "{self.socket}"\nunixsocketperm 700\n'
            f'dir "{self.folder}"\nlogfile "{self.folder / "server.log"}"\npidfile "{self.folder / "server.pid"}"\n'
            f'daemonize yes\nsave ""\nappendonly {"yes" if self.keeps_data else "no"}\n'
        )
        done = subprocess.run(
            [_binary(), str(conf)], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        for _ in range(100):
            if self.is_running():
                return
            time.sleep(0.1)
        log = self.folder / "server.log"
        tail = log.read_text(errors="replace")[-1000:] if log.exists() else done.stderr
        raise Stop(f"Redis không khởi động được:\n{tail}", f"Redis does not start; its log is {log}.")

    def stop(self) -> None:
        self._ask(b"SHUTDOWN\r\n")
        for _ in range(50):
            if not self.is_running():
                return
            time.sleep(0.1)

    def wipe(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _ask(self, command: bytes) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(str(self.socket))
                line.sendall(command)
                return line.recv(64)
        except OSError:
            return b""


def _binary() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return found
    for pattern in ("*/bin/redis-server", "*/**/valkey-server", "*/**/redis-server"):
        for path in site_packages().glob(pattern):
            return str(path)
    raise Stop(
        "Không có redis-server. Hãy cài redis-server, hoặc đặt REDIS_URL, hoặc dùng docker compose.",
        "No redis-server: install one, or set REDIS_URL, or use docker compose.",
    )
