from pathlib import Path

from celery import shared_task

from accounts import running
from accounts.documents import StaleDocument
from accounts.models import Run
from cadres import intake, resources
from cadres.importing.archive import Refused
from cadres.models import ImportBatch, Sheet


@shared_task
def forget_imports() -> None:
    """Files that nobody read and lines that nobody needs any more."""
    intake.forget()


def _read(run: Run, progress: running.Progress) -> None:
    """Read the uploaded file into a preview; whatever comes of it, the file is deleted."""
    batch = ImportBatch.objects.select_related("unit").get(pk=run.parameters["batch"])
    run.outcome = {"url": batch.get_absolute_url()}
    if batch.state != ImportBatch.State.READING:
        return
    path, kind = intake.file_of(batch), Sheet(batch.kind)
    limits = {"on": batch.on, "max_rows": resources.MAX_ROWS, "by": run.asked_by}
    try:
        seen = resources.examine(path, batch.unit, kind=kind, progress=progress, **limits)
        intake.preview(batch, seen.judged, seen.notes)
    except (Refused, FileNotFoundError) as refused:
        intake.refuse(batch, str(refused) if isinstance(refused, Refused) else intake.BROKEN)
    except running.Stopped:
        intake.refuse(batch, intake.STOPPED)
        raise
    except Exception:
        intake.refuse(batch, intake.BROKEN)
        raise
    finally:
        Path.unlink(path, missing_ok=True)


def _apply(run: Run, progress: running.Progress) -> None:
    """Apply a preview in one transaction; nobody sees it half done, so its progress has but a beginning and an end."""
    batch = ImportBatch.objects.get(pk=run.parameters["batch"])
    run.outcome = {"url": batch.get_absolute_url()}
    if batch.state != ImportBatch.State.APPLYING:
        return
    try:
        progress(0, batch.rows_to_write)
        intake.apply(batch, by=run.asked_by, only_right_rows=run.parameters["only_right_rows"])
        progress(batch.rows_to_write, batch.rows_to_write)
    except StaleDocument as stale:
        intake.expire(batch, stale.message)
    except BaseException:
        intake.give_back(batch)
        raise


READ = running.register(running.RunKind("cadres.read_sheet", "Đọc danh sách", _read))
APPLY = running.register(running.RunKind("cadres.apply_sheet", "Nhập danh sách", _apply))
