"""Checklist of the trail: items 56 to 58, 63 and 64 of the security design."""

import json
import logging
import re

import psycopg2.errors
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts import audit, audit_heads, chaining
from accounts.models import AuditEvent
from config.logs import OneLine
from evaluations.viewing import VERB
from tests.access import world as worlds
from tests.access.asking import PRIVATE, expected
from tests.access.matrix import MATRIX
from tests.factories.accounts import UserFactory

PASSWORD = "mot cau de nho 2022"


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.AUDIT_HEAD_DIR = tmp_path / "audit"


@pytest.fixture
def world(places):
    return worlds.build()


@pytest.fixture
def as_application():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE portal_app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def new_events(do):
    """What the trail says of one thing that was done."""
    before = AuditEvent.objects.values_list("seq", flat=True).first() or 0
    answer = do()
    return answer, list(AuditEvent.objects.filter(seq__gt=before).order_by("seq"))


@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_auditseal"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "DROP TABLE {}",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} ADD COLUMN x int",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_56_the_application_cannot_touch_the_trail(as_application, sql, table):
    with pytest.raises(DatabaseError) as caught:
        run(sql.format(table))
    assert isinstance(caught.value.__cause__, psycopg2.errors.InsufficientPrivilege)


@pytest.mark.parametrize("sql", ["UPDATE accounts_auditevent SET verb = 'x'", "DELETE FROM accounts_auditevent"])
def test_56_the_owner_is_refused_too(sql):
    audit.record("cadre.changed", UserFactory(), by=None)

    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def test_56_the_application_writes_and_reads(as_application):
    user = UserFactory()
    audit.record("cadre.changed", user, by=user)

    assert AuditEvent.objects.get().actor_id == user.pk


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("SELECT 1", None),
        ("UPDATE accounts_auditevent SET reason = 'x' WHERE seq = 2", "changed"),
        ("DELETE FROM accounts_auditevent WHERE seq = 2", "missing"),
        ("DELETE FROM accounts_auditevent WHERE seq >= 3", "cut"),
    ],
)
def test_57_the_verifier_tells_a_clean_chain_from_a_changed_one(sql, kind):
    user = UserFactory()
    for _ in range(4):
        audit.record("cadre.changed", user, by=user)
    audit_heads.export()
    run(f"ALTER TABLE accounts_auditevent DISABLE TRIGGER audit_is_append_only; {sql}")

    finding = chaining.verify().finding

    assert (finding.kind if finding else None) == kind


# Whoever asks for it is told nothing, and it is nobody's: a notice that is not one's own leads to one's own list.
NOTHING_HIDDEN = {"accounts:notification_open"}
HIDDEN = [name for name, row in PRIVATE.items() if row.thing and name not in NOTHING_HIDDEN]


def test_58_asking_for_what_is_out_of_reach_writes_one_row(client, world):
    client.force_login(world.users["district secretary"])
    wrong = {}
    for name in HIDDEN:
        if expected(world, PRIVATE[name], "district secretary", "out") != {404}:
            continue
        with transaction.atomic():
            _, events = new_events(lambda name=name: ask(client, world, name, "out"))
            transaction.set_rollback(True)
        if [event.verb for event in events] != ["access.refused"]:
            wrong[name] = [event.verb for event in events]
    assert wrong == {}


def ask(client, world, name, place):
    row = MATRIX[name]
    kwargs = world.things[row.thing][place].kwargs if row.thing else {}
    return getattr(client, row.method)(reverse(name, kwargs=kwargs))


def test_58_what_does_not_exist_leaves_no_row(client, world):
    client.force_login(world.users["district secretary"])

    answer, events = new_events(lambda: client.get("/can-bo/999999/"))

    assert (answer.status_code, events) == (404, [])


def test_58_the_refused_row_says_who_asked_for_what(client, world):
    user = world.users["district secretary"]
    client.force_login(user)
    kwargs = world.things["evaluation"]["out"].kwargs

    _, (event,) = new_events(lambda: client.get(reverse("evaluations:detail", kwargs=kwargs)))

    assert (event.actor_id, event.target, event.target_id) == (user.pk, "evaluations.evaluation", str(kwargs["pk"]))
    assert event.after == {"page": "evaluations:detail", "method": "GET"}
    assert (event.cadre_id, event.unit_id) == (world.tree.other_base_secretary.pk, world.tree.other_base.pk)


VIEWS = {
    "evaluations:detail": "evaluation",
    "evaluations:result_panel": "cadre_pk",
}


@pytest.mark.parametrize("name", VIEWS)
def test_58_a_view_of_anothers_evaluation_writes_one_row(client, world, name):
    client.force_login(world.users["district secretary"])
    url = reverse(name, kwargs=world.things[VIEWS[name]]["in"].kwargs)

    _, first = new_events(lambda: client.get(url))
    _, second = new_events(lambda: client.get(url))
    _, polled = new_events(lambda: client.get(url, headers={"HX-Request": "true"}))

    assert [event.verb for event in first + second] == [VERB, VERB]
    assert polled == []


def test_58_ones_own_evaluation_is_looked_at_freely(client, world):
    client.force_login(world.users["base secretary"])
    url = reverse("evaluations:detail", kwargs=world.things["evaluation"]["in"].kwargs)

    answer, events = new_events(lambda: client.get(url))

    assert (answer.status_code, events) == (200, [])


def test_58_signing_in_and_out_write_one_row_each(client):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()

    _, failed = new_events(lambda: client.post("/dang-nhap/", {"login": user.username, "password": "sai het ca roi"}))
    _, opened = new_events(lambda: client.post("/dang-nhap/", {"login": user.username, "password": PASSWORD}))
    _, closed = new_events(lambda: client.post("/dang-xuat/"))

    found = [(event.verb, event.actor_id, event.target_id) for event in failed + opened + closed]
    pk = str(user.pk)
    assert found == [
        ("session.failed", None, pk),
        ("session.opened", user.pk, pk),
        ("session.closed", user.pk, pk),
    ]
    assert failed[0].ip == "127.0.0.1"


def test_58_an_unknown_name_is_disguised(client):
    _, (event,) = new_events(lambda: client.post("/dang-nhap/", {"login": "matkhau-cua-toi", "password": "x"}))

    assert (event.verb, event.target, event.target_id) == ("session.failed", "", "")
    assert re.fullmatch(r"[0-9a-f]{16}", event.after["name"])


def test_58_a_changed_password_writes_one_row_without_it(client):
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    client.post("/dang-nhap/", {"login": user.username, "password": PASSWORD})
    new = "con duong ra bien 2026"

    answer, events = new_events(
        lambda: client.post("/mat-khau/doi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    )

    assert (answer.status_code, [event.verb for event in events]) == (302, ["account.password_changed"])
    assert secrets_in_the_trail(PASSWORD, new) == []


def secrets_in_the_trail(*secrets):
    """Which of these words stand anywhere in the table."""
    text = json.dumps(list(AuditEvent.objects.values()), default=str, ensure_ascii=False)
    return [secret for secret in secrets if secret in text]


def test_58_a_changed_contact_is_not_in_the_trail(client, world):
    cadre = world.tree.branch_secretary
    client.force_login(cadre.user)

    _, events = new_events(
        lambda: client.post(f"/can-bo/{cadre.pk}/lien-he/", {"phone": "0903555018", "email": "moi@tinhdoan.vn"})
    )

    assert [event.verb for event in events] == ["cadre.changed"]
    assert secrets_in_the_trail("0903555018", "moi@tinhdoan.vn") == []


def test_58_an_activation_code_is_not_in_the_trail(client, world):
    client.force_login(world.users["org staff"])
    cadre = world.tree.branch_secretary
    cadre.user_id = None
    cadre.save(update_fields=["user"])

    answer, events = new_events(lambda: client.post(f"/can-bo/{cadre.pk}/ma-kich-hoat/"))
    codes = re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", answer.content.decode())

    assert [event.verb for event in events] == ["account.code_issued"]
    assert codes
    assert secrets_in_the_trail(*codes) == []


# A successful sending of each kind of form: who sends it, what is in it, and what the trail says then.
SENT = {
    "portal:inbox_decide": ("district secretary", {"version": 1, "act": "approve"}, "pledge.approved"),
    "fieldvisits:quota_defaults": ("org staff", {}, "quota.set"),
    "evaluations:breach_conclude": ("inspector", {"version": 1, "act": "verify"}, "breach.verifying"),
    "evaluations:waive": (
        "district secretary",
        {"version": 1, "source": "party", "reason": "Chưa có tổ chức Đảng"},
        "evaluation.source_waived",
    ),
    "evaluations:open": ("org staff", {}, "run.started"),
    "cadres:code_issue": ("org staff", {}, "account.code_issued"),
    "cadres:cadre_contacts": ("org staff", {"phone": "0903555018", "email": ""}, "cadre.changed"),
    "cadres:import_wrong_rows": ("org staff", None, "import.downloaded"),
    "accounts:run_file": ("district secretary", None, "run.downloaded"),
    "reports:roll_up_start": ("org staff", {}, "run.started"),
}


@pytest.mark.parametrize("name", SENT)
def test_58_a_change_or_download_writes_exactly_one_row(client, world, name):
    user, body, verb = SENT[name]
    world.tree.branch_secretary.user = None
    world.tree.branch_secretary.save(update_fields=["user"])
    client.force_login(world.users[user])
    thing = MATRIX[name].thing
    url = reverse(name, kwargs=world.things[thing]["in"].kwargs if thing else {})

    answer, events = new_events(lambda: client.get(url) if body is None else client.post(url, body))

    assert (answer.status_code < 400, [event.verb for event in events]) == (True, [verb])
    assert events[0].actor_id == world.users[user].pk


def test_63_the_application_may_neither_make_roles_nor_become_another():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles"
            " WHERE rolname = 'portal_app'"
        )
        assert cursor.fetchone() == (False, False, False, False, False)
        cursor.execute("SELECT pg_has_role('portal_app', 'portal_owner', 'MEMBER')")
        assert cursor.fetchone() == (False,)


def test_64_a_log_line_is_one_line_and_names_nobody(caplog):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "%s", ("a\nERROR giả, 0903555018, a@b.vn",), None)

    assert OneLine("{message}", style="{").format(record) == r"a\x0aERROR giả, [số điện thoại], [e-mail]"
