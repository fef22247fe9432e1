"""How long a list of 5,000 rows takes to be looked at and to be taken in: script/bench sheets --scale province.

One line of JSON per kind of list: seconds of the preview (reading included, as the worker does it) and of the writing,
the rows of each kind in the preview, and the ratio of both to a bare reading of the same file. Nothing is kept.
"""

import argparse
import itertools
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from bench.rollup import load

LIMIT_S = 10


def pledges(count: int, unit: Any) -> Iterator[dict[str, str]]:
    """A thing for each criterion; what these people had this year is thrown away."""
    from django.utils import timezone  # noqa: PLC0415 - only after django.setup()

    from cadres.models import Appointment  # noqa: PLC0415
    from criteria.models import Criterion, Period, Pledge  # noqa: PLC0415

    period = Period.objects.open().filter(profile="calendar").latest("year")
    posts = Appointment.objects.owing(timezone.localdate()).filter(position__category__in=["BASE_LEADER", "BRANCH_SEC"])
    people = [post.cadre for post in posts.select_related("cadre").order_by("pk")[: count // len(Criterion)]]
    Pledge.objects.filter(cadre__in=people, period=period).delete()
    for cadre in people:
        for criterion in Criterion:
            yield {
                "Mã cán bộ": cadre.code,
                "Họ và tên": cadre.full_name,
                "Tiêu chí": criterion.label,
                "Nội dung đăng ký": f"Việc của {cadre.code} về {criterion.label}, mỗi tháng một lần",
                "Chỉ tiêu": "12 lần",
                "Thời hạn": f"{period.closes_on:%d/%m/%Y}",
                "Minh chứng": "Biên bản họp",
            }


def people(count: int, unit: Any) -> Iterator[dict[str, str]]:
    """New deputy secretaries of chi đoàn."""
    from django.utils import timezone  # noqa: PLC0415

    from cadres.models import Unit, UnitType  # noqa: PLC0415
    from demo.persons import People  # noqa: PLC0415

    branches = Unit.objects.filter(type=UnitType.BRANCH, path__startswith=unit.path).order_by("path")
    invented = People(random.Random(2_832_020), timezone.localdate())  # other people than those of the demo
    for _, branch in zip(range(count), itertools.cycle(branches), strict=False):
        one = invented.one("branch")
        yield {
            "Họ và tên": one.full_name,
            "Ngày sinh": f"{one.birth_date:%d/%m/%Y}",
            "Chức vụ": "Phó Bí thư chi đoàn",
            "Đơn vị": branch.code,
        }


def write(path: Path, rows: list[dict[str, str]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)


def measure(kind: str, rows: list[dict[str, str]], unit: Any, by: Any) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415

    from cadres import intake, resources  # noqa: PLC0415
    from cadres.importing import workbook  # noqa: PLC0415
    from cadres.models import Sheet  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = Path(folder) / "list.xlsx"
        write(path, rows)
        about: dict[str, Any] = {"on": timezone.localdate(), "max_rows": 5_000, "kind": Sheet(kind), "by": by}
        bare, _ = _timed(lambda: workbook.read(path, max_rows=5_000))
        preview, batch = _timed(
            lambda: resources.keep(resources.examine(path, unit, **about), unit, file_name="list.xlsx", by=by)
        )
        apply, _ = _timed(lambda: intake.apply(batch, by=by, only_right_rows=True))
        transaction.set_rollback(True)
    return {
        "kind": kind,
        "rows": len(rows),
        "found": batch.counts,
        "preview_s": round(preview, 2),
        "apply_s": round(apply, 2),
        "ratio": round((preview + apply) / bare, 2),
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench sheets")
    parser.add_argument("--scale", default="province", choices=["small", "province", "merged", "nation"])
    parser.add_argument("--rows", type=int, default=5_000)
    options = parser.parse_args()
    django.setup()
    autodiscover_modules("tasks")  # as the worker does: kinds of lists are declared there
    load(options.scale)
    from accounts.models import User  # noqa: PLC0415
    from cadres.models import Role, RoleGrant, Unit  # noqa: PLC0415

    unit = Unit.objects.get(depth=1)
    with transaction.atomic():
        by = User.objects.create(username="do-bang-tinh", full_name="Người đo")
        RoleGrant.objects.create(user=by, role=Role.UNIT_ADMIN, unit=unit, valid_from=unit.valid_from)
        found = [
            measure(kind, list(rows(options.rows, unit)), unit, by)
            for kind, rows in (("cadres", people), ("pledges", pledges))
        ]
        transaction.set_rollback(True)
    for one in found:
        print(json.dumps(one))
    sys.exit(any(max(one["preview_s"], one["apply_s"]) > LIMIT_S for one in found))


if __name__ == "__main__":
    main()
