"""What waits for a decision: each kind of document says which rows wait for whom, and how one is decided.

An app declares its kinds in `inbox_kinds`, config lists them and owns the pages; docs/inbox.md shows how to add one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from accounts.chips import Chip
from accounts.models import Holiday, User
from accounts.working_days import DaysOff, add_working_days, is_working_day, working_days_between

UNDO_TIME = timedelta(minutes=10)
ANSWER_WITHIN = 5  # working days, where no policy says otherwise


@dataclass(frozen=True)
class Wait:
    """How long something has waited in working days, how much of it beyond its term, and until when it had time."""

    days: int
    late: int
    due_on: date


@dataclass(frozen=True)
class Clock:
    """Today and the public holidays, read once for however many rows."""

    today: date
    holidays: DaysOff

    @classmethod
    def now(cls) -> "Clock":
        return cls(timezone.localdate(), Holiday.objects.days_off())

    def wait(self, since: datetime, term: int) -> Wait:
        day = timezone.localtime(since).date()
        days = working_days_between(day, self.today, self.holidays)
        return Wait(days, max(days - term, 0), add_working_days(day, term, self.holidays))

    def overdue_before(self, term: int) -> datetime:
        """The moment before which everything that was sent has waited more than so many working days."""
        day, left = self.today, term + 1
        while left:
            left -= is_working_day(day, self.holidays)
            day -= timedelta(days=1)
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@dataclass(frozen=True)
class Line:
    """What a row of the list says; `url` is the document's own page, `term` the working days it may wait."""

    title: str
    detail: str
    url: str
    term: int = ANSWER_WITHIN
    fact: str = ""
    chips: tuple[Chip, ...] = ()
    note: str = ""
    has_term: bool = True  # no: it has a date of its own


@dataclass(frozen=True)
class Standing:
    """What the reader may do with an open document, and what the form has to ask for."""

    is_waiting: bool
    may_decide: bool = False
    place: Any = None  # the unit in whose place the reader would decide
    is_by_minutes: bool = False
    is_first_look: bool = False
    acts: Any = None


@dataclass(frozen=True)
class Words:
    """What the two answers are called: on the button, and after "Đã"."""

    approve: str = "Duyệt"
    send_back: str = "Trả lại để sửa"
    send_back_short: str = "Trả lại"
    why: str = "Lý do trả lại"
    hint: str = "Cán bộ đọc nguyên văn. Nói rõ sửa chỗ nào, thành thế nào."


@dataclass(frozen=True)
class Decides:
    """How a document is decided in the inbox itself.

    `find` are the documents that somebody may see, with what the rest needs; `approve` and `send_back` are verbs:
    they take `by` and `version` and what the form asked for, and raise DecisionLacks, StaleDocument or
    PermissionDenied. `did` says in a word or two what they did. `undo` takes the decision back within ten minutes;
    `decided` are somebody's own decisions that it may still reach.
    """

    find: Callable[[User], QuerySet[Any]]
    standing: Callable[[User, Any], Standing]
    name: Callable[[Any], str]
    template: str
    record: Callable[[User, Any], dict[str, Any]]
    approve: Callable[..., Any]
    send_back: Callable[..., Any]
    did: Callable[[Any], str]
    undo: Callable[..., Any] | None = None
    decided: Callable[[User], QuerySet[Any]] | None = None
    words: Words = Words()
    phrases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of document in the inbox; without `decides` its rows lead to a page of their own.

    `waiting` gives parts of one list, each made by `part`. `unit` is the lookup to the unit, `names` those to folded
    text for the search, `entered` that to whoever entered it for somebody else.
    """

    code: str
    label: str
    noun: str
    rights: tuple[str, ...]
    waiting: Callable[[User, Clock], Sequence[QuerySet[Any]]]
    lines: Callable[[User, list[int]], dict[int, Line]]
    unit: str = "unit"
    names: tuple[str, ...] = ()
    entered: str = ""
    decides: Decides | None = None


def address(code: str, pk: int | None = None) -> str:
    """Where the inbox shows all of a kind, or one of it."""
    return f"{reverse('portal:inbox')}?loai={code}" if pk is None else reverse("portal:inbox_record", args=[code, pk])


def part(
    rows: QuerySet[Any], since: str, overdue: Q, *, version: str | None = "version", is_stand_in: bool = False
) -> QuerySet[Any]:
    """Rows that wait, with what sorts them: since when, whether too long, whether for somebody else's decision."""
    return rows.order_by().annotate(
        since=F(since),
        is_overdue=Case(When(overdue, then=Value(True)), default=Value(False)),
        is_stand_in=Value(is_stand_in),
        seen_version=F(version) if version else Value(0),
    )


def own_and_below(own: QuerySet[Any], below: QuerySet[Any], since: str, overdue: Q) -> list[QuerySet[Any]]:
    """What waits for one's own decision, and what one may decide in place of a unit below; no row twice."""
    others = below.exclude(pk__in=own.order_by().values("pk"))
    return [part(own, since, overdue), part(others, since, overdue, is_stand_in=True)]


def just_decided(documents: QuerySet[Any], user: User, states: Sequence[str]) -> QuerySet[Any]:
    """Own decisions of the last ten minutes, the latest first."""
    since = timezone.now() - UNDO_TIME
    return documents.filter(decided_by=user, decided_at__gte=since, state__in=states).order_by("-decided_at")
