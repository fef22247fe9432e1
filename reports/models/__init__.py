from reports.models.reminders import Reminder
from reports.models.snapshots import Snapshot, SnapshotEntry, SnapshotRow

__all__ = ["Reminder", "Snapshot", "SnapshotEntry", "SnapshotRow"]
