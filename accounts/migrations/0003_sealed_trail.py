"""Months of the audit trail are sealed; only whole sealed months can be dropped. Hashes tell every column apart."""

from django.db import migrations, models

# Scheme 1 left empty columns out, so that a number could be moved from one column to its neighbour unseen. Rows that
# are there keep their hash; new ones are hashed as a JSON array, in which every column has its place.
HASH = """
CREATE OR REPLACE FUNCTION audit_hash(e accounts_auditevent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(CASE e.scheme WHEN 1 THEN concat_ws('|',
        e.prev_hash, e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id, e.acting_role,
        e.on_behalf_of_id, e.verb, e.target, e.target_id, e.cadre_id, e.unit_id, e.reason,
        e.before::text, e.after::text, host(e.ip), e.request_id)
    ELSE json_build_array(
        e.scheme, e.prev_hash, e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id,
        e.acting_role, e.on_behalf_of_id, e.verb, e.target, e.target_id, e.cadre_id, e.unit_id, e.reason,
        e.before, e.after, host(e.ip), e.request_id)::text END, 'UTF8')), 'hex')
$$;
"""

# Rows of scheme 2 are there only when this migration was taken back once: the column is told again what they are.
SCHEMES = """
ALTER TABLE accounts_auditevent DISABLE TRIGGER audit_is_append_only;
UPDATE accounts_auditevent e SET scheme = 2 WHERE hash <> audit_hash(e);
ALTER TABLE accounts_auditevent ENABLE TRIGGER audit_is_append_only;
"""

CHAIN = """
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    PERFORM pg_advisory_xact_lock(283, 1);
    SELECT seq, hash INTO last FROM accounts_auditevent ORDER BY seq DESC LIMIT 1;
    IF last.seq IS NULL THEN
        SELECT last_seq AS seq, head_hash AS hash INTO last FROM accounts_auditseal ORDER BY month DESC LIMIT 1;
    END IF;
    NEW.seq := COALESCE(last.seq, 0) + 1;
    NEW.at := COALESCE(NEW.at, clock_timestamp());
    NEW.prev_hash := COALESCE(last.hash, repeat('0', 64));
    NEW.scheme := 2;
    NEW.hash := audit_hash(NEW);
    RETURN NEW;
END $$;
"""

# What they were before, for going back.
HASH_BEFORE = """
CREATE OR REPLACE FUNCTION audit_hash(e accounts_auditevent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws('|',
        e.prev_hash, e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id, e.acting_role,
        e.on_behalf_of_id, e.verb, e.target, e.target_id, e.cadre_id, e.unit_id, e.reason,
        e.before::text, e.after::text, host(e.ip), e.request_id), 'UTF8')), 'hex')
$$;
"""
CHAIN_BEFORE = """
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last record;
BEGIN
    PERFORM pg_advisory_xact_lock(283, 1);
    SELECT seq, hash INTO last FROM accounts_auditevent ORDER BY seq DESC LIMIT 1;
    NEW.seq := COALESCE(last.seq, 0) + 1;
    NEW.at := COALESCE(NEW.at, clock_timestamp());
    NEW.prev_hash := COALESCE(last.hash, repeat('0', 64));
    NEW.hash := audit_hash(NEW);
    RETURN NEW;
END $$;
"""

# A month ends before the first row of a later one. The seal is filled here, whoever inserts it: it cannot lie.
SEAL = """
CREATE FUNCTION audit_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before record;
    ends timestamptz := (NEW.month + interval '1 month') AT TIME ZONE 'Asia/Ho_Chi_Minh';
BEGIN
    PERFORM pg_advisory_xact_lock(283, 1);
    SELECT month, last_seq INTO before FROM accounts_auditseal ORDER BY month DESC LIMIT 1;
    IF before.month >= NEW.month OR ends > clock_timestamp() THEN
        RAISE EXCEPTION 'only a month that is over is sealed, and in order';
    END IF;
    NEW.first_seq := COALESCE(before.last_seq, 0) + 1;
    SELECT COALESCE(
        (SELECT min(seq) - 1 FROM accounts_auditevent WHERE seq >= NEW.first_seq AND at >= ends),
        (SELECT max(seq) FROM accounts_auditevent), 0) INTO NEW.last_seq;
    SELECT count(*) INTO NEW.count FROM accounts_auditevent WHERE seq BETWEEN NEW.first_seq AND NEW.last_seq;
    IF NEW.count = 0 OR NEW.count <> NEW.last_seq - NEW.first_seq + 1 THEN
        RAISE EXCEPTION 'the month has no rows, or some are missing';
    END IF;
    SELECT hash INTO NEW.head_hash FROM accounts_auditevent WHERE seq = NEW.last_seq;
    NEW.sealed_at := clock_timestamp();
    NEW.dropped_at := NULL;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_seal BEFORE INSERT ON accounts_auditseal FOR EACH ROW EXECUTE FUNCTION audit_seal();
CREATE TRIGGER audit_seals_stay BEFORE UPDATE OR DELETE ON accounts_auditseal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""

UNSEAL = """
DROP TRIGGER audit_seals_stay ON accounts_auditseal;
DROP TRIGGER audit_seal ON accounts_auditseal;
DROP FUNCTION audit_seal();
"""

ONLY_INSERT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON accounts_auditseal FROM portal_app;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_trail")]

    operations = [
        migrations.AddField("auditevent", "scheme", models.PositiveSmallIntegerField(default=1, editable=False)),
        migrations.RemoveIndex("auditevent", "audit_by_cadre"),
        migrations.AddIndex("auditevent", models.Index(fields=["cadre_id", "-seq"], name="audit_by_person")),
        migrations.AddIndex("auditevent", models.Index(fields=["unit_id", "-seq"], name="audit_by_unit")),
        migrations.AddIndex("auditevent", models.Index(fields=["actor_id", "-seq"], name="audit_by_actor")),
        migrations.AddIndex("auditevent", models.Index(fields=["verb", "-seq"], name="audit_by_verb")),
        migrations.AddIndex("auditevent", models.Index(fields=["at"], name="audit_by_time")),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(unique=True)),
                ("first_seq", models.BigIntegerField(editable=False)),
                ("last_seq", models.BigIntegerField(editable=False)),
                ("head_hash", models.CharField(editable=False, max_length=64)),
                ("count", models.BigIntegerField(editable=False)),
                ("sealed_at", models.DateTimeField(editable=False)),
                ("dropped_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={"ordering": ["month"]},
        ),
        migrations.RunSQL(HASH, HASH_BEFORE),
        migrations.RunSQL(SCHEMES, migrations.RunSQL.noop),
        migrations.RunSQL(CHAIN, CHAIN_BEFORE),
        migrations.RunSQL(SEAL, UNSEAL),
        migrations.RunSQL(ONLY_INSERT, migrations.RunSQL.noop),
    ]
