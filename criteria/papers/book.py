"""All approved pledges of a unit in one Word file, made by a background run."""

from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.text import slugify

from accounts import audit, running
from accounts.models import Run, User
from cadres.delegating import in_force
from cadres.models import Right, Unit, holds_at
from cadres.names import fold
from cadres.papers.letterhead import signatures_of
from criteria.models import Period, Pledge
from criteria.models.pledge_queries import PledgeQuerySet
from criteria.papers.form_1 import Form1, form_1
from criteria.papers.pledges import Book, save_book

MOST = 500
"""Papers in one file; a larger unit prints its parts."""


class TooMany(Exception):
    """More papers than one file holds."""


def pledges_of(unit: Unit, period: Period, user: User, *, with_below: bool) -> PledgeQuerySet:
    """The approved pledges that go into the book, in the order of the tree, then by name."""
    seen = Pledge.objects.visible_to(user).approved().filter(period=period)
    here = seen.filter(unit__path__startswith=unit.path) if with_below else seen.filter(unit=unit)
    return here.order_by("unit__path", "cadre__sort_key", "pk")


def start(unit: Unit, period: Period, *, by: User, with_below: bool, reason: str = "") -> Run:
    """Queue the book. Raises TooMany."""
    if not holds_at(by, Right.PLEDGE_READ, unit.path):
        raise PermissionDenied
    count = pledges_of(unit, period, by, with_below=with_below).count()
    if count > MOST:
        raise TooMany
    parameters = {"unit": unit.pk, "period": period.pk, "with_below": with_below, "count": count}
    label = f"In {count} bản đăng ký năm {period.year}, {unit.name}"
    return running.start(BOOK.code, by=by, parameters=parameters, reason=reason, label=label)


def _write(run: Run, progress: running.Progress) -> Path:
    asked = run.parameters
    unit, period = Unit.objects.get(pk=asked["unit"]), Period.objects.get(pk=asked["period"])
    if not holds_at(run.asked_by, Right.PLEDGE_READ, unit.path):
        raise PermissionDenied("Không còn quyền xem bản đăng ký của đơn vị này.")
    found = pledges_of(unit, period, run.asked_by, with_below=asked["with_below"])
    pledges = list(found.for_detail().prefetch_related("revisions")[:MOST])
    above = list(Unit.objects.above(unit))
    path = running.run_path(run, f"{slugify(fold(f'ban dang ky {period.year} {unit.name}'))}.docx")
    signatures = signatures_of(unit, in_force(unit, timezone.localdate()))
    save_book(Book(unit, above, period.year, pledges, signatures), _forms(pledges, period), path, progress)
    audit.record("pledge.taken_out", unit, by=run.asked_by, unit_id=unit.pk, after={"rows": len(pledges)})
    return path


def _forms(pledges: list[Pledge], period: Period) -> Iterator[Form1]:
    """One Mẫu 1 after the other; units above and statements are fetched once."""
    donts = list(period.statement_set.statements.dont())
    steps = {pledge.unit.path[:end] for pledge in pledges for end in range(0, len(pledge.unit.path), Unit.steplen)}
    by_path = {unit.path: unit for unit in Unit.objects.filter(path__in=steps)}
    for pledge in pledges:
        path = pledge.unit.path
        ends = range(len(path) - Unit.steplen, 0, -Unit.steplen)
        above = [by_path[path[:end]] for end in ends if path[:end] in by_path]
        yield form_1(pledge, above, donts)


BOOK = running.register(running.RunKind("pledges.book", "In bản đăng ký của đơn vị", _write))
