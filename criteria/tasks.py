from celery import shared_task

from criteria import copying_down, following, routing

RUNS = copying_down.RUNS  # known to a worker by being named here


@shared_task
def follow_posts() -> int:
    """Hourly: open pledges go along with their person's post and with whoever decides today."""
    return routing.follow_posts() + following.cancel_of_leavers()
