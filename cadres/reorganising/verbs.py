"""A change from its preview to its day: drafted, confirmed, planned or done, cancelled. One transaction each."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit, outbox
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from accounts.notifying import notify
from cadres import following, tree_rules
from cadres.models import Reorganisation, Right, Unit, holdings
from cadres.reorganising import facts as reading
from cadres.reorganising import posts, writing
from cadres.reorganising.changes import Change
from cadres.reorganising.facts import Facts
from cadres.reorganising.settling import Settled, settle, summary
from cadres.reorganising.telling import told
from cadres.reorganising.turns import BUSY, take_turn

State = Reorganisation.State
NOT_YOURS = "Việc này cần quyền cán bộ tổ chức của đơn vị cấp trên các đơn vị liên quan."
CHANGED = "Đơn vị hoặc cán bộ liên quan đã thay đổi sau khi xem trước. Mở lại để xem các thay đổi rồi xác nhận."
TELL_JOB = "reorganised"


@transaction.atomic
def draft(change: Change, *, title: str, legal_basis: str, by: User | None, file_name: str = "") -> Reorganisation:
    """Keep what is wanted and what it comes to; nothing in the tree changes."""
    facts = reading.read(change)
    if by:
        _ask(by, change, facts)
    settled = settle(change, facts)
    reorganisation = Reorganisation.objects.create(
        unit=_concerned(change, facts),
        title=title[:250],
        on=change.on,
        legal_basis=legal_basis,
        change=change.to_json(),
        preview=told(settled),
        fingerprint=facts.fingerprint,
        file_name=file_name[:200],
        by=by,
    )
    after = {"counts": dict(summary(settled)), "on": change.on.isoformat()}
    audit.record("reorganisation.drafted", reorganisation, by=by, unit_id=reorganisation.unit_id, after=after)
    return reorganisation


def _ask(by: User, change: Change, facts: Facts) -> None:
    held = [holding.path for holding in holdings(by) if holding.right == Right.UNIT_EDIT and holding.path]
    units = facts.units
    unknown = change.named - units.keys()
    below = {one.unit for one in (*change.endings, *change.movings)}
    inside = [units[pk].path for pk in change.named - unknown]
    ours = [units[pk].path for pk in below - unknown]
    if unknown or not tree_rules.may_change_units(held, inside=inside, below=ours):
        raise PermissionDenied(NOT_YOURS)


def _concerned(change: Change, facts: Facts) -> Unit:
    """The lowest unit over all that changes: who keeps it may see and confirm the change."""
    below = {one.unit for one in (*change.endings, *change.movings)}
    paths = [facts.units[pk].path for pk in change.named if pk in facts.units]
    above = [facts.units[pk].path[: -Unit.steplen] or facts.units[pk].path for pk in below if pk in facts.units]
    return Unit.objects.get(path=tree_rules.common_path([*paths, *above], Unit.steplen))


def current(reorganisation: Reorganisation) -> Settled:
    """What the change comes to by today's units and posts."""
    change = Change.from_json(reorganisation.change)
    return settle(change, reading.read(change))


@transaction.atomic
def confirm(reorganisation: Reorganisation, *, by: User | None, version: int) -> Reorganisation:
    """Do it at once when its day is today or past; else keep it for its day."""
    reorganisation = _locked(reorganisation)
    check_version(reorganisation, version)
    if not reorganisation.is_open:
        raise StaleDocument(reorganisation, "Bản xem trước này không còn xác nhận được. Làm lại từ trang đơn vị.")
    if not take_turn():
        raise StaleDocument(reorganisation, BUSY)
    settled = current(reorganisation)
    if by:
        _ask(by, settled.change, settled.facts)
    if settled.facts.fingerprint != reorganisation.fingerprint:
        raise StaleDocument(reorganisation, CHANGED)
    if settled.conflicts:
        raise StaleDocument(reorganisation, "Còn vướng mắc nên chưa thực hiện được. Sửa rồi xem trước lại.")
    if reorganisation.on > timezone.localdate():
        _move_on(reorganisation, State.PLANNED)
        audit.record("reorganisation.planned", reorganisation, by=by, unit_id=reorganisation.unit_id)
        return reorganisation
    return _carry_out(reorganisation, settled, by=by)


@transaction.atomic
def look_again(reorganisation: Reorganisation, *, by: User) -> Reorganisation:
    """Renew the preview by today's data: for a draft whose units changed since."""
    reorganisation = _locked(reorganisation)
    if reorganisation.state != State.DRAFT:
        raise StaleDocument(reorganisation)
    settled = current(reorganisation)
    _ask(by, settled.change, settled.facts)
    reorganisation.preview, reorganisation.fingerprint = told(settled), settled.facts.fingerprint
    reorganisation.created_at = timezone.now()
    reorganisation.version += 1
    reorganisation.save(update_fields=["preview", "fingerprint", "created_at", "version"])
    return reorganisation


@transaction.atomic
def cancel(reorganisation: Reorganisation, *, by: User, version: int) -> Reorganisation:
    """Drop a draft, or a planned change before its day."""
    reorganisation = _locked(reorganisation)
    check_version(reorganisation, version)
    if not reorganisation.can_be_cancelled:
        raise StaleDocument(reorganisation, f"Việc này {reorganisation.get_state_display().lower()}, không hủy được.")
    if not reorganisation.unit.is_open_to(by, Right.UNIT_EDIT):
        raise PermissionDenied(NOT_YOURS)
    _move_on(reorganisation, State.CANCELLED)
    audit.record("reorganisation.cancelled", reorganisation, by=by, unit_id=reorganisation.unit_id)
    return reorganisation


def carry_out_due(day: date) -> int:
    """Planned changes whose day has come, each in its own transaction; returns how many were done."""
    due = list(Reorganisation.objects.due(day).values_list("pk", flat=True))
    return sum(_carry_out_planned(pk) for pk in due)


@transaction.atomic
def _carry_out_planned(pk: Any) -> bool:
    rows = Reorganisation.objects.select_for_update(of=("self",), skip_locked=True)
    reorganisation = rows.select_related("unit", "by").filter(pk=pk, state=State.PLANNED).first()
    if reorganisation is None or not take_turn():
        return False
    settled = current(reorganisation)
    if settled.conflicts:
        _hold(reorganisation, settled)
        return False
    _carry_out(reorganisation, settled, by=None)
    return True


def _hold(reorganisation: Reorganisation, settled: Settled) -> None:
    """It stays planned, and whoever planned it is told what stands in the way."""
    reorganisation.problem = "\n".join(conflict.message for conflict in settled.conflicts[:20])
    reorganisation.version += 1
    reorganisation.save(update_fields=["problem", "version"])
    notify(
        [reorganisation.by] if reorganisation.by else [],
        kind="reorganisation",
        subject=f"Chưa thực hiện được: {reorganisation.title}",
        body=f"Đến ngày {reorganisation.on:%d/%m/%Y} còn vướng mắc:\n{reorganisation.problem}",
        url=reorganisation.get_absolute_url(),
        key=f"reorganisation-held:{reorganisation.pk}",
    )


def _carry_out(reorganisation: Reorganisation, settled: Settled, *, by: User | None) -> Reorganisation:
    reorganisation.preview = told(settled)  # before anything moves
    ids = writing.carry_out(settled, by=by, basis=reorganisation.legal_basis)
    posts.list_for_decision(settled, ids, reorganisation)
    counts = dict(summary(settled))
    reorganisation.outcome = {
        "counts": counts,
        "new_units": {code: pk for code, pk in ids.items() if isinstance(code, str)},
        "carried": [one.post.cadre_id for one in settled.carried],
        "moved": [moving.unit for moving in settled.followers],
    }
    reorganisation.problem, reorganisation.done_at = "", timezone.now()
    _move_on(reorganisation, State.DONE, "preview", "outcome", "problem", "done_at")
    following.posts_changed(reorganisation.outcome["carried"])
    outbox.enqueue(TELL_JOB, {"reorganisation": str(reorganisation.pk)}, key=f"{TELL_JOB}:{reorganisation.pk}")
    after = {"counts": counts, "ended": [ending.unit for ending in settled.change.endings]}
    audit.record(
        "reorganisation.done",
        reorganisation,
        by=by,
        unit_id=reorganisation.unit_id,
        reason=reorganisation.legal_basis,
        after=after | {"new": reorganisation.outcome["new_units"]},
        on_behalf_of=None if by else reorganisation.by,
    )
    return reorganisation


def _locked(reorganisation: Reorganisation) -> Reorganisation:
    rows = Reorganisation.objects.select_for_update(of=("self",)).select_related("unit", "by")
    return rows.get(pk=reorganisation.pk)


def _move_on(reorganisation: Reorganisation, state: str, *fields: str) -> None:
    reorganisation.state = state
    reorganisation.version += 1
    reorganisation.save(update_fields=["state", "version", *fields])
