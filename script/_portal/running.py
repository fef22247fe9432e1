"""`script/run`: the whole portal on this machine, for a trial."""

import argparse
import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .environment import manage, ready, secret
from .install import ensure_venv
from .places import PYTHON, ROOT, TESTS, TRIAL, Stop, say
from .processes import PREPARATION, PROCESSES, command
from .servers import wipe

PR_SET_PDEATHSIG = 1
ANSWER_SECONDS, STOP_SECONDS = 60, 15
LOGS = TRIAL / "log"
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/run", description="Chạy thử cổng trên máy này (PORT, DEMO_PASSWORD).")
    parser.add_argument("--reset", action="store_true", help="xóa toàn bộ dữ liệu chạy thử trong var/ rồi làm lại")
    options = parser.parse_args(arguments)
    port = _free_port(os.environ.get("PORT") or "8000")
    with _only_one():
        ensure_venv()
        if options.reset:
            _reset()
        os.environ["DEMO_PASSWORD"] = os.environ.get("DEMO_PASSWORD") or secret(TRIAL, "demo-password", 9)
        with ready(TRIAL) as environment:
            _prepare(environment)
            return _serve(environment, f"http://127.0.0.1:{port}")


def _free_port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Stop(f"PORT={text} không phải là số cổng.", f"PORT={text} is not a port number.")
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise Stop(
                f"Cổng {text} đang có chương trình khác dùng. Hãy chọn cổng khác: PORT={int(text) + 1} script/run",
                f"Port {text} cannot be used ({error.strerror}). Choose another: PORT={int(text) + 1} script/run",
            ) from None
    return int(text)


@contextmanager
def _only_one() -> Iterator[None]:
    TRIAL.mkdir(parents=True, exist_ok=True)
    with (TRIAL / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(
                "script/run đang chạy trong thư mục này rồi. Hãy dừng nó trước (Ctrl-C).",
                "script/run is already running in this clone: stop it first (Ctrl-C).",
            ) from None
        yield


def _reset() -> None:
    if os.environ.get("DATABASE_URL"):
        raise Stop(
            "--reset chỉ xóa dữ liệu chạy thử; DATABASE_URL đang trỏ tới máy chủ riêng nên không xóa gì.",
            "--reset only wipes the private trial data, but DATABASE_URL is set: nothing was removed.",
        )
    if not wipe(TRIAL):
        raise Stop(
            "Một lệnh khác đang dùng dữ liệu chạy thử. Hãy dừng lệnh đó trước.",
            "Another script is using the trial data: stop it first.",
        )
    for path in TRIAL.iterdir():
        if path == TESTS or path.suffix == ".lock":
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _prepare(environment: dict[str, str]) -> None:
    steps = [*PREPARATION]
    if _has_demo():
        steps.append(("demo", "--if-empty", "--scale", "small"))
    for step in steps:
        say(f"· {step[0]}")
        if manage(environment, *step):
            raise Stop(f"Lệnh {step[0]} không chạy được (xem trên).", f"The command {step[0]} failed (see above).")


def _has_demo() -> bool:
    return any(ROOT.glob("*/management/commands/demo.py"))


def _serve(environment: dict[str, str], address: str) -> int:
    LOGS.mkdir(exist_ok=True)
    running: dict[str, subprocess.Popen[bytes]] = {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        for name in PROCESSES:
            running[name] = _start(name, environment)
        _wait_until_it_answers(f"{address}/healthz/ready", running)
        _announce(environment, address)
        while not (ended := _ended(running)):
            time.sleep(0.5)
        raise _died(ended)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _stop(running)


def _start(name: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    argv = command(name, environment)
    with (LOGS / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [str(PYTHON), "-m", argv[0], *argv[1:]],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads here
        )


def _die_with_parent() -> None:
    """Should this script be killed outright, its processes end too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _wait_until_it_answers(url: str, running: dict[str, subprocess.Popen[bytes]]) -> None:
    give_up = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < give_up:
        if ended := _ended(running):
            raise _died(ended)
        try:
            with OPENER.open(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise Stop(f"{url} không trả lời; xem {LOGS / 'web.log'}.", f"{url} does not answer; see {LOGS / 'web.log'}.")


def _ended(running: dict[str, subprocess.Popen[bytes]]) -> str:
    return next((name for name, process in running.items() if process.poll() is not None), "")


def _died(name: str) -> Stop:
    log: Path = LOGS / f"{name}.log"
    tail = log.read_text(errors="replace")[-1500:]
    return Stop(f"Tiến trình {name} đã dừng:\n{tail}", f"The process {name} ended; its log is {log}.")


def _announce(environment: dict[str, str], address: str) -> None:
    say(f"\nCổng rèn luyện cán bộ Đoàn: {address}\n")
    if _has_demo():
        manage(environment, "demo", "--accounts")
        say(f"Mật khẩu của mọi tài khoản thử: {environment['DEMO_PASSWORD']}")
    if environment["REQUIRE_MFA"] == "0":
        say("Chạy thử không bắt buộc lớp bảo vệ thứ hai; muốn thử cả bước này: REQUIRE_MFA=1 script/run")
    say("Nhật ký: var/log/. Dừng: Ctrl-C.")


def _stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    _signal_all(running, signal.SIGTERM)
    give_up = time.monotonic() + STOP_SECONDS
    while time.monotonic() < give_up and any(process.poll() is None for process in running.values()):
        time.sleep(0.1)
    _signal_all(running, signal.SIGKILL)  # whoever of a group is still there
    for process in running.values():
        process.wait()


def _signal_all(running: dict[str, subprocess.Popen[bytes]], number: signal.Signals) -> None:
    for process in running.values():
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            continue
