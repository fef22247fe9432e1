from celery import shared_task

from fieldvisits import following, planning, routing


@shared_task
def follow_posts() -> int:
    """Hourly: open plans and reported visits go along with the person's post and with whoever decides today."""
    return routing.follow_posts() + following.expire_of_leavers()


@shared_task
def expire_plans() -> int:
    """Nightly: plans of a quarter that is over."""
    return planning.expire_past()
