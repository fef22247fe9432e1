from uuid import UUID

from celery import shared_task

from accounts import audit_heads, outbox, retention, running, sealing, signing_out


@shared_task
def work_job(job_id: str) -> None:
    outbox.work(UUID(job_id))


@shared_task
def work_due_jobs() -> None:
    outbox.work_due()


@shared_task
def remove_expired_files() -> None:
    running.remove_expired()


@shared_task
def forget_dead_sessions() -> int:
    return signing_out.forget_dead_sessions()


@shared_task
def keep_audit_chain() -> None:
    """Seal the months that are over, and write today's head to the file outside the database."""
    sealing.seal_months()
    audit_heads.export()


@shared_task
def sweep_retention() -> None:
    retention.sweep(is_rehearsal=False)
