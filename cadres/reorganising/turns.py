"""One reorganisation at a time: the tree is one, and two that share a unit must not both be carried out."""

from django.db import connection

_THE_TREE, _PATHS = 2_832_025, 2_832_026
BUSY = "Một đợt sắp xếp khác đang được thực hiện. Chờ ít phút rồi xem lại trước khi xác nhận."


def take_turn() -> bool:
    """Until the end of the transaction; False when another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_THE_TREE])
        return bool(cursor.fetchone()[0])


def keep_paths() -> None:
    """While units are founded no path changes: a move would not see a child that is not committed yet."""
    _lock("pg_advisory_xact_lock_shared")


def change_paths() -> None:
    """Wait until nobody founds a unit, and keep others from it until the transaction ends."""
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_PATHS])
