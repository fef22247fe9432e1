"""The long-running processes, written down once: script/run starts them, and so does docker compose."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

PROCESSES = ("web", "worker", "beat")
ROOT = Path(__file__).resolve().parents[2]
# What stands between new code and a running portal; repeating it does no harm.
PREPARATION = (("migrate", "--noinput", "-v0"), ("build_assets",), ("collectstatic", "--noinput", "-v0"))


def command(name: str, environment: Mapping[str, str]) -> list[str]:
    data = environment.get("DATA_DIR", "var")
    commands = {
        "web": [
            *("gunicorn", "config.wsgi:application", "--worker-class", "gthread"),
            *("--workers", environment.get("WEB_WORKERS", "2"), "--threads", "4"),
            *("--bind", environment.get("BIND", f"127.0.0.1:{environment.get('PORT') or '8000'}")),
            *("--timeout", "60", "--graceful-timeout", "10", "--access-logfile", "-", "--no-control-socket"),
            # A worker is renewed after a while, so that a leak in a library stays small.
            *("--max-requests", "5000", "--max-requests-jitter", "500"),
        ],
        "worker": [
            *("celery", "--app", "config", "worker", "--loglevel", "INFO"),
            *("--concurrency", environment.get("WORKER_PROCESSES", "2"), "--max-tasks-per-child", "200"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [
            *("celery", "--app", "config", "beat", "--loglevel", "INFO"),
            *("--schedule", f"{data}/beat-schedule", "--pidfile="),
        ],
    }
    return commands[name]


def main(arguments: list[str]) -> int:
    """`script/process NAME` in a container; a long-running one replaces this, so that it gets the signals."""
    name = arguments[0] if arguments else ""
    if name == "prepare":
        return _prepare()
    if name == "health":
        return _ask_health()
    if name not in PROCESSES:
        sys.exit(f"Usage: script/process {'|'.join([*PROCESSES, 'prepare', 'health'])}")
    argv = command(name, os.environ)
    return os.execvp(argv[0], argv)


def _prepare() -> int:
    """Once before the others start: roles and database, tables, static files."""
    for step in (("setup_database",), *PREPARATION):
        environment = {**os.environ, "DATABASE_ROLE": "owner"}
        subprocess.run([sys.executable, str(ROOT / "manage.py"), *step], env=environment, check=True)
    return 0


def _ask_health() -> int:
    """Ask as the proxy would: by the public name, over what it says is the public scheme."""
    public = urlsplit(os.environ["PUBLIC_URL"])
    request = urllib.request.Request("http://127.0.0.1:8000/healthz/live")
    request.add_header("Host", public.netloc)
    request.add_header("X-Forwarded-Proto", public.scheme)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=5) as answer:
        return 0 if answer.status == 200 else 1
