"""The one list of all that waits for somebody's decision: own work first, overdue before the rest, oldest first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet, Value
from django.http import Http404

from accounts.inbox import Clock, Kind, Line, Wait
from accounts.models import User
from accounts.todos import Waiting
from cadres import inbox_kinds as cadre_kinds
from cadres.models import Right, holds
from config.inbox_filter import Chosen
from criteria import following_agenda as following
from criteria import inbox_kinds as criteria_kinds
from evaluations import agenda as evaluations
from fieldvisits import inbox_kinds as visit_kinds

KINDS: tuple[Kind, ...] = (*criteria_kinds.KINDS, *visit_kinds.KINDS, *cadre_kinds.KINDS)
BY_CODE = {kind.code: kind for kind in KINDS}
# Work on pages of its own, of which the inbox names the count.
COUNTED: tuple[Callable[[User], list[Waiting]], ...] = (following.tasks_for, evaluations.tasks_for)
RIGHTS = tuple(
    dict.fromkeys(
        (
            *(right for kind in KINDS for right in kind.rights),
            *(Right.EVALUATION_UNION, Right.EVALUATION_PARTY, Right.EVALUATION_APPRAISE),
        )
    )
)
ROWS = 50
_ORDER = ("is_stand_in", "-is_overdue", "since", "kind_no", "row")
_COLUMNS = ("kind_no", "row", "since", "is_overdue", "is_stand_in", "seen_version", "unit_no")


@dataclass(frozen=True)
class Key:
    """A row of the list before its words are fetched."""

    kind: Kind
    pk: int
    since: datetime
    is_overdue: bool
    is_stand_in: bool
    version: int
    unit_id: int | None

    @property
    def code(self) -> str:
        return f"{self.kind.code}:{self.pk}"


@dataclass(frozen=True)
class Row:
    key: Key
    line: Line
    wait: Wait


@dataclass(frozen=True)
class Tally:
    """How many of a kind wait for the reader, how many of them too long, how many for somebody else."""

    kind: Kind
    own: int = 0
    late: int = 0
    stand_in: int = 0

    @property
    def total(self) -> int:
        return self.own + self.stand_in


def kind_of(user: User, code: str) -> Kind:
    """The kind of that code, for who may decide on any of it."""
    if code not in BY_CODE:
        raise Http404
    if not holds(user, *BY_CODE[code].rights):
        raise PermissionDenied
    return BY_CODE[code]


class Waiters:
    """All that waits for somebody under a filter: counted per kind, and in order; each kind is asked once."""

    def __init__(self, user: User, clock: Clock, chosen: Chosen) -> None:
        self.user, self.clock, self.chosen = user, clock, chosen
        self.kinds = [kind for kind in KINDS if holds(user, *kind.rights)]
        self._parts = {kind.code: list(self._parts_of(kind)) for kind in self.kinds}

    def _parts_of(self, kind: Kind) -> Iterator[QuerySet[Any]]:
        condition = self.chosen.condition(kind)
        if condition is None:
            return
        for rows in kind.waiting(self.user, self.clock):
            numbered = rows.annotate(kind_no=Value(KINDS.index(kind)), row=F("pk"), unit_no=F(kind.unit))
            yield numbered.filter(condition)

    def keys(self, start: int = 0, end: int | None = None) -> list[Key]:
        """Of the kinds that were asked for, sorted by the database over all of them."""
        chosen = self.chosen.kinds(self.kinds)
        found = _union(part.values_list(*_COLUMNS) for kind in chosen for part in self._parts[kind.code])
        rows = found.order_by(*_ORDER)[start:end] if found is not None else ()
        return [Key(KINDS[kind_no], *rest) for kind_no, *rest in rows]

    def tallies(self) -> list[Tally]:
        """Per kind, whichever kind was asked for; one query."""
        late, none = Count("pk", filter=Q(is_overdue=True)), (0, 0)
        counted = (
            part.values("kind_no", "is_stand_in").annotate(n=Count("pk"), late=late)
            for parts in self._parts.values()
            for part in parts
        )
        union = _union(rows.values_list("kind_no", "is_stand_in", "n", "late") for rows in counted)
        found = {(KINDS[no].code, is_stand_in): (n, too_late) for no, is_stand_in, n, too_late in union or ()}
        return [
            Tally(kind, *found.get((kind.code, False), none), found.get((kind.code, True), none)[0])
            for kind in self.kinds
        ]

    def page(self, number: str | None, total: int) -> Page[Any]:
        """One page of rows with their words: the keys in one query, then one look at each kind on the page."""
        page = Paginator(range(total), ROWS).get_page(number)  # how many there are is known from the tallies
        start = page.start_index() - 1
        keys = self.keys(max(start, 0), start + ROWS) if total else []
        page.object_list = rows_of(self.user, self.clock, keys)
        return page


def _union(parts: Iterable[QuerySet[Any]]) -> QuerySet[Any] | None:
    first, *rest = [*parts] or [None]
    return first.union(*rest, all=True) if first is not None and rest else first


def rows_of(user: User, clock: Clock, keys: list[Key]) -> list[Row]:
    pks: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        pks[key.kind.code].append(key.pk)
    lines = {code: BY_CODE[code].lines(user, found) for code, found in pks.items()}
    return [
        Row(key, line, clock.wait(key.since, line.term)) for key in keys if (line := lines[key.kind.code].get(key.pk))
    ]


def counted(user: User) -> list[Waiting]:
    return [waiting for tasks_for in COUNTED for waiting in tasks_for(user) if waiting.count]
