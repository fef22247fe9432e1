from celery import shared_task

from criteria import amendment_routes, following, routing


@shared_task
def follow_posts() -> int:
    """Hourly: open pledges and open changes go along with their person's post and with whoever decides today."""
    return routing.follow_posts() + amendment_routes.reroute() + following.cancel_of_leavers()
