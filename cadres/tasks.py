from celery import shared_task
from django.utils import timezone

from cadres import reorganising


@shared_task
def carry_out_planned() -> int:
    """Planned reorganisations whose day has come."""
    return reorganising.carry_out_due(timezone.localdate())
