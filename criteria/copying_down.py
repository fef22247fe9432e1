"""Foci of an approved programme into the drafts of many units below, by a background run with a result for each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts import audit, running
from accounts.documents import StaleDocument
from accounts.models import Run, User
from accounts.notifying import notify
from accounts.running import Progress, RunKind
from cadres.deciding import deciders
from cadres.models import Right, Unit
from cadres.names import fold
from criteria import rules
from criteria.copying import NoRoom, Parts, copy_focus, locked_draft, untouched
from criteria.models import Focus, FocusCopy, Programme
from criteria.spreading import units_below

COPY, UNDO = "criteria.copy_down", "criteria.copy_down_undo"
# What became of each unit, in the words of the result page.
RESULTS = {
    "copied": "đã chép",
    "had": "đã có từ trước",
    "full": "đã đủ bốn trọng tâm, không chép",
    "submitted": "đang chờ duyệt, không chép",
    "approved": "đã được duyệt, không chép",
    "returned": "đang sửa theo ý kiến trả lại, không chép",
    "gone": "không còn là đơn vị trực thuộc",
    "undone": "đã gỡ",
    "edited": "đơn vị đã sửa hoặc đã gửi, giữ nguyên",
}


@dataclass(frozen=True)
class Outlook:
    """What a copy would do if it ran now: who gets something, and why the others do not."""

    takers: list[Unit]
    others: list[tuple[Unit, str]]


def outlook(above: Programme, foci: Collection[Focus], units: Collection[Unit]) -> Outlook:
    """In three queries, however many units."""
    programmes = Programme.objects.filter(period=above.period_id, unit__in=units)
    found = {programme.unit_id: programme for programme in programmes.prefetch_related("foci", "focus_copies")}
    takers: list[Unit] = []
    others: list[tuple[Unit, str]] = []
    for unit in units:
        refusal = _refusal(found.get(unit.pk), foci)
        if refusal:
            others.append((unit, RESULTS[refusal].removesuffix(", không chép")))
        else:
            takers.append(unit)
    return Outlook(takers, others)


def _refusal(programme: Programme | None, foci: Iterable[Focus]) -> str:
    """Why nothing would be written into it, as a key of `RESULTS`; empty when something would."""
    if programme is None:
        return ""
    if programme.state != Programme.State.DRAFT:
        return str(programme.state)
    texts = [fold(focus.text) for focus in programme.foci.all()]
    taken = {copy.source_id for copy in programme.focus_copies.all()}
    if all(focus.pk in taken or fold(focus.text) in texts for focus in foci):
        return "had"
    return "full" if len(texts) >= rules.MOST_FOCI else ""


def start(
    programme: Programme, foci: Collection[Focus], units: Collection[Unit], *, by: User, with_solutions: bool
) -> Run:
    """Ask for it; the rule is asked again when the run begins."""
    _ask(programme, by)
    return running.start(
        COPY,
        by=by,
        parameters={
            "programme": programme.pk,
            "foci": [focus.pk for focus in foci],
            "units": [unit.pk for unit in units],
            "with_solutions": with_solutions,
        },
        label=f"Chép {len(foci)} trọng tâm xuống {len(units)} đơn vị",
    )


def start_undo(run: Run, *, by: User) -> Run:
    if run.asked_by_id != by.pk:
        raise PermissionDenied
    if run.kind != COPY or not run.is_finished or not run.focus_copies.exists():
        raise StaleDocument(run, "Không còn bản chép nào để gỡ.")
    return running.start(UNDO, by=by, parameters={"run": str(run.pk)}, label=f"Gỡ: {run.label}"[:200])


def _ask(programme: Programme, by: User) -> None:
    if not rules.may_copy_down(by, programme):
        raise PermissionDenied
    if not rules.can_mark_receipt(programme):
        raise StaleDocument(programme, "Chỉ chép từ chương trình đã duyệt, khi kỳ còn mở.")


def _copy(run: Run, progress: Progress) -> Path | None:
    asked = run.parameters
    programme = Programme.objects.select_related("unit", "period").get(pk=asked["programme"])
    _ask(programme, run.asked_by)
    foci = list(
        programme.foci.filter(pk__in=asked["foci"])
        .select_related("programme")
        .prefetch_related("statements", "indicators", "solutions")
    )
    units = {unit.pk: unit for unit in units_below(programme.unit).filter(pk__in=asked["units"])}
    parts = Parts(solutions=asked["with_solutions"])
    results: list[tuple[int, str]] = []
    for n, unit_pk in enumerate(asked["units"], start=1):
        unit = units.get(unit_pk)
        results.append((unit_pk, copy_to(unit, programme, foci, parts, by=run.asked_by, run=run) if unit else "gone"))
        _report(run, results)
        progress(n, len(asked["units"]))
    return None


@transaction.atomic
def copy_to(unit: Unit, above: Programme, foci: Iterable[Focus], parts: Parts, *, by: User, run: Run) -> str:
    """One unit, in a transaction of its own. A draft that is not there yet is begun."""
    draft, is_new = Programme.objects.get_or_create(unit=unit, period=above.period)
    draft = locked_draft(draft)
    if draft.state != Programme.State.DRAFT:
        return str(draft.state)
    if is_new:
        audit.record("programme.started", draft, by=by, unit_id=unit.pk, after={"state": draft.state})
    copied, is_full = 0, False
    for focus in foci:
        try:
            copied += copy_focus(draft, focus, parts, by=by, run=run)
        except NoRoom:
            is_full = True
    if copied:
        _tell(unit, draft, above, copied, run)
        return "copied"
    return "full" if is_full else "had"


def _tell(unit: Unit, draft: Programme, above: Programme, copied: int, run: Run) -> None:
    notify(
        [user for user in deciders(unit, Right.PROGRAMME_EDIT) if user.pk != run.asked_by_id],
        kind="programme.copied",
        subject=f"{above.unit} chép {copied} trọng tâm vào bản nháp của {unit}",
        body="Đồng chí cụ thể hóa cho đơn vị mình trước khi gửi; nội dung còn nguyên văn sẽ được đánh dấu.",
        url=reverse("criteria:programme_edit", args=[draft.pk]),
        key=f"copied-down:{run.pk}:{unit.pk}",
    )


def _undo(run: Run, progress: Progress) -> Path | None:
    copied = Run.objects.get(pk=run.parameters["run"], asked_by=run.asked_by)
    of_unit: dict[int, list[FocusCopy]] = {}
    for copy in copied.focus_copies.select_related("programme").order_by("pk"):
        of_unit.setdefault(copy.programme.unit_id, []).append(copy)
    results: list[tuple[int, str]] = []
    for n, (unit_pk, copies) in enumerate(of_unit.items(), start=1):
        results.append((unit_pk, _take_back(copies, by=run.asked_by)))
        _report(run, results)
        progress(n, len(of_unit))
    return None


@transaction.atomic
def _take_back(copies: list[FocusCopy], *, by: User) -> str:
    """All that the run wrote into one draft, or nothing once the unit has made it its own."""
    draft = locked_draft(copies[0].programme)
    rows = [untouched(draft, copy.content) for copy in copies]
    if draft.state != Programme.State.DRAFT or None in rows:
        return "edited"
    FocusCopy.objects.filter(pk__in=[copy.pk for copy in copies]).delete()
    draft.foci.filter(pk__in=[row.pk for row in rows if row]).delete()
    draft.version += 1
    draft.save(update_fields=["version"])
    audit.record(
        "programme.copy_undone",
        draft,
        by=by,
        unit_id=draft.unit_id,
        after={"foci": len(rows), "version": draft.version},
    )
    return "undone"


def _report(run: Run, results: list[tuple[int, str]]) -> None:
    """After each unit, so that a run which is stopped or fails still tells what it did."""
    url = reverse("criteria:copy_down_result", args=[run.pk])
    run.outcome = {"units": results, "url": url}
    Run.objects.filter(pk=run.pk).update(outcome=run.outcome)


def outcome_of(run: Run) -> list[dict[str, Any]]:
    """Each unit with its result in words."""
    results = run.outcome.get("units", [])
    units = Unit.objects.in_bulk([pk for pk, _ in results])
    return [{"unit": units[pk], "result": result, "words": RESULTS[result]} for pk, result in results if pk in units]


RUNS = (
    running.register(RunKind(COPY, "Chép trọng tâm xuống đơn vị", _copy)),
    running.register(RunKind(UNDO, "Gỡ trọng tâm đã chép", _undo)),
)
