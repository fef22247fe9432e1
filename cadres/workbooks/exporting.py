"""Lists leave the portal: what is on the screen, as far as the asker may take it along, with a reason and a trace."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit, running
from accounts.models import Run, User
from cadres.models import Right, holdings, holds, within_reach
from cadres.names import fold
from cadres.papers.tables import WRITERS
from cadres.papers.xlsx import Column, Value

MANY = 50
A_DAY = 20
CHUNK = 500
KEYS = ("trang", "submit_key", "csrfmiddlewaretoken")
"""Of an address, what says nothing about which rows the list has."""


@dataclass(frozen=True)
class Ask:
    """Who asks, and the address of the list as it was on the screen."""

    user: User
    query: QueryDict


@dataclass(frozen=True)
class Listing:
    """A list that can be taken along: the same rows, filters and order as its page.

    `rows` are those that the asker may see now; `within` narrows them to those that the right to export reaches, for
    a list that names people. `person` leads from a row to the cadre. `words` are the filters where names are typed:
    they are left out of the trail.
    """

    code: str
    title: str
    right: Right
    page: str
    columns: Sequence[Column]
    rows: Callable[[Ask], QuerySet[Any]]
    cells: Callable[[list[Any], Ask], Iterable[Sequence[Value]]]
    person: str = ""
    within: Callable[[QuerySet[Any], User], QuerySet[Any]] | None = None
    words: tuple[str, ...] = ("q", "tim", "don_vi")
    heading: Callable[[Ask], str] | None = None

    def title_of(self, ask: Ask) -> str:
        return self.heading(ask) if self.heading else self.title


def by_unit(lookup: str = "unit") -> Callable[[QuerySet[Any], User], QuerySet[Any]]:
    """Rows whose unit the right to export reaches."""

    def within(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
        return rows.filter(within_reach(user, Right.PEOPLE_EXPORT, unit=lookup, cadre=None))

    return within


def may_export(user: User, listing: Listing) -> bool:
    if not holds(user, listing.right):
        return False
    return not listing.person or any(held.right == Right.PEOPLE_EXPORT and held.path for held in holdings(user))


def rows_of(listing: Listing, ask: Ask) -> QuerySet[Any]:
    rows = listing.rows(ask)
    return listing.within(rows, ask.user) if listing.within else rows


def people_in(listing: Listing, rows: QuerySet[Any]) -> int:
    """How many people the list names; beyond MANY it does not matter how many."""
    if not listing.person:
        return 0
    return len(rows.order_by().values_list(listing.person, flat=True).distinct()[: MANY + 1])


def query_of(text: str) -> QueryDict:
    """The address without its page."""
    query = QueryDict(text, mutable=True)
    for key in KEYS:
        query.pop(key, None)
    return query


def left_today(user: User, kind: str) -> int:
    """How many lists the person may still take along today."""
    begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(A_DAY - Run.objects.filter(asked_by=user, kind=kind, created_at__gte=begin).count(), 0)


@transaction.atomic
def start(listing: Listing, ask: Ask, *, by: User, kind: str, format: str, reason: str) -> Run:
    """Queue the export as a run of this kind; two at once do not slip past the limit of a day."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if not may_export(by, listing) or not left_today(by, kind):
        raise PermissionDenied("Hôm nay đồng chí đã xuất đủ số lần cho phép. Xuất tiếp vào ngày mai.")
    parameters = {"list": listing.code, "format": format, "query": ask.query.urlencode()}
    return running.start(kind, by=by, parameters=parameters, reason=reason, label=listing.title_of(ask)[:200])


def write(listing: Listing, run: Run, progress: running.Progress) -> Path:
    """Make the file with the rights that the asker has now; the number of its rows is audited."""
    ask = Ask(run.asked_by, query_of(run.parameters["query"]))
    if not may_export(ask.user, listing):
        raise PermissionDenied
    rows, format = rows_of(listing, ask), run.parameters["format"]
    now, title = timezone.localtime(), listing.title_of(ask)
    path = running.run_path(run, f"{slugify(fold(title))[:60]}-{now:%Y%m%d-%H%M}.{format}")
    lines = (title, f"{ask.user.full_name} xuất lúc {now:%H:%M ngày %d/%m/%Y}. Lý do: {run.reason or 'không ghi'}.")
    count = WRITERS[format](path, lines, listing.columns, _streamed(listing, rows, ask, progress))
    told = {key: "…" if key in listing.words else value for key, value in ask.query.items() if value}
    after = {"list": listing.code, "format": format, "rows": count, "filter": told}
    audit.record("list.exported", run, by=ask.user, reason=run.reason, after=after)
    return path


def _streamed(listing: Listing, rows: QuerySet[Any], ask: Ask, progress: running.Progress) -> Iterator[Sequence[Value]]:
    total, done, chunk = rows.count(), 0, list[Any]()
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from listing.cells(chunk, ask)
            done, chunk = done + len(chunk), []
            progress(done, total)
    yield from listing.cells(chunk, ask)
    progress(done + len(chunk), total)
