"""Freezes the figures of a year for good, and proves later that nobody touched them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from accounts.models import User
from cadres.models import Right, Unit, holds_at
from reports import rolling_up
from reports.models import Snapshot


def can_freeze(user: User) -> bool:
    """Figures of the whole tree are frozen at once, so the right must reach its root."""
    root = Unit.objects.get_first_root_node()
    return root is not None and holds_at(user, Right.REPORT_FREEZE, root.path)


def freeze(year: int, *, by: User, note: str = "", progress: rolling_up.Progress = rolling_up.silent) -> Snapshot:
    """Count at one moment, then write figures and audit in a transaction of their own."""
    if not can_freeze(by):
        raise PermissionDenied
    counted = rolling_up.counted_at_one_moment(year, with_entries=True, progress=progress)
    with transaction.atomic():
        snapshot = rolling_up.write(counted, Snapshot.Kind.FROZEN, by=by, note=note)
        audit.record("snapshot.frozen", snapshot, by=by, reason=note, after={"sha256": snapshot.sha256, "year": year})
    return snapshot


def is_intact(snapshot: Snapshot) -> bool:
    """Does the checksum over the stored rows and entries still say what it said when they were written?"""
    rows = snapshot.rows.order_by("unit_id").values_list(*rolling_up.ROW_COLUMNS)
    entries = snapshot.entries.values_list(*rolling_up.ENTRY_COLUMNS)
    return snapshot.sha256 == rolling_up.checksum(
        snapshot,
        (rolling_up.row_line(tuple(unit), own, total) for *unit, own, total in rows.iterator()),
        (rolling_up.entry_line(*entry) for entry in sorted(entries)),
    )
