"""The roles and extensions that `setup_database` makes, seen from the test database."""

import os
from contextlib import closing

import environ
import psycopg2
import psycopg2.errors
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

has_admin = pytest.mark.skipif(not os.environ.get("DATABASE_ADMIN_URL"), reason="a database server of somebody else")


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()]


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def as_application():
    run("SET ROLE portal_app")
    yield
    run("RESET ROLE")


def test_test_database_has_the_extensions():
    assert {"btree_gist", "pg_trgm", "unaccent"} <= set(rows("SELECT extname FROM pg_extension"))


def test_locale_is_c_utf8():
    assert rows("SELECT datcollate FROM pg_database WHERE datname = current_database()") == ["C.UTF-8"]


@has_admin
def test_application_reads_and_writes_rows(as_application):
    assert rows("SELECT count(*) FROM accounts_user WHERE username = 'nobody'") == [0]
    run("INSERT INTO accounts_holiday (\"on\", name, is_working) VALUES ('2026-09-02', 'Quốc khánh', false)")
    assert rows("SELECT name FROM accounts_holiday WHERE \"on\" = '2026-09-02'") == ["Quốc khánh"]


@has_admin
@pytest.mark.parametrize("statement", ["CREATE TABLE x (y int)", "DROP TABLE accounts_holiday"])
def test_application_changes_no_table(as_application, statement):
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        run(statement)
    assert isinstance(caught.value.__cause__, psycopg2.errors.InsufficientPrivilege)


@has_admin
def test_application_does_not_wait_for_ever():
    found = rows("SELECT unnest(rolconfig) FROM pg_roles WHERE rolname = 'portal_app'")
    assert {"statement_timeout=15s", "lock_timeout=3s", "idle_in_transaction_session_timeout=30s"} <= set(found)


@has_admin
def test_command_may_be_repeated():
    call_command("setup_database")
    privileged = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'portal%%' AND (rolsuper OR rolcreaterole)"
    assert rows(privileged) == []


def test_command_says_what_it_needs(monkeypatch):
    monkeypatch.delenv("DATABASE_ADMIN_URL", raising=False)
    with pytest.raises(CommandError, match="DATABASE_ADMIN_URL"):
        call_command("setup_database")


@has_admin
def test_application_connects_to_the_real_database_and_makes_none():
    address = environ.Env().db_url("DATABASE_URL")
    with closing(psycopg2.connect(host=address["HOST"], user=address["USER"], dbname=address["NAME"])) as other:
        cursor = other.cursor()
        cursor.execute("SELECT current_user, has_database_privilege(current_database(), 'CREATE')")
        assert cursor.fetchone() == ("portal_app", False)
