"""One pledge of the demo before it is copied in: whose, how far, when, with which items."""

import datetime as dt
from dataclasses import dataclass

from criteria.models import Pledge, Progress
from demo import words
from demo.world import Post, Year

State = Pledge.State


@dataclass(frozen=True, slots=True)
class Item:
    criterion: str
    order: int
    promise: words.Promise
    due_on: dt.date
    progress: str


@dataclass(frozen=True, slots=True)
class Promised:
    """One pledge before it is copied in: whose, how far, when."""

    id: int
    post: Post
    year: Year
    state: str
    number: str
    due_on: dt.date
    first_at: dt.datetime | None
    sent_at: dt.datetime | None
    decided_at: dt.datetime | None
    return_reason: str
    items: tuple[Item, ...]

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    @property
    def on_time(self) -> bool:
        return self.first_at is not None and self.first_at.date() <= self.due_on

    @property
    def counted(self) -> list[Item]:
        return [item for item in self.items if item.progress != Progress.DROPPED]

    @property
    def done(self) -> int:
        return sum(item.progress == Progress.DONE for item in self.items)
