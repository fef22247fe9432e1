"""The audit trail is append-only and hash-chained by the database; the cache table outlives a lost Redis."""

from django.db import migrations

CHAIN = """
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION audit_hash(e accounts_auditevent) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws('|',
        e.prev_hash, e.seq, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_id, e.acting_role,
        e.on_behalf_of_id, e.verb, e.target, e.target_id, e.cadre_id, e.unit_id, e.reason,
        e.before::text, e.after::text, host(e.ip), e.request_id), 'UTF8')), 'hex')
$$;

CREATE TRIGGER audit_chain BEFORE INSERT ON accounts_auditevent FOR EACH ROW EXECUTE FUNCTION audit_chain();

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only';
END $$;

CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""

UNCHAIN = """
DROP TRIGGER audit_is_append_only ON accounts_auditevent;
DROP TRIGGER audit_chain ON accounts_auditevent;
DROP FUNCTION audit_refuse(), audit_chain(), audit_hash(accounts_auditevent);
"""

# Emptying the table is left to the owner (tests do); the application's role may not.
ONLY_INSERT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'portal_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON accounts_auditevent FROM portal_app;
    END IF;
END $$;
"""

CACHE = """
CREATE TABLE cache_entry (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(CHAIN, UNCHAIN),
        migrations.RunSQL(ONLY_INSERT, migrations.RunSQL.noop),
        migrations.RunSQL(CACHE, "DROP TABLE cache_entry"),
    ]
