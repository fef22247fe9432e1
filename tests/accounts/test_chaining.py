"""Every way of tampering with the trail is found, and an untouched one is clean."""

import datetime as dt
import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts import audit, audit_heads, chaining, sealing
from accounts.models import AuditEvent, AuditSeal
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def heads(settings, tmp_path):
    settings.AUDIT_HEAD_DIR = tmp_path / "audit"


@pytest.fixture
def user():
    return UserFactory()


def write(user, rows=3):
    for _ in range(rows):
        audit.record("cadre.changed", user, by=user, cadre_id=5)


def tamper(sql):
    """As the owner of the tables, who can lift the guard."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER audit_is_append_only")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE accounts_auditevent ENABLE TRIGGER audit_is_append_only")


def found():
    finding = chaining.verify().finding
    return (finding.kind, finding.seq) if finding else None


def test_an_untouched_trail_is_clean(user):
    write(user)

    outcome = chaining.verify()

    assert (outcome.is_clean, outcome.rows, outcome.first_seq, outcome.last_seq) == (True, 3, 1, 3)


def test_an_empty_trail_is_clean():
    assert chaining.verify().is_clean


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE accounts_auditevent SET verb = 'x' WHERE seq = 2", ("changed", 2)),
        ("UPDATE accounts_auditevent SET cadre_id = NULL, unit_id = 5 WHERE seq = 2", ("changed", 2)),
        ("DELETE FROM accounts_auditevent WHERE seq = 2", ("missing", 2)),
        ("DELETE FROM accounts_auditevent WHERE seq = 1", ("beginning", 2)),
        (
            "UPDATE accounts_auditevent e SET verb = 'x' WHERE seq = 2;"
            "UPDATE accounts_auditevent e SET hash = audit_hash(e) WHERE seq = 2",
            ("unlinked", 3),
        ),
    ],
)
def test_tampering_is_found(user, sql, finding):
    write(user)
    tamper(sql)

    assert found() == finding


def test_missing_rows_are_found_at_the_end_of_a_stretch(user, monkeypatch):
    monkeypatch.setattr(chaining, "STRETCH", 2)
    write(user, 5)
    assert found() is None
    tamper("DELETE FROM accounts_auditevent WHERE seq = 4")

    assert found() == ("missing", 4)


def test_a_cut_tail_shows_against_the_exported_head(user):
    write(user)
    audit_heads.export()
    tamper("DELETE FROM accounts_auditevent WHERE seq = 3")

    assert found() == ("cut", 3)


def test_a_trail_written_anew_shows_against_the_exported_head(user):
    write(user)
    audit_heads.export()
    tamper("DELETE FROM accounts_auditevent")
    write(UserFactory())

    assert found() == ("head", 3)


def test_heads_are_appended_once_a_day(user):
    write(user)
    with time_machine.travel("2026-11-01 08:00", tick=False):
        assert audit_heads.export()["seq"] == 3
        assert audit_heads.export() is None
    with time_machine.travel("2026-11-02 08:00", tick=False):
        audit_heads.export()

    lines = [json.loads(line) for line in audit_heads.path().read_text().splitlines()]

    assert [(line["on"], line["seq"], line["count"]) for line in lines] == [("2026-11-01", 3, 3), ("2026-11-02", 3, 3)]
    assert lines[0]["hash"] == AuditEvent.objects.get(seq=3).hash


def past(user, *days):
    """Rows of other days, as a bulk load writes them."""
    AuditEvent.objects.bulk_create(
        AuditEvent(verb="cadre.changed", target="x", target_id="1", actor_id=user.pk, at=timezone.make_aware(day))
        for day in days
    )


def test_months_that_are_over_are_sealed_and_late_rows_go_to_the_next(user):
    past(user, dt.datetime(2023, 1, 5), dt.datetime(2023, 1, 31, 23), dt.datetime(2023, 2, 1), dt.datetime(2023, 1, 9))
    write(user, 1)

    sealing.seal_months()

    assert [(str(seal), seal.first_seq, seal.last_seq, seal.count) for seal in AuditSeal.objects.all()] == [
        ("2023-01", 1, 2, 2),
        ("2023-02", 3, 4, 2),
    ]
    assert AuditSeal.objects.first().head_hash == AuditEvent.objects.get(seq=2).hash
    assert sealing.seal_months() == []


def test_a_rewritten_month_differs_from_its_seal(user):
    past(user, dt.datetime(2023, 1, 5), dt.datetime(2023, 1, 6))
    sealing.seal_months()
    tamper(
        "UPDATE accounts_auditevent e SET verb = 'x' WHERE seq = 2;"
        "UPDATE accounts_auditevent e SET hash = audit_hash(e) WHERE seq = 2"
    )

    assert found() == ("seal", 2)


def test_dropping_takes_whole_sealed_months_and_the_rest_stays_provable(user):
    past(user, dt.datetime(2023, 1, 5), dt.datetime(2023, 2, 6), dt.datetime(2023, 3, 7))
    write(user, 1)
    sealing.seal_months()

    dropped = sealing.drop_before(dt.date(2023, 3, 1))

    assert [str(seal) for seal in dropped] == ["2023-01", "2023-02"]
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", "verb")) == [
        (3, "cadre.changed"),
        (4, "cadre.changed"),
        (5, "audit.dropped"),
    ]
    assert AuditEvent.objects.get(seq=5).after == {"until": "2023-02", "rows": 2}
    assert found() is None
    tamper("DELETE FROM accounts_auditevent WHERE seq = 3")
    assert found() == ("beginning", 4)


def test_the_chain_goes_on_when_every_row_was_dropped(user):
    past(user, dt.datetime(2023, 1, 5))
    sealing.seal_months()

    sealing.drop_before(dt.date(2023, 2, 1))

    assert AuditEvent.objects.get().seq == 2
    assert found() is None


def test_months_younger_than_two_years_are_not_dropped(user):
    with time_machine.travel("2026-11-15 08:00"):
        assert sealing.oldest_to_keep(timezone.localdate()) == dt.date(2024, 11, 1)
        with pytest.raises(sealing.NotAllowed):
            sealing.drop_before(dt.date(2024, 12, 1))


def test_the_command_prints_and_tells_by_its_exit_code(user):
    write(user)
    out = StringIO()

    call_command("audit", "verify", "--json", stdout=out)

    assert json.loads(out.getvalue()) | {"seconds": 0} == {
        "clean": True,
        "rows": 3,
        "first_seq": 1,
        "last_seq": 3,
        "seals": 0,
        "heads": 0,
        "finding": None,
        "seconds": 0,
    }
    tamper("DELETE FROM accounts_auditevent WHERE seq = 2")
    with pytest.raises(CommandError, match="Thiếu các dòng từ 2 đến 2"):
        call_command("audit", "verify", stdout=out)


def test_a_part_of_the_trail_can_be_checked(user):
    past(user, dt.datetime(2023, 1, 5), dt.datetime(2023, 1, 6), dt.datetime(2023, 2, 6))
    write(user, 1)
    tamper("UPDATE accounts_auditevent SET verb = 'x' WHERE seq = 1")

    of_february = chaining.verify(since=dt.date(2023, 2, 1), until=dt.date(2023, 3, 1))
    of_january = chaining.verify(since=dt.date(2023, 1, 1), until=dt.date(2023, 2, 1))

    assert (of_february.rows, of_february.is_clean) == (1, True)
    assert of_january.finding.kind == "changed"
