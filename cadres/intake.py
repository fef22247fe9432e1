"""Taking a list of cadres in: keep it as a preview, then apply it whole, or its right lines, in one transaction."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument
from accounts.models import User
from cadres.importing import records
from cadres.importing.records import Wanted
from cadres.models import Appointment, Cadre, ImportBatch, Right, Unit, new_code

KINDS = ("new", "changed", "unchanged", "duplicate", "wrong")
_ONE_AT_A_TIME = 2_832_020
_CADRE_FIELDS = ("full_name", "birth_date", "gender", "phone", "email")
_POST_FIELDS = ("unit_id", "position_id", "valid_from", "is_full_time", "decision_no")
CHANGED_MEANWHILE = "Dữ liệu cán bộ đã thay đổi sau khi xem trước. Tải tệp lên lại để xem lại các thay đổi."


class RowsWrong(Exception):
    """Some lines are wrong and nobody said that only the right ones are to be taken."""


@transaction.atomic
def keep(
    rows: list[dict[str, Any]],
    *,
    wanted: Wanted,
    fingerprint: str,
    unit: Unit,
    on: date,
    file_name: str,
    by: User | None,
    notes: list[str] | None = None,
) -> ImportBatch:
    """Store the preview of a list; nothing else is written."""
    if by and not unit.is_open_to(by, Right.PEOPLE_EDIT):
        raise PermissionDenied
    forget_lines()
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in KINDS}
    return ImportBatch.objects.create(
        unit=unit,
        by=by,
        file_name=file_name[:200],
        on=on,
        rows=rows,
        wanted=wanted.as_json(),
        counts=counts | {"rows": len(rows)},
        notes=notes or [],
        fingerprint=fingerprint,
    )


def forget_lines() -> None:
    """Lines of imports long past are personal data that nobody needs."""
    old = ImportBatch.objects.forgotten()
    old.filter(state=ImportBatch.State.PREVIEWED).update(rows=[], wanted={}, state=ImportBatch.State.EXPIRED)
    old.update(rows=[], wanted={})


@transaction.atomic
def apply(batch: ImportBatch, *, by: User | None, only_right_rows: bool = False) -> ImportBatch:
    """Write what the preview showed. People who are not in the list stay as they are; no user is made."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("unit").get(pk=batch.pk)
    if by and not batch.unit.is_open_to(by, Right.PEOPLE_EDIT):
        raise PermissionDenied
    if not batch.is_open:
        raise StaleDocument(batch, f"Lần nhập này {batch.get_state_display().lower()}. Tải tệp lên lại.")
    if batch.counts["wrong"] and not only_right_rows:
        raise RowsWrong
    _wait_for_turn()
    people = records.people_like(Wanted(**batch.wanted), batch.unit, batch.on, lock=True)
    if people.fingerprint(batch.unit_id, batch.on) != batch.fingerprint:
        raise StaleDocument(batch, CHANGED_MEANWHILE)
    _write([row["person"] for row in batch.rows if row["kind"] in {"new", "changed"}])
    batch.state, batch.applied_at = ImportBatch.State.APPLIED, timezone.now()
    batch.save(update_fields=["state", "applied_at"])
    audit.record("import.applied", batch, by=by, unit_id=batch.unit_id, after=batch.counts)
    return batch


def _wait_for_turn() -> None:
    """One import at a time, so that two files with the same new people do not make each of them twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _write(people: list[dict[str, Any]]) -> None:
    known = Cadre.objects.in_bulk([one["id"] for one in people if one["id"]])
    posts = Appointment.objects.in_bulk([one["appointment"] or one["closes"] for one in people if one["id"]])
    new_cadres, changed_cadres = list[Cadre](), list[Cadre]()
    new_posts, changed_posts, closed_posts = list[Appointment](), list[Appointment](), list[Appointment]()
    for one in people:
        cadre = known.get(one["id"]) or Cadre()
        if _assign(cadre, {name: one[name] for name in _CADRE_FIELDS} | {"birth_date": _day(one["birth_date"])}):
            (changed_cadres if one["id"] else new_cadres).append(cadre)
        if one["closes"]:
            old = posts[one["closes"]]
            old.valid_to = _day(one["since"]) - timedelta(days=1)
            closed_posts.append(old)
        post = posts[one["appointment"]] if one["appointment"] else Appointment(cadre=cadre, is_main=True)
        if _assign(post, _post_values(one)):
            (changed_posts if one["appointment"] else new_posts).append(post)
    _give_codes(new_cadres)
    Cadre.objects.bulk_create(new_cadres, batch_size=1000)
    Cadre.objects.bulk_update(changed_cadres, _CADRE_FIELDS, batch_size=500)
    Appointment.objects.bulk_update(closed_posts, ["valid_to"], batch_size=500)
    Appointment.objects.bulk_update(changed_posts, _POST_FIELDS, batch_size=500)
    Appointment.objects.bulk_create(new_posts, batch_size=1000)


def _give_codes(cadres: list[Cadre]) -> None:
    """Codes are drawn by lot: among many people some are taken already."""
    free: set[str] = set()
    while len(free) < len(cadres):
        free |= {new_code() for _ in range(len(cadres) - len(free))}
        free -= set(Cadre.objects.filter(code__in=free).values_list("code", flat=True))
    for cadre, code in zip(cadres, sorted(free), strict=True):
        cadre.code = code


def _post_values(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "unit_id": one["unit"],
        "position_id": one["position"],
        "valid_from": _day(one["since"]),
        "is_full_time": one["is_full_time"],
        "decision_no": one["decision_no"],
    }


def _assign(row: Cadre | Appointment, values: dict[str, Any]) -> bool:
    """Give the row its new values; was there anything new?"""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
