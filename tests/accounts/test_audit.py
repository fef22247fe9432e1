"""The audit trail is append-only, chained, and says who did what from where."""

import ast

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.context import Origin, origin
from accounts.models import AuditEvent
from accounts.verbs import VERBS
from tests.factories.accounts import UserFactory


def test_record_keeps_ids_and_origin():
    user = UserFactory()
    token = origin.set(Origin(ip="203.0.113.7", request_id="abc"))

    audit.record("cadre.changed", user, by=user, reason="sai số", after={"fields": ["phone"]})

    origin.reset(token)
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.target, event.target_id) == (user.pk, "accounts.user", str(user.pk))
    assert (event.ip, event.request_id, event.reason) == ("203.0.113.7", "abc", "sai số")


def test_events_are_chained():
    user = UserFactory()
    for _ in range(3):
        audit.record("cadre.changed", user, by=user)

    events = list(AuditEvent.objects.order_by("seq"))

    assert [event.seq for event in events] == [1, 2, 3]
    assert events[0].prev_hash == "0" * 64
    assert [event.prev_hash for event in events[1:]] == [event.hash for event in events[:2]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_auditevent e WHERE hash = audit_hash(e)")
        assert cursor.fetchone() == (3,)


@pytest.mark.parametrize("sql", ["UPDATE accounts_auditevent SET verb = 'x'", "DELETE FROM accounts_auditevent"])
def test_events_cannot_be_changed(sql):
    audit.record("cadre.changed", UserFactory(), by=None)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_trail_is_newest_first_with_names():
    user = UserFactory(full_name="Lê Minh Khoa")
    audit.record("pledge.submitted", user, by=user)
    audit.record("pledge.approved", user, by=user)

    lines = [(event.verb, event.actor_name) for event in audit.trail(user)]

    assert lines == [("pledge.approved", "Lê Minh Khoa"), ("pledge.submitted", "Lê Minh Khoa")]


def recorded_verbs():
    """Every verb that is written out in a call of audit.record."""
    for app in ("accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports", "config"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                is_record = isinstance(node, ast.Call) and ast.unparse(node.func) in {"audit.record", "_record"}
                verb = node.args[0] if is_record and node.args else None
                if isinstance(verb, ast.Constant) and "." in str(verb.value):
                    yield str(verb.value)


def test_every_recorded_verb_has_words():
    found = set(recorded_verbs())

    assert "cadre.changed" in found
    assert found - VERBS.keys() == set()


def test_looks_are_no_part_of_what_happened_to_a_document():
    user = UserFactory()
    audit.record("evaluation.decided", user, by=user)
    audit.record("evaluation.viewed", user, by=user)
    audit.record("access.refused", user, by=user)

    assert [event.verb for event in audit.trail(user)] == ["evaluation.decided"]
