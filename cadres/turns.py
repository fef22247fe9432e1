"""Work that must not be done by two people at once, although no row of theirs is the same."""

from django.db import connection

_NUMBERS = {"grants": 2_832_021, "delegations": 2_832_022, "supervision": 2_832_023}


def take_turn(what: str) -> None:
    """Wait until nobody else does this, and keep others waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS[what]])
