"""How long a search takes for readers of every reach: script/bench search --scale nation.

For each reader and way of asking one line of JSON: the time of a search (people with their posts, and units), p50 and
p95 in milliseconds over many words, how many queries read a whole table, and the ratio of p50 to a bare look-up of one
row by its key, taken in the same process.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.rollup import load

MOST = 6
LIMIT_MS = 100
BIG = ("cadre ", "unit ", "appointment ")


def readers() -> dict[str, Any]:
    """Somebody who reads the whole tree, then the secretaries of a province, of a district and of a base in it."""
    from django.utils import timezone  # noqa: PLC0415 - only after django.setup()

    from cadres.models import Appointment, RoleGrant, Unit  # noqa: PLC0415

    unit = Unit.objects.get(depth=1)
    found = {"root": RoleGrant.objects.select_related("user").filter(unit=unit, role="org_staff").first().user}
    for level in ("province", "district", "base"):
        posts = Appointment.objects.valid_on(timezone.localdate()).secretaries().filter(unit__type=level)
        post = posts.filter(unit__path__startswith=unit.path, cadre__user__isnull=False).order_by("unit__path").first()
        found[level], unit = post.cadre.user, post.unit
    return found


def words(rounds: int, seed: int) -> dict[str, list[str]]:
    """Words as people type them: from people and units of the database, and some that are nowhere."""
    from cadres.models import Cadre, Unit  # noqa: PLC0415

    chance = random.Random(seed)
    keys = list(Cadre.objects.order_by("pk").values_list("pk", flat=True))
    people = list(Cadre.objects.filter(pk__in=chance.sample(keys, rounds)))
    units = list(Unit.objects.order_by("?")[:rounds])
    return {
        "full name": [one.full_name for one in people],
        "name turned round": [" ".join(reversed(one.full_name.split())) for one in people],
        "given name": [one.full_name.split()[-1] for one in people],
        "family name": [one.full_name.split()[0] for one in people],
        "two letters": [one.search_key[:2] for one in people],
        "phone": [one.phone for one in people if one.phone],
        "begun phone": [one.phone[:5] for one in people if one.phone],
        "e-mail": [one.email for one in people if one.email],
        "code": [one.code for one in people],
        "unit": [one.name for one in units],
        "unit code": [one.code for one in units],
        "nowhere": [f"zx{number}q" for number in range(rounds)],
    }


def search(user: Any, typed: str) -> None:
    from cadres import finding  # noqa: PLC0415

    finding.people(user, typed, MOST)
    finding.units(user, typed, MOST)


def whole_tables(user: Any, typed: str) -> int:
    """How many of the queries of a search read a table of people, units or appointments from end to end."""
    with CaptureQueriesContext(connection) as asked:
        search(user, typed)
    with connection.cursor() as cursor:
        plans = []
        for query in asked.captured_queries:
            cursor.execute("EXPLAIN " + query["sql"].replace("%", "%%"), [])
            plans.append("\n".join(line for (line,) in cursor))
    return sum(any(f"Seq Scan on cadres_{table}" in plan for table in BIG) for plan in plans)


def milliseconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def bare(rounds: int) -> float:
    """What the database takes for one row by its key, with all that Django adds."""
    from cadres.models import Cadre  # noqa: PLC0415

    key = Cadre.objects.values_list("pk", flat=True).first()
    return statistics.median(milliseconds(lambda: Cadre.objects.get(pk=key)) for _ in range(rounds))


def measure(user: Any, typed: list[str]) -> dict[str, object]:
    scans = sum(whole_tables(user, one) for one in typed[:10])
    times = [milliseconds(lambda one=one: search(user, one)) for one in typed]
    return {
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "max_ms": round(max(times), 2),
        "whole_tables_read": scans,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench search")
    parser.add_argument("--scale", default="merged", choices=["small", "province", "merged", "nation"])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=283)
    parser.add_argument("--here", action="store_true", help="measure the data that is there, whatever its scale")
    options = parser.parse_args()
    django.setup()
    if not options.here:
        load(options.scale)
    look_up = bare(200)
    print(json.dumps({"case": "bare look-up", "p50_ms": round(look_up, 3)}))
    slow = 0
    for reader, user in readers().items():
        for way, typed in words(options.rounds, options.seed).items():
            found = measure(user, typed)
            slow += found["p95_ms"] > LIMIT_MS
            ratio = round(found["p50_ms"] / look_up, 1)
            print(json.dumps({"reader": reader, "by": way, **found, "ratio": ratio}, ensure_ascii=False), flush=True)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
