"""Closing a year waits for what is being written in it; what comes later finds it closed."""

from django.db import connection

_THE_YEAR = 2_832_040


def write_in(period_id: int) -> None:
    """Keep the period from being closed until the transaction ends. Writers do not wait for each other."""
    _lock("pg_advisory_xact_lock_shared", period_id)


def close_alone(period_id: int) -> None:
    """Wait for all that is being written in the period, and keep new writers waiting until the transaction ends."""
    _lock("pg_advisory_xact_lock", period_id)


def _lock(function: str, period_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_THE_YEAR, period_id])
