"""`script/lock`: compile requirements*.in to pinned, hashed requirements*.txt for every platform."""

import subprocess

from .install import ensure_venv
from .places import ROOT, VENV

# Extras stay in the lock: an older pip takes `coverage==1` for no pin of `coverage[toml]` once a newer one is out.
OPTIONS = (
    *("--universal", "--no-strip-extras", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url"),
)


def main(arguments: list[str]) -> int:
    """Arguments go to `uv pip compile`, for example --upgrade-package django."""
    ensure_venv(dev=True)
    for stem in ("requirements", "requirements-dev", "requirements-local"):
        argv = [VENV / "bin/uv", "pip", "compile", "--quiet", *OPTIONS, f"{stem}.in", "-o", f"{stem}.txt", *arguments]
        done = subprocess.run([str(part) for part in argv], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return done.returncode
    return 0
