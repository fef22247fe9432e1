"""One reorganisation at a time: the tree is one, and two that share a unit must not both be carried out."""

from django.db import connection

_THE_TREE = 2_832_025
BUSY = "Một đợt sắp xếp khác đang được thực hiện. Chờ ít phút rồi xem lại trước khi xác nhận."


def take_turn() -> bool:
    """Until the end of the transaction; False when another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_THE_TREE])
        return bool(cursor.fetchone()[0])
