"""Writes cadres/data/july_2025_plan.csv anew from the list of communes: script/manage make_july_plan."""

import csv
from typing import Any

from django.core.management.base import BaseCommand

from cadres.july_2025 import HEADINGS, PLAN, plan_rows


class Command(BaseCommand):
    help = "Lập lại tệp phương án sắp xếp đơn vị tháng 7/2025 từ danh sách 91 xã, phường, thị trấn."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        rows = list(plan_rows())
        with PLAN.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerows([HEADINGS, *rows])
        self.stdout.write(f"{PLAN}: {len(rows)} dòng.")
