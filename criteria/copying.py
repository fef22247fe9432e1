"""Taking foci and indicators of the superior over into the draft of a unit below. Own rows are never overwritten."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from accounts.documents import StaleDocument, check_version, lock
from accounts.models import Run, User
from cadres.names import fold
from criteria import rules
from criteria.models import Focus, FocusCopy, Indicator, Programme, Solution

_INDICATOR = ("statement_id", "category", "text", "target", "due_on", "evidence")
_SOLUTION = ("kind", "system", "text", "due_on", "starts_on", "document_no", "in_charge", "in_charge_cadre_id")
# What each unit settles for itself.
_OWN: dict[str, Any] = {"starts_on": None, "document_no": "", "in_charge": "", "in_charge_cadre_id": None}


class NoRoom(Exception):
    """The draft has as many foci as a programme takes."""


@dataclass(frozen=True)
class Parts:
    """What goes along with a focus."""

    indicators: Collection[int] | None = None  # only these; None means all
    solutions: bool = False


def locked_draft(programme: Programme) -> Programme:
    lock(programme)
    return Programme.objects.select_related("unit", "period").get(pk=programme.pk)


@transaction.atomic
def take(programme: Programme, source: Focus, *, by: User, version: int, indicator: Indicator | None = None) -> bool:
    """A focus of the superior with its indicators, or one indicator of it. Whether anything was new."""
    programme = locked_draft(programme)
    if not rules.may_edit_programme(by, programme.unit):
        raise PermissionDenied
    if not rules.can_edit_programme(programme):
        raise StaleDocument(programme, "Chương trình đã gửi nên không lấy thêm được nữa.")
    check_version(programme, version, lambda: [str(focus) for focus in programme.foci.all()])
    if indicator is None:
        return copy_focus(programme, source, Parts(), by=by)
    return _copy_indicator(programme, source, indicator, by=by)


def copy_focus(programme: Programme, source: Focus, parts: Parts, *, by: User, run: Run | None = None) -> bool:
    """Into a locked draft; False when it is there already, by source or by its words."""
    there = [fold(text) for text in programme.foci.values_list("text", flat=True)]
    if fold(source.text) in there or programme.focus_copies.filter(source=source).exists():
        return False
    if len(there) >= rules.MOST_FOCI:
        raise NoRoom("Chương trình đã đủ bốn trọng tâm.")
    content = content_of(source, parts)
    _write(programme, source, content)
    FocusCopy.objects.create(
        programme=programme,
        source=source,
        source_unit_id=source.programme.unit_id,
        content=content,
        run=run,
        copied_by=by,
    )
    _note(programme, source, by=by)
    return True


def _copy_indicator(programme: Programme, source: Focus, indicator: Indicator, *, by: User) -> bool:
    """Under the copy of its focus, else under an own focus that serves the same statement, else with its focus."""
    if indicator.focus_id != source.pk:
        raise PermissionDenied
    foci = list(programme.foci.prefetch_related("statements", "indicators"))
    if any(fold(own.text) == fold(indicator.text) for focus in foci for own in focus.indicators.all()):
        return False
    home = next((focus for focus in foci if fold(focus.text) == fold(source.text)), None) or next(
        (focus for focus in foci if indicator.statement_id in {s.pk for s in focus.statements.all()}), None
    )
    if home is None:
        if programme.focus_copies.filter(source=source).exists():
            programme.focus_copies.filter(source=source).delete()
        return copy_focus(programme, source, Parts(indicators=[indicator.pk]), by=by)
    _add_indicator(home, _plain(indicator, _INDICATOR), len(home.indicators.all()) + 1)
    _note(programme, source, by=by)
    return True


def content_of(focus: Focus, parts: Parts) -> dict[str, Any]:
    """The focus as plain values; what belongs to the superior's own people stays with them."""
    indicators = focus.indicators.all()
    if parts.indicators is not None:
        indicators = [indicator for indicator in indicators if indicator.pk in parts.indicators]
    solutions = focus.solutions.all()[: rules.MOST_SOLUTIONS] if parts.solutions else []
    return {
        "text": focus.text,
        "statements": sorted(statement.pk for statement in focus.statements.all()),
        "indicators": [_plain(indicator, _INDICATOR) for indicator in indicators],
        "solutions": [_plain(solution, _SOLUTION) | _OWN for solution in solutions],
    }


def _plain(row: Indicator | Solution, fields: Collection[str]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _write(programme: Programme, source: Focus, content: dict[str, Any]) -> None:
    order = max(programme.foci.values_list("order", flat=True), default=0) + 1
    focus = Focus.objects.create(programme=programme, order=order, text=content["text"], source=source)
    focus.statements.set(content["statements"])
    for n, row in enumerate(content["indicators"], start=1):
        _add_indicator(focus, row, n)
    Solution.objects.bulk_create(
        Solution(programme=programme, focus=focus, order=n, **_values(row))
        for n, row in enumerate(content["solutions"], start=1)
    )


def _add_indicator(focus: Focus, row: dict[str, Any], order: int) -> None:
    Indicator.objects.create(focus=focus, order=order, **_values(row))


def _values(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None}


def _note(programme: Programme, source: Focus, *, by: User) -> None:
    programme.version += 1
    programme.save(update_fields=["version"])
    audit.record(
        "programme.copied",
        programme,
        by=by,
        unit_id=programme.unit_id,
        after={"focus": source.pk, "from_unit": source.programme.unit_id, "version": programme.version},
    )


def untouched(programme: Programme, content: dict[str, Any]) -> Focus | None:
    """The focus in the draft that still says, word for word, what was copied; None once the unit changed anything."""
    for focus in programme.foci.filter(text=content["text"]).prefetch_related("statements", "indicators", "solutions"):
        now = {
            "text": focus.text,
            "statements": sorted(statement.pk for statement in focus.statements.all()),
            "indicators": [_plain(indicator, _INDICATOR) for indicator in focus.indicators.all()],
            "solutions": [_plain(solution, _SOLUTION) for solution in focus.solutions.all()],
        }
        if now == content:
            return focus
    return None
