"""Make the database, its roles, extensions and default privileges. Safe to run again at any time."""

from contextlib import closing
from typing import Any

import environ
import psycopg2
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
# What the application may wait for; the owner (migrations, bulk loads) has no such limits.
TIMEOUTS = {"statement_timeout": "15s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "30s"}
DEFAULTS = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
PRIVILEGES = (
    DEFAULTS + "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    DEFAULTS + "GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    "GRANT USAGE ON SCHEMA public TO {app}",
)


class Command(BaseCommand):
    help = "Makes roles, database, extensions and default privileges; needs DATABASE_ADMIN_URL."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        env = environ.Env()
        if not env("DATABASE_ADMIN_URL", default=""):
            raise CommandError("Set DATABASE_ADMIN_URL to an account that may create roles and databases.")
        admin, owner, app = (env.db_url(name) for name in ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_URL"))
        if owner["NAME"] != app["NAME"]:
            raise CommandError("DATABASE_URL and DATABASE_OWNER_URL must name the same database.")
        names = {"owner": sql.Identifier(owner["USER"]), "app": sql.Identifier(app["USER"])}
        with closing(_connect(admin, admin["NAME"])) as server:
            _make_role(server, owner, "CREATEDB")
            _make_role(server, app, "NOCREATEDB")
            _run(server, "GRANT {app} TO {owner}", **names)
            _run(server, "ALTER ROLE {app} RESET ALL", **names)
            for name, value in TIMEOUTS.items():
                statement = "ALTER ROLE {app} SET {name} = {value}"
                _run(server, statement, **names, name=sql.Identifier(name), value=sql.Literal(value))
            _make_database(server, owner)
            _run(server, "GRANT CONNECT ON DATABASE {name} TO {app}", **names, name=sql.Identifier(owner["NAME"]))
        # Test databases are copied from template1: they get the extensions and privileges from there.
        for database in ("template1", owner["NAME"]):
            with closing(_connect(admin, database)) as inside:
                for extension in EXTENSIONS:
                    _run(inside, "CREATE EXTENSION IF NOT EXISTS {extension}", extension=sql.Identifier(extension))
                for statement in PRIVILEGES:
                    _run(inside, statement, **names)


def _connect(settings: dict[str, Any], database: str) -> connection:
    made = psycopg2.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=database,
        connect_timeout=10,
    )
    made.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return made


def _run(server: connection, statement: str, **names: sql.Composable) -> None:
    with server.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**names))


def _exists(server: connection, query: str, name: str) -> bool:
    with server.cursor() as cursor:
        cursor.execute(query, [name])
        return cursor.fetchone() is not None


def _make_role(server: connection, settings: dict[str, Any], attribute: str) -> None:
    role = sql.Identifier(settings["USER"])
    if not _exists(server, "SELECT 1 FROM pg_roles WHERE rolname = %s", settings["USER"]):
        _run(server, "CREATE ROLE {role} LOGIN", role=role)
    _run(server, f"ALTER ROLE {{role}} LOGIN NOSUPERUSER NOCREATEROLE {attribute}", role=role)
    if settings["PASSWORD"]:
        _run(server, "ALTER ROLE {role} PASSWORD {word}", role=role, word=sql.Literal(settings["PASSWORD"]))


def _make_database(server: connection, owner: dict[str, Any]) -> None:
    names = {"database": sql.Identifier(owner["NAME"]), "owner": sql.Identifier(owner["USER"])}
    if not _exists(server, "SELECT 1 FROM pg_database WHERE datname = %s", owner["NAME"]):
        _run(server, "CREATE DATABASE {database} OWNER {owner}", **names)
    _run(server, "ALTER DATABASE {database} OWNER TO {owner}", **names)
    _run(server, "REVOKE ALL ON DATABASE {database} FROM PUBLIC", **names)
