"""Queue, database and repository; the numbers are those of docs/security.md."""

import re
import subprocess
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import ForeignKey
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from accounts import outbox
from accounts.models import Job
from config import health
from tests.factories.accounts import UserFactory

OURS = ["accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports"]


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def tasks() -> dict:
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if name.split(".")[0] in {*OURS, "config"}}


@pytest.mark.parametrize("name", sorted(tasks()))
def test_49_every_task_may_run_twice(name, world):
    """A task that is delivered again finds its work done: the tables hold what they held after the first time."""
    task = tasks()[name]
    arguments = [str(outbox.enqueue("mail", {"notification": 0}, key="twice").pk)] if task.name.endswith("job") else []
    task(*arguments)
    once = contents()
    task(*arguments)

    assert contents() == once


def contents() -> dict[str, int]:
    """How many rows each table of ours has."""
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return {model._meta.db_table: model._base_manager.count() for model in models}


def test_50_the_queue_takes_json_and_loses_nothing():
    conf = current_app.conf
    found = {
        "accept": conf.accept_content,
        "serializer": conf.task_serializer,
        "acks late": conf.task_acks_late,
        "rejects on lost worker": conf.task_reject_on_worker_lost,
        "prefetch": conf.worker_prefetch_multiplier,
        "ignores results": conf.task_ignore_result,
    }
    assert found == {
        "accept": ["json"],
        "serializer": "json",
        "acks late": True,
        "rejects on lost worker": True,
        "prefetch": 1,
        "ignores results": True,
    }
    assert conf.broker_transport_options["visibility_timeout"] > 2 * conf.task_time_limit


def test_50_a_pickled_message_is_refused():
    content_type, encoding, body = dumps({"id": 1}, serializer="pickle")
    with pytest.raises(ContentDisallowed):
        loads(body, content_type, encoding, accept=current_app.conf.accept_content)


def test_50_a_nudge_goes_through_a_real_broker():
    """What a request sends is a name and an id as JSON, nothing else."""
    job = outbox.enqueue("mail", {"notification": 0}, key="nudged")
    with current_app.connection_for_write() as broker:
        before = broker.default_channel.client.llen("celery")
        outbox.nudge(job.pk)
        message = broker.default_channel.client.lindex("celery", 0)
        broker.default_channel.client.lpop("celery")
        assert broker.default_channel.client.llen("celery") == before
    assert b'"content-type": "application/json"' in message


def test_51_every_rule_of_the_models_is_in_the_database():
    held = {name for (name,) in rows("SELECT conname FROM pg_constraint")} | {
        name for (name,) in rows("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
    }
    wanted = {
        constraint.name
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    assert len(wanted) > 50
    assert wanted - held == set()


def test_51_every_foreign_key_is_in_the_database():
    held = set(
        rows(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'"
        )
    )
    wanted = {
        (model._meta.db_table, field.column)
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.db_constraint
    }
    assert wanted - held == set()


def test_52_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_54_the_application_waits_for_nothing_for_long():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname = 'portal_app'")
        found = cursor.fetchone()
    if found is None:
        pytest.skip("a database server of somebody else: it has no role portal_app")
    assert {"statement_timeout=15s", "lock_timeout=3s", "idle_in_transaction_session_timeout=30s"} <= set(found[0])


def test_55_alive_without_a_database_but_not_ready(client, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("server gone")

    with monkeypatch.context() as changed:
        changed.setattr(connection, "cursor", gone)
        live, ready = client.get("/healthz/live"), client.get("/healthz/ready")

    assert (live.status_code, ready.status_code, ready.content) == (200, 503, b"database")


def test_55_not_ready_while_a_migration_waits(client):
    MigrationRecorder.Migration.objects.filter(app="cadres").order_by("-id").first().delete()
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.content) == (503, b"migrations")


def test_55_not_ready_without_room_for_files(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_DISK", 1 << 60)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.content) == (503, b"disk")


def test_55_ready_with_one(client):
    assert client.get("/healthz/ready").status_code == 200


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[bap]-[0-9A-Za-z-]{10,}"
    r"|(?i:secret_key|api_key)\s*=\s*['\"][A-Za-z0-9_\-+/=]{20,}['\"]"
)


def test_62_the_repository_holds_no_secret():
    root = Path(django_settings.BASE_DIR)
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.splitlines()
    assert {name for name in names if Path(name).name in {".env", "secret-key", "demo-password"}} == set()
    assert {name for name in names if (root / name).is_file() and _holds_a_secret(root / name)} == set()


def _holds_a_secret(path: Path) -> bool:
    return bool(SECRETS.search(path.read_bytes().decode("utf-8", "ignore")))


def test_62_the_search_for_secrets_finds_one(tmp_path):
    path = tmp_path / "settings.py"
    path.write_text(f'SECRET_KEY = "{"k" * 50}"')
    assert _holds_a_secret(path)


def test_14_a_fresh_install_has_no_account():
    """The tables as the migrations leave them: nobody can sign in until somebody is made."""
    assert UserFactory._meta.model.objects.count() == 0
    assert Job.objects.count() == 0
