"""The posts of the cadres whom the plan binds, with the spellings that offices use."""

import csv
from pathlib import Path

from django.db import migrations

POSITIONS = Path(__file__).resolve().parent.parent / "data" / "positions.csv"


def add_positions(apps, schema_editor):
    model = apps.get_model("cadres", "Position")
    with POSITIONS.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    posts = (model(**row | {"aliases": row["aliases"].split("|")}) for row in rows)
    model.objects.bulk_create(posts, ignore_conflicts=True)  # they stay when a migration is taken back


class Migration(migrations.Migration):
    dependencies = [("cadres", "0002_initial")]

    operations = [migrations.RunPython(add_positions, migrations.RunPython.noop)]
