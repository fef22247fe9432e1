from celery import shared_task

from evaluations import opening


@shared_task
def reroute_evaluations() -> None:
    opening.reroute()
