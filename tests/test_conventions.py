"""Rules of the house that a linter cannot know: docs/architecture.md says why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

ROOT = Path(settings.BASE_DIR)
APPS_IN_ORDER = ["accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports", "demo"]
MAX_LINES, MAX_STATEMENTS, MAX_TEMPLATE_LINES = 250, 40, 150
LOWEST = {"models", "migrations", "rights", "names", "working_days", "context", "data"}
PURE = {"rules", "scoring", "measures", "todos", "chips", "verbs"}
SHAPES = {"forms", "filters", "resources", "workbooks", "papers"}
ENTRIES = {"views", "tasks", "urls", "management", "templatetags", "middleware", "apps", "backends"}
DUMPING_GROUNDS = {"utils", "helpers", "services", "common", "mixins", "misc"}
# The modules that may assign a document's state: its verbs.
STATE_WRITERS = {
    "accounts": {"outbox", "running"},
    "cadres": {"confirming", "data_requests", "intake", "posting", "registering", "reorganising"},
    "criteria": {"pledging", "programming", "calendar_year", "composing", "good_models"},
    "fieldvisits": {"planning", "visiting", "following_up"},
    "evaluations": {"assessing", "appraisal", "reconsidering", "breaches"},
    "reports": {"freezing"},
}


def modules(*apps: str) -> Iterator[Path]:
    for app in apps or APPS_IN_ORDER:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path: Path) -> Iterator[str]:
    """Dotted names of what a module imports, `from a import b` as a.b."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(part: str) -> int:
    """Place of a module or package of an app in the line of layers."""
    for place, names in enumerate([LOWEST, PURE]):
        if part in names:
            return place
    return 3 if part in SHAPES else 4 if part in ENTRIES else 2


def part_of(path: Path) -> str:
    inside = path.relative_to(ROOT).parts[1]
    return inside.removesuffix(".py")


@pytest.mark.parametrize("app", APPS_IN_ORDER)
def test_apps_import_only_apps_to_their_left(app):
    higher = {*APPS_IN_ORDER[APPS_IN_ORDER.index(app) + 1 :], "config"}
    wrong = {f"{path.relative_to(ROOT)}: {name}" for path in modules(app) for name in imports(path)}
    assert {line for line in wrong if line.split(": ")[1].split(".")[0] in higher} == set()


def test_modules_import_only_lower_layers():
    wrong = []
    for path in modules():
        app = path.relative_to(ROOT).parts[0]
        for name in imports(path):
            parts = name.split(".")
            if (
                parts[0] == app
                and len(parts) > 1
                and (ROOT / app / parts[1]).exists() | (ROOT / app / f"{parts[1]}.py").exists()
                and layer(parts[1]) > layer(part_of(path))
            ):
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
    assert wrong == []


def test_modules_stay_readable():
    sizes = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in modules(*APPS_IN_ORDER, "config")}
    assert {path: lines for path, lines in sizes.items() if lines > MAX_LINES} == {}


def test_functions_stay_readable():
    long = {}
    for path in modules(*APPS_IN_ORDER, "config", "bench"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef):
                statements = sum(isinstance(inner, ast.stmt) for inner in ast.walk(node)) - 1
                if statements > MAX_STATEMENTS:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = statements
    assert long == {}


def test_templates_stay_readable():
    sizes = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in (ROOT / "templates").rglob("*.html")}
    assert {path: lines for path, lines in sizes.items() if lines > MAX_TEMPLATE_LINES} == {}


def test_no_dumping_grounds():
    named = [p for p in modules(*APPS_IN_ORDER, "config") if {p.stem, p.parent.name} & DUMPING_GROUNDS]
    assert named == []


def test_imports_stand_at_the_top():
    inline = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules(*APPS_IN_ORDER, "config")
        for function in ast.walk(parsed(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inline == []


def test_signals_are_not_used():
    named = [p for p in modules() if re.search(r"django\.db\.models\.signals|django\.dispatch", p.read_text())]
    assert named == []


def test_templates_have_no_inline_script_or_style():
    pattern = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    found = [str(p.relative_to(ROOT)) for p in (ROOT / "templates").rglob("*.html") if pattern.search(p.read_text())]
    assert found == []


def test_every_template_is_used():
    root = ROOT / "templates"
    names = {str(p.relative_to(root)) for p in root.rglob("*.html")}
    given_by_name = {name for name in names if name.startswith(("account/", "mfa/", "bootstrap5/"))}
    text = "".join(p.read_text() for p in [*modules(*APPS_IN_ORDER, "config"), *root.rglob("*.html")])
    assert {name for name in names - given_by_name if name not in text} == set()


def test_only_verbs_assign_a_state():
    assigning = set()
    for path in modules():
        app, part = path.relative_to(ROOT).parts[0], part_of(path)
        for node in ast.walk(parsed(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            flat = [t for target in targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])]
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in flat) and part not in STATE_WRITERS[app]:
                assigning.add(str(path.relative_to(ROOT)))
    assert assigning == set()


def our_views() -> Iterator[tuple[str, object]]:
    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.name, pattern.callback
            else:
                yield from walk(pattern.url_patterns)

    return ((n, v) for n, v in walk(get_resolver().url_patterns) if v.__module__.split(".")[0] in APPS_IN_ORDER[1:])


def test_every_view_declares_its_rights():
    own = {f"registration_{act}" for act in ("own", "correct", "withdraw", "contest")}
    open_to_all = {"criteria_page", "data_request_new", "data_request_detail", "my_rights", "reset_code_told"} | own
    named = [
        name
        for name, view in our_views()
        if getattr(view, "login_required", True) and not hasattr(view, "rights_required") and name not in open_to_all
    ]
    assert named == []


def test_people_and_units_are_never_deleted_along():
    deleting = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in modules()
        for line in path.read_text().splitlines()
        if "on_delete=models.CASCADE" in line and re.search(r"Cadre|Unit|User|AUTH_USER", line)
    ]
    assert deleting == []


def test_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True)
