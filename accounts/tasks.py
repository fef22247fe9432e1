from uuid import UUID

from celery import shared_task

from accounts import outbox, running, signing_out


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
