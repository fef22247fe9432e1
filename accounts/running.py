"""Background runs: started by a person, worked on through the outbox, watched on a page."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit, outbox
from accounts.documents import StaleDocument
from accounts.models import Run, User

logger = logging.getLogger(__name__)

KEEP = timedelta(days=7)


class Stopped(Exception):
    """The person pressed Dừng while the run was working."""


Progress = Callable[[int, int], None]
Work = Callable[[Run, Progress], Path | None]


@dataclass(frozen=True)
class RunKind:
    """A kind of run: its code, what it is called, and the function that does it and may return a file.

    `untold` are parameters in which people type names: they are left out of the trail.
    """

    code: str
    label: str
    work: Work
    untold: tuple[str, ...] = ()


KINDS: dict[str, RunKind] = {}


def register(kind: RunKind) -> RunKind:
    KINDS[kind.code] = kind
    return kind


def start_now(kind_code: str, *, by: User, parameters: dict[str, Any], reason: str = "", label: str = "") -> Run:
    """Do a short run at once. Should this process die meanwhile, the outbox takes the rest up later."""
    later = timezone.now() + outbox.LEASE
    run = start(kind_code, by=by, parameters=parameters, reason=reason, label=label, due_at=later)
    work({"run": str(run.pk)})
    run.refresh_from_db()
    return run


@transaction.atomic
def start(
    kind_code: str,
    *,
    by: User,
    parameters: dict[str, Any],
    reason: str = "",
    label: str = "",
    due_at: datetime | None = None,
) -> Run:
    """Queue a run. Its row and its job are one transaction, so none is ever lost."""
    kind = KINDS[kind_code]
    run = Run.objects.create(
        kind=kind.code, label=label or kind.label, asked_by=by, parameters=parameters, reason=reason
    )
    outbox.enqueue("run", {"run": str(run.pk)}, key=f"run:{run.pk}", due_at=due_at)
    told = {name: value for name, value in parameters.items() if name not in kind.untold}
    audit.record("run.started", run, by=by, reason=reason, after={"kind": kind.code, "parameters": told})
    return run


@transaction.atomic
def start_again(run: Run, *, by: User) -> Run:
    """A new run with what a failed or stopped one was asked for. A run that did its work is not repeated."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state not in {Run.State.FAILED, Run.State.STOPPED}:
        raise StaleDocument(run, "Tác vụ này đã xong hoặc còn đang chạy. Mở danh sách tác vụ để xem.")
    return start(run.kind, by=by, parameters=run.parameters, reason=run.reason, label=run.label)


@transaction.atomic
def stop(run: Run) -> Run:
    """Ask a run to end: a queued one never begins, a working one ends at its next step."""
    run = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if not run.is_finished:
        run.state, run.finished_at = Run.State.STOPPED, timezone.now()
        run.save(update_fields=["state", "finished_at"])
    return run


def run_path(run: Run, name: str) -> Path:
    """Where a run may write its file; the folder is made."""
    folder = Path(settings.MEDIA_ROOT) / "runs" / str(run.pk)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


@outbox.handles("run")
def work(payload: dict[str, Any]) -> None:
    """Do one run. A run that is finished or stopped is left alone, so twice does no harm."""
    run = Run.objects.select_related("asked_by").get(pk=payload["run"])
    if run.is_finished:
        return
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    try:
        with pghistory.context(user=run.asked_by_id):
            path = KINDS[run.kind].work(run, _progress_of(run))
    except Stopped:
        return
    except Exception as error:
        logger.exception("Run %s of kind %s failed", run.pk, run.kind)
        _finish(run, Run.State.FAILED, error=f"{type(error).__name__}: {error}"[:500])
        return
    _finish(run, Run.State.DONE, file=str(path.relative_to(settings.MEDIA_ROOT)) if path else "")


def _progress_of(run: Run) -> Progress:
    def progress(done: int, total: int) -> None:
        alive = Run.objects.filter(pk=run.pk).exclude(state=Run.State.STOPPED)
        if not alive.update(done_rows=done, total_rows=total):
            raise Stopped

    return progress


def _finish(run: Run, state: Run.State, *, file: str = "", error: str = "") -> None:
    now = timezone.now()
    Run.objects.filter(pk=run.pk).exclude(state=Run.State.STOPPED).update(
        state=state, file=file, error=error, outcome=run.outcome, finished_at=now, expires_at=now + KEEP
    )


def remove_expired() -> int:
    """Delete the files of runs whose time is over; returns how many."""
    removed = 0
    for run in Run.objects.filter(expires_at__lt=timezone.now()).exclude(file=""):
        (Path(settings.MEDIA_ROOT) / run.file).unlink(missing_ok=True)
        Run.objects.filter(pk=run.pk).update(file="")
        removed += 1
    return removed
