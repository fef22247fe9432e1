"""`script/bench NAME …`: bench/NAME.py on a private server whose data is kept apart from the trial's."""

from .environment import manage, ready, run
from .places import BENCH, PYTHON, ROOT, Stop


def main(arguments: list[str]) -> int:
    known = sorted(path.stem for path in (ROOT / "bench").glob("[a-z]*.py"))
    if not arguments or arguments[0] not in known:
        raise Stop(f"Có các phép đo: {', '.join(known)}.", "Usage: script/bench NAME [options]")
    with ready(BENCH, dev=True) as environment:
        environment.update(DATABASE_ROLE="owner", PYTHONPATH=str(ROOT))
        if manage(environment, "migrate", "--noinput", "-v0"):
            return 1
        return run(environment, str(PYTHON), "-m", f"bench.{arguments[0]}", *arguments[1:])
