"""vn_fold and vn_sort, the immutable functions behind search and name order; cadres/names.py does the same."""

from django.db import migrations

from cadres.names import ALPHABET, FOLD_FROM, FOLD_TO, SORT_TO

FUNCTIONS = f"""
CREATE FUNCTION vn_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT btrim(regexp_replace(translate(lower(normalize(t, NFC)), '{FOLD_FROM}', '{FOLD_TO}'), '\\s+', ' ', 'g'))
$$;

CREATE FUNCTION vn_sort(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(
        regexp_replace(btrim(regexp_replace(lower(normalize(t, NFC)), '\\s+', ' ', 'g')), '^(.*) ([^ ]+)$', '\\2 \\1'),
        '{ALPHABET}', '{SORT_TO}')
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION vn_fold(text), vn_sort(text)"),
    ]
