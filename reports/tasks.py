from pathlib import Path

from celery import shared_task
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.text import slugify

from accounts import audit, running
from accounts.models import Run
from cadres.models import Right, Unit, holds, holds_at
from cadres.names import fold
from reports import counting, freezing, rolling_up
from reports.workbooks import WORKBOOKS, Ask, shapes


@shared_task
def roll_up_nightly() -> None:
    rolling_up.nightly()


def _roll_up(run: Run, progress: running.Progress) -> Path | None:
    if not holds(run.asked_by, Right.REPORT_FREEZE):
        raise PermissionDenied
    snapshot = rolling_up.roll_up(run.parameters["year"], progress=progress)
    run.outcome = {"url": reverse("reports:dashboard") + f"?nam={snapshot.year}"}
    return None


def _freeze(run: Run, progress: running.Progress) -> Path | None:
    snapshot = freezing.freeze(run.parameters["year"], by=run.asked_by, note=run.reason, progress=progress)
    run.outcome = {"url": snapshot.get_absolute_url(), "sha256": snapshot.sha256}
    return None


def _workbook(run: Run, progress: running.Progress) -> Path:
    """Make the workbook with the rights that the asker has now; the number of its rows is audited."""
    book = WORKBOOKS[run.parameters["book"]]
    unit = Unit.objects.where(run.asked_by, Right.REPORT_READ).get(pk=run.parameters["unit"])
    if not holds_at(run.asked_by, book.right, unit.path):
        raise PermissionDenied
    year = run.parameters["year"]
    path = running.run_path(run, f"{book.code}-{slugify(fold(unit.name))}-{year}.xlsx")
    with rolling_up.one_moment() as using:
        ask = Ask(unit, counting.year_view(year, using=using), run.asked_by)
        rows = shapes.save(book, ask, path, progress)
    audit.record(
        "workbook.made",
        run,
        by=run.asked_by,
        unit_id=unit.pk,
        reason=run.reason,
        after={"book": book.code, "year": year, "rows": rows},
    )
    return path


ROLL_UP = running.register(running.RunKind("reports.roll_up", "Cập nhật số liệu", _roll_up))
FREEZE = running.register(running.RunKind("reports.freeze", "Chốt báo cáo", _freeze))
WORKBOOK = running.register(running.RunKind("reports.workbook", "Xuất biểu", _workbook))
