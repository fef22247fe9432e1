"""The three long-running processes, written down once: script/run starts them, and so does docker compose."""

import os
from collections.abc import Mapping

PROCESSES = ("web", "worker", "beat")


def command(name: str, environment: Mapping[str, str]) -> list[str]:
    data = environment.get("DATA_DIR", "var")
    commands = {
        "web": [
            *("gunicorn", "config.wsgi:application", "--worker-class", "gthread"),
            *("--workers", environment.get("WEB_WORKERS", "2"), "--threads", "4"),
            *("--bind", environment.get("BIND", f"127.0.0.1:{environment.get('PORT') or '8000'}")),
            *("--timeout", "60", "--graceful-timeout", "10", "--access-logfile", "-"),
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


def main(arguments: list[str]) -> None:
    """Become that process (the container's first one, so that it gets the signals)."""
    argv = command(arguments[0], os.environ)
    os.execvp(argv[0], argv)
