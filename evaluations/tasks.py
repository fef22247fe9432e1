from celery import shared_task

from evaluations import routing


@shared_task
def reroute_evaluations() -> None:
    routing.reroute()
