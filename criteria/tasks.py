from celery import shared_task

from cadres import resources
from criteria import following, routing
from criteria.importing.judging import judge
from criteria.importing.kind import KIND

DRAFTS = resources.register(KIND, judge)


@shared_task
def follow_posts() -> int:
    """Hourly: open pledges go along with their person's post and with whoever decides today."""
    return routing.follow_posts() + following.cancel_of_leavers()
