from celery import shared_task

from cadres import resources
from criteria import amendment_routes, copying_down, following, routing
from criteria.importing.judging import judge
from criteria.importing.kind import KIND

RUNS = copying_down.RUNS  # known to a worker by being named here
DRAFTS = resources.register(KIND, judge)


@shared_task
def follow_posts() -> int:
    """Hourly: open pledges and open changes go along with their person's post and with whoever decides today."""
    return routing.follow_posts() + amendment_routes.reroute() + following.cancel_of_leavers()
