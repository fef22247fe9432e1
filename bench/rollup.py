"""The whole roll-up against a bare script on the same database: script/bench rollup --scale merged.

Each case runs three times, each time in a process of its own, and the median is printed as a line of JSON. The
bare script knows no Django: hand-written GROUP BYs, the sum in a dict, one COPY. Both must find the same figures.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from bench import bare

CASES = ("portal", "bare")


def load(scale: str) -> None:
    """Demo data of the scale, made once and kept; another scale needs another database."""
    from django.utils import timezone  # noqa: PLC0415

    from cadres.models import Cadre  # noqa: PLC0415 - only after django.setup()
    from demo.making import make_demo  # noqa: PLC0415

    mark = Path(settings.DATA_DIR) / "scale"
    if Cadre.objects.exists():
        if not mark.exists() or mark.read_text() != scale:
            sys.exit(f"{settings.DATA_DIR} holds data of another scale: remove it, then measure {scale}.")
        return
    make_demo(scale, seed=283, today=timezone.localdate(), say=lambda line: print(line, file=sys.stderr))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    mark.write_text(scale)


def portal(year: int) -> tuple[int, list[int]]:
    """The nightly roll-up as the worker does it; rows written and the figures of the root."""
    from reports import rolling_up  # noqa: PLC0415 - only after django.setup()

    snapshot = rolling_up.roll_up(year)
    figures = dict(zip(snapshot.measure_set, snapshot.rows.get(parent=None).total, strict=True))
    rows = snapshot.rows.count()
    return rows, [figures[code] for code in bare.CODES]


def measure(case: str, year: int) -> dict[str, object]:
    """One run in this process."""
    if case == "portal":
        connection.ensure_connection()
        start = time.perf_counter()
        rows, figures = portal(year)
    else:
        parameters = connection.get_connection_params()
        start = time.perf_counter()
        rows, figures = bare.roll_up(parameters, year)
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "rows": rows, "peak_mb": _peak(), "figures": figures}


def _peak() -> float:
    """Most memory that this process has held; getrusage would tell that of its parent when it was more."""
    status = Path("/proc/self/status").read_text()
    return round(int(status.split("VmHWM:")[1].split()[0]) / 1024, 1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench rollup")
    parser.add_argument("--scale", default="merged", choices=["small", "province", "merged", "nation"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    year = timezone.localdate().year
    if options.case:
        print(json.dumps(measure(options.case, year)))
        return
    load(options.scale)
    medians = {}
    found = {}
    rounds = [{case: _run(case) for case in CASES} for _ in range(options.rounds)]
    for case in CASES:
        runs = [one[case] for one in rounds]
        middle = sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]
        found[case] = middle.pop("figures")
        medians[case] = statistics.median(run["seconds"] for run in runs)
        print(json.dumps({"case": case, **middle, "seconds": round(medians[case], 3), "scale": options.scale}))
    print(
        json.dumps({"ratio": round(medians["portal"] / medians["bare"], 2), "same": found["portal"] == found["bare"]})
    )


def _run(case: str) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.rollup", "--case", case]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(answer.stdout.splitlines()[-1])


if __name__ == "__main__":
    main()
