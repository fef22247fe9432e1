"""The head of the audit trail, written day by day to a file outside the database.

Whoever owns the database can cut off the end of the trail; that shows against this file, which another account of the
machine should own (docs/personal-data.md).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import AuditEvent


def path() -> Path:
    return Path(settings.AUDIT_HEAD_DIR) / "audit-heads.log"


def head() -> dict[str, Any] | None:
    """Number, hash and time of the last row and how many rows are kept; nothing while the trail is empty."""
    last = AuditEvent.objects.first()
    if last is None:
        return None
    first = AuditEvent.objects.order_by("seq").values_list("seq", flat=True).first() or last.seq
    today = timezone.localdate().isoformat()
    return {
        "on": today,
        "seq": last.seq,
        "hash": last.hash,
        "count": last.seq - first + 1,
        "at": timezone.localtime(last.at).isoformat(),
    }


def export() -> dict[str, Any] | None:
    """Append today's head to the file, once a day; the file is only ever opened for appending."""
    line = head()
    if line is None or any(earlier["on"] == line["on"] for earlier in exported()):
        return None
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return line


def exported() -> Iterator[dict[str, Any]]:
    """The heads written so far, oldest first."""
    if path().exists():
        with path().open(encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())
