"""Taking a list in: receive the file, keep what it would do as a preview, apply it whole or its right lines."""

import uuid
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from accounts import audit, running
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.importing.judging import Judged, Scope
from cadres.importing.kinds import KINDS, SheetKind
from cadres.models import ImportBatch, Sheet, Unit

ROWS_AT_ONCE = 500
"""So many rows are written while the person waits for the page; more by a worker."""
KINDS_OF_ROWS = ("new", "changed", "unchanged", "duplicate", "wrong")
CHANGED_MEANWHILE = "Dữ liệu đã thay đổi sau khi xem trước. Tải tệp lên lại để xem lại các thay đổi."
STOPPED = "Đã dừng đọc tệp theo yêu cầu. Tải tệp lên lại khi cần."
BROKEN = "Chưa đọc xong tệp vì lỗi của hệ thống. Tải tệp lên lại; nếu vẫn lỗi, báo quản trị."
_ONE_AT_A_TIME = 2_832_020


class RowsWrong(Exception):
    """Some lines are wrong and nobody said that only the right ones are to be taken."""


def kind_of(batch: ImportBatch) -> SheetKind:
    return KINDS[batch.kind]


def file_of(batch: ImportBatch) -> Path:
    return Path(settings.MEDIA_ROOT) / batch.file


@transaction.atomic
def receive(chunks: Iterable[bytes], unit: Unit, *, kind: Sheet, file_name: str, by: User, reader: str) -> ImportBatch:
    """Keep an uploaded file until a run of the kind `reader` has read it."""
    _may(by, KINDS[kind], unit)
    forget()
    batch = ImportBatch(kind=kind, unit=unit, by=by, file_name=file_name[:200], on=timezone.localdate())
    batch.state, batch.file, batch.counts = ImportBatch.State.READING, f"imports/{uuid.uuid4()}.xlsx", _counts([])
    path = file_of(batch)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as target:
            target.writelines(chunks)
        label = f"Đọc {batch.file_name}"[:200]
        batch.run = running.start(reader, by=by, parameters={"batch": str(batch.pk)}, label=label)
        batch.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return batch


@transaction.atomic
def keep(
    judged: Judged, unit: Unit, *, kind: Sheet, on: date, file_name: str, by: User | None, notes: list[str]
) -> ImportBatch:
    """Store the preview of a list that was read on the spot; nothing else is written."""
    _may(by, KINDS[kind], unit)
    forget()
    batch = ImportBatch(kind=kind, unit=unit, by=by, file_name=file_name[:200], on=on)
    return _preview(batch, judged, notes)


@transaction.atomic
def preview(batch: ImportBatch, judged: Judged, notes: list[str]) -> ImportBatch:
    """What a worker read out of the file that was received."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != ImportBatch.State.READING:
        raise StaleDocument(batch, "Tệp này đã được đọc.")
    return _preview(batch, judged, notes)


def _preview(batch: ImportBatch, judged: Judged, notes: list[str]) -> ImportBatch:
    batch.state, batch.file = ImportBatch.State.PREVIEWED, ""
    batch.rows, batch.wanted, batch.fingerprint = judged.rows, judged.wanted, judged.fingerprint
    batch.counts, batch.notes = _counts(judged.rows), notes
    batch.save()
    return batch


@transaction.atomic
def refuse(batch: ImportBatch, why: str) -> None:
    """The file as a whole cannot be taken."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == ImportBatch.State.READING:
        batch.state, batch.refusal, batch.file = ImportBatch.State.REFUSED, why[:500], ""
        batch.save(update_fields=["state", "refusal", "file"])


@transaction.atomic
def begin(batch: ImportBatch, *, by: User, writer: str, only_right_rows: bool = False) -> ImportBatch:
    """Apply a short list now; let a run of the kind `writer` apply a long one."""
    batch = _open(batch, by, only_right_rows=only_right_rows)
    if batch.rows_to_write <= ROWS_AT_ONCE:
        return apply(batch, by=by, only_right_rows=only_right_rows)
    parameters = {"batch": str(batch.pk), "only_right_rows": only_right_rows}
    batch.run = running.start(writer, by=by, parameters=parameters, label=f"Nhập {batch.file_name}"[:200])
    batch.state = ImportBatch.State.APPLYING
    batch.save(update_fields=["state", "run"])
    return batch


@transaction.atomic
def apply(batch: ImportBatch, *, by: User | None, only_right_rows: bool = False) -> ImportBatch:
    """Write what the preview showed, all of it or nothing."""
    batch = _open(batch, by, only_right_rows=only_right_rows, is_begun=True)
    kind, scope = kind_of(batch), Scope(batch.unit, batch.on, by)
    _wait_for_turn()
    if kind.fingerprint(scope, batch.wanted) != batch.fingerprint:
        raise StaleDocument(batch, CHANGED_MEANWHILE)
    kind.write(scope, [row[kind.field] for row in batch.rows if row["kind"] in {"new", "changed"}])
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, timezone.now()
    batch.save(update_fields=["state", "applied_at"])
    after = batch.counts | {"sheet": batch.kind}
    audit.record("import.applied", batch, by=by, unit_id=batch.unit_id, after=after)
    return batch


@transaction.atomic
def give_back(batch: ImportBatch) -> None:
    """Applying did not come to its end: nothing was written, the preview waits again."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == ImportBatch.State.APPLYING:
        batch.state = ImportBatch.State.PREVIEWED
        batch.save(update_fields=["state"])


@transaction.atomic
def expire(batch: ImportBatch, why: str) -> None:
    """The data changed before a worker came to apply the list: it has to be looked at anew."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == ImportBatch.State.APPLYING:
        batch.state, batch.refusal = ImportBatch.State.REFUSED, why[:500]
        batch.save(update_fields=["state", "refusal"])


def forget() -> None:
    """Lines and files of imports long past are personal data that nobody needs."""
    old = ImportBatch.objects.forgotten()
    for batch in old.exclude(file=""):
        file_of(batch).unlink(missing_ok=True)
    old.filter(state__in=ImportBatch.UNDONE).update(rows=[], wanted={}, file="", state=ImportBatch.State.EXPIRED)
    old.update(rows=[], wanted={}, file="")


def _open(batch: ImportBatch, by: User | None, *, only_right_rows: bool, is_begun: bool = False) -> ImportBatch:
    """The batch, locked, if it may and can be applied; `is_begun` when a worker comes for it."""
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit", "run")
    batch = rows.get(pk=batch.pk)
    _may(by, kind_of(batch), batch.unit)
    is_awaited = is_begun and batch.state == ImportBatch.State.APPLYING
    if not batch.is_open and not is_awaited:
        raise StaleDocument(batch, f"Lần nhập này {batch.get_state_display().lower()}. Tải tệp lên lại.")
    if batch.counts["wrong"] and not only_right_rows:
        raise RowsWrong
    return batch


def _may(by: User | None, kind: SheetKind, unit: Unit) -> None:
    if by and not unit.is_open_to(by, kind.right):
        raise PermissionDenied


def _counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {kind: sum(row["kind"] == kind for row in rows) for kind in KINDS_OF_ROWS} | {"rows": len(rows)}


def _wait_for_turn() -> None:
    """One import at a time, so that two files with the same new people do not make each of them twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
