"""`script/check` (the gate before a merge) and `script/fix` (what can be mended by a tool)."""

import subprocess
import sys
from pathlib import Path

from .environment import ready
from .places import PYTHON, ROOT, TESTS, VENV

APPS = ("accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports", "config")
PURE_NAMES = ("rules.py", "scoring.py", "measures.py", "names.py")
SCRIPTS = ("bench", "check", "fix", "lock", "manage", "process", "run", "test")
PRODUCTION = {
    "PUBLIC_URL": "https://renluyen.example.vn",
    "TRUSTED_PROXIES": "1",
    "DEMO": "0",
    "REQUIRE_MFA": "1",
    "EXTRA_HOSTS": "",
    "DATABASE_ROLE": "app",
}


def _tool(name: str, *arguments: str | Path) -> list[str]:
    return [str(VENV / "bin" / name), *map(str, arguments)]


def _python_files() -> list[Path]:
    folders = [*APPS, "tests", "bench"]
    return [ROOT / "manage.py", *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))]


def _templates() -> list[Path]:
    return [path for folder in ("templates", *APPS) for path in sorted((ROOT / folder).rglob("*.html"))]


def _ruff_targets() -> list[Path]:
    return [ROOT, *(ROOT / "script" / name for name in SCRIPTS)]


def pure_modules() -> list[Path]:
    """Those that compute without a database: strictly typed."""
    named = [path for app in APPS for name in PURE_NAMES for path in sorted((ROOT / app).glob(name))]
    working_days = ROOT / "accounts/working_days.py"
    return [*named, *([working_days] if working_days.exists() else [])]


def _checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    manage = [str(PYTHON), str(ROOT / "manage.py")]
    conventions = ROOT / "tests/test_conventions.py"
    checks = {
        "ruff check": (_tool("ruff", "check", "--quiet", "--output-format", "concise", *_ruff_targets()), {}),
        "ruff format": (
            _tool("ruff", "format", "--quiet", "--check", "--output-format", "concise", *_ruff_targets()),
            {},
        ),
        "djade": (_tool("djade", "--check", "--target-version", "5.2", *_templates()), {}),
        "django-upgrade": (_tool("django-upgrade", "--check", "--target-version", "5.2", *_python_files()), {}),
        "makemigrations": ([*manage, "makemigrations", "--check", "--dry-run"], {}),
        "check --deploy": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        "conventions": ([str(PYTHON), "-m", "pytest", "-q", str(conventions)], {}),
        "mypy": (_tool("mypy", "--no-error-summary", *pure_modules()), {}),
    }
    if not _templates():
        del checks["djade"]
    if not pure_modules():
        del checks["mypy"]
    if not conventions.exists():
        del checks["conventions"]
    return checks


def main(_arguments: list[str]) -> int:
    failed = 0
    with ready(TESTS, dev=True) as environment:
        for label, (argv, extra) in _checks().items():
            done = subprocess.run(
                argv,
                cwd=ROOT,
                env=environment | extra,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            print(f"{'✗' if done.returncode else '✓'} {label}", flush=True)
            if done.returncode:
                failed += 1
                print(done.stdout, flush=True)
    return 1 if failed else 0


def fix(_arguments: list[str]) -> int:
    with ready(TESTS, dev=True) as environment:
        steps = [
            _tool("django-upgrade", "--target-version", "5.2", "--exit-zero-even-if-changed", *_python_files()),
            _tool("ruff", "check", "--silent", "--exit-zero", "--fix", *_ruff_targets()),
            _tool("ruff", "format", "--quiet", *_ruff_targets()),
        ]
        if _templates():
            steps.insert(0, _tool("djade", "--target-version", "5.2", *_templates()))
        for argv in steps:
            subprocess.run(argv, cwd=ROOT, env=environment, check=False)
    print("Đã sửa những gì công cụ sửa được; script/check cho biết phần còn lại.", file=sys.stderr)
    return 0
