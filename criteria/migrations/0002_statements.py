"""The 17 things to do and the 10 not to do of plan 283, as version 1 of the set KH283."""

import csv
from pathlib import Path

from django.db import migrations

STATEMENTS = Path(__file__).resolve().parent.parent / "data" / "statements.csv"
CODE = "KH283"
SET = {
    "name": "Bốn tiêu chí rèn luyện tác phong, lề lối công tác",
    "source_document": (
        "Kế hoạch số 283-KH/TĐTN-TCKT ngày 13 tháng 7 năm 2020 của Ban Thường vụ Tỉnh Đoàn Bình Dương"
    ),
}


def add_statements(apps, schema_editor):
    kh283, is_new = apps.get_model("criteria", "StatementSet").objects.get_or_create(code=CODE, version=1, defaults=SET)
    if not is_new:
        return  # it stays when this migration is taken back: pledges and scores point at it
    model = apps.get_model("criteria", "Statement")
    with STATEMENTS.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    model.objects.bulk_create(
        model(set=kh283, **row | {"public_servants_only": row["public_servants_only"] == "yes"}) for row in rows
    )


class Migration(migrations.Migration):
    dependencies = [("criteria", "0001_initial")]

    operations = [migrations.RunPython(add_statements, migrations.RunPython.noop)]
