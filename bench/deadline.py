"""The last minute before a deadline: script/bench deadline --scale province.

500 people send their pledge within 60 seconds, from 50 clients, against gunicorn with 2 workers as script/run starts
it; one in ten presses the button twice. Then 500 more send as fast as they can, and 500 forms go to a bare Django
view that inserts one row: the ratio of the two rates says what the portal's own work costs. Prints JSON lines; ends
with 1 when a pledge was lost or doubled, an answer was an error, or p95 of the submit is above 400 ms.
"""

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import django
from django.core.management import call_command
from django.db import connection

from bench import ONE_ROW
from bench.rollup import load

CLIENTS, EACH, SECONDS, WORKERS = 50, 10, 60, 2
DOUBLE = 10
LIMIT_MS = 400
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FIELD = re.compile(r'name="(csrfmiddlewaretoken|submit_key|version)" value="([^"]+)"')


@dataclass
class Line:
    """A connection that is kept open, as browsers do, and opened anew when the server has closed it."""

    port: int
    held: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, str, list[str]]:
        for attempt in (1, 2):
            if self.held is None:
                self.held = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.held.request(method, path, body or None, headers)
                answer = self.held.getresponse()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.held.close()
                self.held = None
                if attempt == 2:
                    raise
                continue
            return answer.status, answer.read().decode(errors="replace"), answer.headers.get_all("Set-Cookie") or []
        raise AssertionError


@dataclass
class Tally:
    """What the clients saw. Seconds of each answer; errors in words."""

    forms: list[float] = field(default_factory=list)
    submits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)


def fetch(line: Line, draft: Any, tally: Tally) -> tuple[str, dict[str, str]]:
    """The page that sends: its fields and the headers to send them with."""
    start, path = time.perf_counter(), f"/dang-ky/{draft.pledge}/{'nhanh/' if draft.is_short else ''}xem-lai/"
    status, text, cookies = line.ask("GET", path, {"Cookie": f"sid={draft.session}"})
    tally.forms.append(time.perf_counter() - start)
    if status != 200:
        tally.errors.append(f"form {status}")
    fields = dict(FIELD.findall(text)) | {"has_read": "on", "message": ""}
    csrf = next((cookie.split(";")[0] for cookie in cookies if cookie.startswith("csrf=")), "")
    return urlencode(fields), FORM | {"Cookie": f"sid={draft.session}; {csrf}"}


def send(line: Line, draft: Any, form: tuple[str, dict[str, str]], tally: Tally) -> None:
    body, headers = form
    start = time.perf_counter()
    try:
        status, text, _ = line.ask("POST", f"/dang-ky/{draft.pledge}/nop/", headers, body)
    except OSError as error:
        tally.errors.append(f"submit {type(error).__name__}")
        return
    tally.submits.append(time.perf_counter() - start)
    if status == 302:
        tally.accepted.append(draft.pledge)
    else:
        tally.errors.append(f"submit {status}: {re.sub('<[^>]+>', ' ', text)[:200].strip()}")


def last_minute(port: int, drafts: list[Any], tally: Tally) -> None:
    """Each client sends its drafts at moments of its own, spread over the minute."""
    begin = time.perf_counter()

    def client(own: list[Any], chance: random.Random) -> None:
        line, second = Line(port), Line(port)
        for n, (moment, draft) in enumerate(zip(sorted(chance.uniform(0, SECONDS) for _ in own), own, strict=True)):
            time.sleep(max(0.0, begin + moment - time.perf_counter()))
            form = fetch(line, draft, tally)
            if n % DOUBLE == 0:
                again = threading.Thread(target=send, args=(second, draft, form, tally))
                again.start()
                send(line, draft, form, tally)
                again.join()
            else:
                send(line, draft, form, tally)

    _together(client, drafts)


def at_once(port: int, drafts: list[Any], tally: Tally) -> float:
    """Forms are fetched first; then all send as fast as they can. Submits a second."""
    lines = [Line(port) for _ in range(CLIENTS)]
    forms = {draft.pledge: fetch(lines[n % CLIENTS], draft, tally) for n, draft in enumerate(drafts)}

    def client(own: list[Any], _: random.Random) -> None:
        line = Line(port)
        for draft in own:
            send(line, draft, forms[draft.pledge], tally)

    return len(drafts) / _together(client, drafts)


def bare(port: int, count: int) -> float:
    def client(own: list[Any], _: random.Random) -> None:
        line = Line(port)
        for _row in own:
            line.ask("POST", "/", FORM, "message=")

    return count / _together(client, list(range(count)))


def _together(client: Callable[[list[Any], random.Random], None], rows: list[Any]) -> float:
    """Run the clients side by side, each with its share; seconds until the last is done."""
    shares = [rows[n::CLIENTS] for n in range(CLIENTS)]
    threads = [threading.Thread(target=client, args=(own, random.Random(n))) for n, own in enumerate(shares)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start


@contextmanager
def gunicorn(application: str) -> Iterator[int]:
    """A server with two workers for as long as it is needed; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--worker-class", "gthread", "--threads", "4"]
    command += ["--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_ROLE"}
    environment |= {"PUBLIC_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen([*command, "--no-control-socket"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            break
    Line(port).ask("GET", "/healthz/live", {})


def check(drafts: list[Any], tally: Tally) -> dict[str, int]:
    """What the database holds of the drafts that were answered with yes."""
    from accounts.models import AuditEvent  # noqa: PLC0415 - only after django.setup()
    from criteria.models import Pledge, PledgeRevision  # noqa: PLC0415

    keys = [draft.pledge for draft in drafts]
    sent = set(Pledge.objects.filter(pk__in=keys, state="submitted").values_list("pk", flat=True))
    revisions = list(PledgeRevision.objects.filter(pledge__in=keys).values_list("pledge", flat=True))
    events = AuditEvent.objects.filter(
        verb="pledge.submitted", target="criteria.pledge", target_id__in=[str(key) for key in keys]
    )
    traced = list(events.values_list("target_id", flat=True))
    doubled = (len(revisions) - len(set(revisions))) + (len(traced) - len(set(traced)))
    return {"submitted": len(sent), "lost": len(set(tally.accepted) - sent), "doubled": doubled}


def p95(seconds: list[float]) -> float:
    return round(statistics.quantiles(seconds, n=20)[-1] * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench deadline")
    parser.add_argument("--scale", default="province", choices=["small", "province", "merged", "nation"])
    options = parser.parse_args()
    django.setup()
    from bench.drafts import make_drafts  # noqa: PLC0415

    call_command("build_assets", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load(options.scale)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {ONE_ROW} (id bigserial PRIMARY KEY, words text NOT NULL)")
    count = CLIENTS * EACH
    drafts = make_drafts(2 * count)
    minute, rush = Tally(), Tally()
    with gunicorn("config.wsgi:application") as port:
        last_minute(port, drafts[:count], minute)
        found = check(drafts[:count], minute)
        print(json.dumps({"case": "last minute", "scale": options.scale, "form_p95_ms": p95(minute.forms), **found}))
        rate = at_once(port, drafts[count:], rush)
        print(json.dumps({"case": "at once", "per_second": round(rate, 1), **check(drafts[count:], rush)}))
    with gunicorn("bench.one_row:application") as port:
        bare_rate = bare(port, count)
        print(json.dumps({"case": "bare view", "per_second": round(bare_rate, 1)}))
    errors = minute.errors + rush.errors
    for words in sorted(set(errors))[:5]:
        print(words, file=sys.stderr)
    total = found | {"errors": len(errors), "p95_ms": p95(minute.submits), "ratio": round(rate / bare_rate, 3)}
    print(json.dumps(total))
    if errors or found["lost"] or found["doubled"] or found["submitted"] < count or total["p95_ms"] > LIMIT_MS:
        sys.exit(1)


if __name__ == "__main__":
    main()
