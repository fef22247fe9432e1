"""Work for later. A job is a row of the business transaction; Celery is nudged on commit, beat rescans."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone

from accounts.models import Job

logger = logging.getLogger(__name__)

Handler = Callable[[dict[str, Any]], None]
HANDLERS: dict[str, Handler] = {}
LEASE = timedelta(minutes=12)  # longer than the hard time limit of a task
NUDGE = "accounts.tasks.work_job"


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Declare what works on jobs of this kind. It gets the payload and must bear being run twice."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def enqueue(kind: str, payload: dict[str, Any], *, key: str, due_at: datetime | None = None) -> Job:
    """Put a job into the outbox, once per key. Call it inside the transaction that causes it."""
    due_at = due_at or timezone.now()
    job, is_new = Job.objects.get_or_create(key=key, defaults={"kind": kind, "payload": payload, "due_at": due_at})
    if is_new and due_at <= timezone.now():
        transaction.on_commit(lambda: nudge(job.pk))
    return job


def enqueue_many(kind: str, payloads: dict[str, dict[str, Any]]) -> None:
    """Many jobs by key in one statement, each once per key; no worker is nudged, beat finds them."""
    now = timezone.now()
    jobs = [Job(key=key, kind=kind, payload=payload, due_at=now) for key, payload in payloads.items()]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)


def nudge(job_id: UUID) -> None:
    """Tell a worker to look at the job now. Without a broker nothing is lost: beat finds the row later."""
    try:
        current_app.send_task(NUDGE, args=[str(job_id)], retry=False)
    except Exception as error:  # any transport's error means the same here
        logger.warning("No nudge for job %s: %s", job_id, type(error).__name__)


def work(job_id: UUID) -> bool:
    """Lease the job, do it, mark it done. False when it was not due or somebody else has it."""
    job = _lease(job_id)
    if job is None:
        return False
    try:
        HANDLERS[job.kind](job.payload)
    except Exception as error:
        logger.exception("Job %s of kind %s failed", job.pk, job.kind)
        _put_back(job, error)
        return False
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, lease_until=None, last_error="")
    return True


def work_due(limit: int = 200) -> int:
    """Work on what is due, oldest first; returns how many jobs were done."""
    return sum(work(pk) for pk in list(Job.objects.due().values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _lease(job_id: UUID) -> Job | None:
    job = Job.objects.due().filter(pk=job_id).select_for_update(skip_locked=True).first()
    if job is not None:
        job.state, job.lease_until, job.attempts = Job.State.LEASED, timezone.now() + LEASE, job.attempts + 1
        job.save(update_fields=["state", "lease_until", "attempts"])
    return job


def _put_back(job: Job, error: Exception) -> None:
    """Try again later, each time later, and give up after MAX_ATTEMPTS."""
    is_over = job.attempts >= Job.MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.FAILED if is_over else Job.State.WAITING,
        due_at=timezone.now() + timedelta(seconds=30 * 4 ** (job.attempts - 1)),
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
