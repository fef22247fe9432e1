"""The shapes in which every app tells the home page what somebody has to do."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Todo:
    """One thing to do: what, why, by when, and the button that starts it."""

    title: str
    detail: str
    url: str
    action: str
    icon: str
    due_on: date | None = None
    tone: str = "info"
    is_late: bool = False
    is_first: bool = False  # before all else, for somebody who does not know the rest yet

    @property
    def urgency(self) -> tuple[int, date]:
        """Sort key of the home page: what comes first, overdue, returned, due soonest, without a date."""
        rank = -1 if self.is_first else 0 if self.is_late else 1 if self.tone == "bad" else 2
        return rank, self.due_on or date.max


@dataclass(frozen=True)
class Waiting:
    """One kind of document that waits for this person's decision."""

    label: str
    count: int
    url: str
    oldest_on: date | None = None


@dataclass(frozen=True)
class Panel:
    """A block of the home page about one's own documents, drawn by a template of the app that gives it."""

    template: str
    context: dict[str, Any]
