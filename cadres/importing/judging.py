"""What each line of a list would do: the part that all kinds of lists share. Pure."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from cadres.importing.columns import Layout
from cadres.importing.lines import Line
from cadres.importing.values import Fault
from cadres.models import Unit

Progress = Callable[[int, int], None]
STEP = 200
"""So many lines are judged between two looks at whether the person pressed Dừng."""


def silent(done: int, total: int) -> None:
    """For those who do not watch."""


@dataclass(frozen=True)
class Scope:
    """Into which unit a list is taken, as of which day, and by whom (a command on the server is by nobody)."""

    unit: Unit
    on: date
    by: User | None = None


@dataclass
class Verdict:
    """What becomes of one line: `item` is all that writing it needs, `key` by what two lines mean the same."""

    item: dict[str, Any] = field(default_factory=dict)
    kind: str = "new"
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    key: Hashable = None


@dataclass(frozen=True)
class Judged:
    """The lines of a preview, by what to look the data up again, and the fingerprint of what was looked at."""

    rows: list[dict[str, Any]]
    wanted: dict[str, Any]
    fingerprint: str


def wrong(message: str, column: str, value: str = "") -> Verdict:
    return Verdict(faults=[Fault(value, message, column)])


def rows_of(
    lines: list[Line], layout: Layout, decide: Callable[[Line], Verdict], progress: Progress = silent
) -> list[dict[str, Any]]:
    """The preview: one row per line, a line that says what an earlier one said is a duplicate."""
    met: dict[Hashable, int] = {}
    rows = []
    for number, line in enumerate(lines):
        if number % STEP == 0:
            progress(number, len(lines))
        faults = line.faults
        verdict = Verdict(faults=faults) if faults else decide(line)
        rows.append(_row(line, layout, verdict, met))
    progress(len(lines), len(lines))
    return rows


def _row(line: Line, layout: Layout, verdict: Verdict, met: dict[Hashable, int]) -> dict[str, Any]:
    row: dict[str, Any] = {"row": line.number, "typed": line.typed}
    if verdict.faults:
        return row | {"kind": "wrong", "errors": errors_of(verdict.faults, line, layout)}
    if verdict.key in met:
        return row | {"kind": "duplicate", "same_as": met[verdict.key], "item": verdict.item}
    met[verdict.key] = line.number
    return row | {"kind": verdict.kind, "changes": verdict.changes, "item": verdict.item}


def errors_of(faults: Iterable[Fault], line: Line, layout: Layout) -> list[dict[str, str]]:
    return [
        {
            "column": layout.labels[fault.column],
            "value": fault.value or line.typed.get(fault.column, ""),
            "message": fault.message,
        }
        for fault in faults
    ]


def told(value: object) -> str:
    """A value as people write it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return str(value) if value else ""


def differences(old: dict[str, Any], new: dict[str, Any], labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """What a line says otherwise than the record: (label, old, new). None says nothing."""
    return [
        (labels[key], told(old[key]), told(value))
        for key, value in new.items()
        if value is not None and value != old[key]
    ]
