"""The roll-up: counts everything at one moment, sums it up the tree and writes a snapshot by COPY."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from operator import itemgetter

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from cadres import trees
from cadres.models import Unit
from criteria.models import Period
from reports import counting, summing
from reports.counting import Progress
from reports.measures import MEASURES, SOURCES
from reports.models import Snapshot, SnapshotEntry, SnapshotRow

MOMENT = "moment"
NIGHTLIES_KEPT = timedelta(days=35)  # older ones are thinned out to Mondays
REDELIVERED = timedelta(hours=2)  # a task that comes again so soon is the same night's
ROW_COLUMNS = ("unit_id", "parent_id", "depth", "name", "own", "total")
ENTRY_COLUMNS = ("source", "object_id", "unit_id", "flags", "amounts")


@dataclass(frozen=True)
class Counted:
    """What a roll-up found, as lines that both COPY and the checksum read."""

    year: int
    as_of: datetime
    counted_on: date
    rows: list[str]
    entries: list[str]


@contextmanager
def one_moment() -> Iterator[str]:
    """The alias of a connection of its own on which all queries see the database as of one moment.

    Within a transaction the caller has chosen the moment; nothing is opened then.
    """
    if connection.in_atomic_block:
        yield DEFAULT_DB_ALIAS
        return
    connections[MOMENT] = connection.copy(alias=MOMENT)
    try:
        with transaction.atomic(using=MOMENT):
            with connections[MOMENT].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield MOMENT
    finally:
        connections[MOMENT].close()
        del connections[MOMENT]


def silent(done: int, total: int) -> None:
    """The progress that nobody watches."""


def counted_at_one_moment(year: int, *, with_entries: bool, progress: Progress = silent) -> Counted:
    with one_moment() as using:
        return count(year, using=using, with_entries=with_entries, progress=progress)


def roll_up(year: int, *, progress: Progress = silent) -> Snapshot:
    """Count, sum and write the snapshot of a night, or of a press on "Cập nhật số liệu"."""
    counted = counted_at_one_moment(year, with_entries=False, progress=progress)
    return write(counted, Snapshot.Kind.NIGHTLY)


def count(
    year: int, *, using: str = DEFAULT_DB_ALIAS, with_entries: bool = False, progress: Progress = silent
) -> Counted:
    view = counting.year_view(year, using=using)
    as_of = timezone.now()
    found = summing.gather(len(MEASURES), counting.by_unit(view, progress))
    units = trees.lines_on(view.on, also=found.keys(), using=using)
    zero = [0] * len(MEASURES)
    own = {path: found.get(pk, zero) for pk, path, _, _ in units}
    total = summing.summed_up(own, Unit.steplen)
    pk_of = {path: pk for pk, path, _, _ in units}
    rows = [
        row_line((pk, pk_of.get(path[: -Unit.steplen]), depth, name), own[path], total[path])
        for pk, path, depth, name in sorted(units, key=itemgetter(0))
    ]
    progress(len(SOURCES), len(SOURCES))
    entries = [entry_line(*entry) for entry in sorted(counting.entries(view))] if with_entries else []
    return Counted(year, as_of, view.on, rows, entries)


@transaction.atomic
def write(counted: Counted, kind: Snapshot.Kind, *, by: User | None = None, note: str = "") -> Snapshot:
    snapshot = Snapshot(
        year=counted.year,
        as_of=counted.as_of,
        counted_on=counted.counted_on,
        kind=kind,
        measure_set=[measure.code for measure in MEASURES],
        frozen_by=by,
        note=note,
    )
    snapshot.sha256 = checksum(snapshot, counted.rows, counted.entries)
    snapshot.save(force_insert=True)
    _copy(SnapshotRow, ROW_COLUMNS, snapshot, counted.rows)
    _copy(SnapshotEntry, ENTRY_COLUMNS, snapshot, counted.entries)
    return snapshot


def _copy(model: type[Model], columns: tuple[str, ...], snapshot: Snapshot, lines: list[str]) -> None:
    if not lines:
        return
    start = f"{snapshot.pk}\t"
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY {model._meta.db_table} (snapshot_id, {', '.join(columns)}) FROM STDIN",
            StringIO(start + f"\n{start}".join(lines) + "\n"),
        )


def row_line(unit: tuple[int, int | None, int, str], own: list[int], total: list[int]) -> str:
    """`unit` is its id, that of the one above, its depth and name."""
    unit_id, parent_id, depth, name = unit
    figures = _array(own)
    above = r"\N" if parent_id is None else parent_id
    whole = figures if total is own else _array(total)
    return f"{unit_id}\t{above}\t{depth}\t{_escaped(name)}\t{figures}\t{whole}"


def entry_line(source: str, object_id: int, unit_id: int, flags: int, amounts: list[int]) -> str:
    return f"{source}\t{object_id}\t{unit_id}\t{flags}\t{_array(amounts)}"


def _array(figures: list[int]) -> str:
    return f"{{{','.join(map(str, figures))}}}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def checksum(snapshot: Snapshot, rows: Iterable[str], entries: Iterable[str]) -> str:
    """SHA-256 over what the snapshot is, its rows and its entries, in the order of their ids."""
    head = (snapshot.year, snapshot.as_of.isoformat(), snapshot.counted_on, ",".join(snapshot.measure_set))
    digest = hashlib.sha256("\t".join(map(str, head)).encode())
    for lines in (rows, entries):
        for line in lines:
            digest.update(line.encode())
            digest.update(b"\n")
        digest.update(b"\f")
    return digest.hexdigest()


def nightly() -> list[Snapshot]:
    """One snapshot of each year with an open period, once a night; old ones are thinned out."""
    nightlies = Snapshot.objects.filter(kind=Snapshot.Kind.NIGHTLY)
    done = set(nightlies.filter(as_of__gt=timezone.now() - REDELIVERED).values_list("year", flat=True))
    years = Period.objects.open().order_by("year").values_list("year", flat=True).distinct()
    snapshots = [roll_up(year) for year in years if year not in done]
    old = nightlies.filter(as_of__lt=timezone.now() - NIGHTLIES_KEPT)
    old.exclude(as_of__iso_week_day=1).delete()
    return snapshots
