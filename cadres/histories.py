"""What an event of the trail changed about a grant, old → new, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import AuditEvent

FIELDS = {"from": "Từ ngày", "to": "Đến hết ngày"}
Change = tuple[str, str, str]


def with_changes(events: Iterable[AuditEvent]) -> list[tuple[AuditEvent, list[Change]]]:
    """Each event with (field, old, new) of the days that it changed."""
    return [(event, list(_changes(event.before or {}, event.after or {}))) for event in events]


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Change]:
    for name, label in FIELDS.items():
        if name in before and name in after and before[name] != after[name]:
            yield label, _day(before[name]), _day(after[name])


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else "không thời hạn"
