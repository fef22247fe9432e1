"""Proves the audit trail: hashes recomputed, links followed, sealed months and exported heads compared.

The rows are read by the database in stretches, so that millions of them need little memory here.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts import audit_heads
from accounts.models import AuditEvent, AuditSeal

STRETCH = 50_000
BEGINNING = "0" * 64

CHECK = """
SELECT count(*), min(seq) FILTER (WHERE NOT (follows AND links AND is_true))
FROM (
    SELECT e.seq, e.hash = audit_hash(e) AS is_true,
        COALESCE(lag(e.seq) OVER chain, %(seq)s) + 1 = e.seq AS follows,
        COALESCE(lag(e.hash) OVER chain, %(hash)s) = e.prev_hash AS links
    FROM accounts_auditevent e WHERE e.seq > %(seq)s AND e.seq <= %(end)s
    WINDOW chain AS (ORDER BY e.seq)
) AS stretch
"""
LOOK = "SELECT e.hash = audit_hash(e) FROM accounts_auditevent e WHERE e.seq = %s"


@dataclass(frozen=True)
class Finding:
    """The first thing that is wrong: what kind, at which row, in words."""

    kind: str  # changed, unlinked, missing, beginning, seal, head, cut
    seq: int
    words: str


@dataclass(frozen=True)
class Outcome:
    rows: int
    first_seq: int
    last_seq: int
    seals: int
    heads: int
    finding: Finding | None = None

    @property
    def is_clean(self) -> bool:
        return self.finding is None

    def as_json(self) -> dict[str, Any]:
        return {"clean": self.is_clean, **asdict(self)}


def verify(*, since: date | None = None, until: date | None = None) -> Outcome:
    """Check the trail, or the rows written from one day up to, but not on, another; the heads are always compared."""
    first, last = _span(since, until)
    start = AuditEvent.objects.filter(seq=first - 1).values_list("hash", flat=True).first()
    finding = None
    if start is None:
        start, finding = _beginning(first)
    rows, wrong = (0, finding) if finding else _walk(first, last, start)
    seals = list(AuditSeal.objects.filter(dropped_at=None, last_seq__range=(first, last)))
    heads = [head for head in audit_heads.exported() if head["seq"] >= first and (until is None or head["seq"] <= last)]
    finding = wrong or _of_seals(seals) or _of_heads(heads)
    return Outcome(rows, first, last, len(seals), len(heads), finding)


def _span(since: date | None, until: date | None) -> tuple[int, int]:
    """Numbers of the first and last row to check."""
    events = AuditEvent.objects.order_by("seq")
    if since:
        events = events.filter(at__gte=_midnight(since))
    first = events.values_list("seq", flat=True).first()
    last = AuditEvent.objects.values_list("seq", flat=True).first() or 0
    if until:
        later = AuditEvent.objects.filter(at__gte=_midnight(until), seq__gte=first or 0).order_by("seq")
        after = later.values_list("seq", flat=True).first()
        last = after - 1 if after else last
    return (last + 1 if first is None else first), last


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _beginning(first: int) -> tuple[str, Finding | None]:
    """The hash on which the first row that is kept must build, and whether it is the row it should be."""
    dropped = AuditSeal.objects.exclude(dropped_at=None).last()
    expected, start = (dropped.last_seq + 1, dropped.head_hash) if dropped else (1, BEGINNING)
    if first == expected:
        return start, None
    return start, Finding("beginning", first, f"Nhật ký phải bắt đầu từ dòng {expected}, nay bắt đầu từ dòng {first}.")


def _walk(first: int, last: int, start: str) -> tuple[int, Finding | None]:
    """How many rows were read, and the first wrong one."""
    rows = 0
    for begin, end in _stretches(first, last):
        with connection.cursor() as cursor:
            cursor.execute(CHECK, {"seq": begin - 1, "hash": start, "end": end})
            count, wrong = cursor.fetchone()
        rows += count
        if wrong is not None:
            return rows, _what_is_wrong(wrong)
        if count != end - begin + 1:
            return rows, Finding("missing", begin + count, f"Thiếu các dòng từ {begin + count}.")
        start = AuditEvent.objects.values_list("hash", flat=True).get(seq=end)
    return rows, None


def _stretches(first: int, last: int) -> Iterator[tuple[int, int]]:
    return ((begin, min(begin + STRETCH - 1, last)) for begin in range(first, last + 1, STRETCH))


def _what_is_wrong(seq: int) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(LOOK, [seq])
        (is_true,) = cursor.fetchone()
    if not is_true:
        return Finding("changed", seq, f"Dòng {seq} đã bị sửa: nội dung không khớp mã băm.")
    before = AuditEvent.objects.filter(seq__lt=seq).values_list("seq", flat=True).first() or 0
    if before != seq - 1:
        return Finding("missing", before + 1, f"Thiếu các dòng từ {before + 1} đến {seq - 1}.")
    return Finding("unlinked", seq, f"Dòng {seq} không nối với dòng trước: dòng {seq - 1} đã bị viết lại.")


def _of_seals(seals: list[AuditSeal]) -> Finding | None:
    """A sealed month must still end in the row with which it was sealed."""
    hashes = _hashes(seal.last_seq for seal in seals)
    for seal in seals:
        if hashes.get(seal.last_seq) != seal.head_hash:
            return Finding("seal", seal.last_seq, f"Tháng {seal.month:%m/%Y} không còn như khi niêm phong.")
    return None


def _of_heads(heads: list[dict[str, Any]]) -> Finding | None:
    """What was exported day by day must still be there: this finds a cut tail and a trail written anew."""
    hashes = _hashes(head["seq"] for head in heads)
    for head in heads:
        seq, on = head["seq"], date.fromisoformat(head["on"])
        if seq not in hashes:
            return Finding("cut", seq, f"Phần cuối bị cắt: ngày {on:%d/%m/%Y} nhật ký đã có dòng {seq}.")
        if hashes[seq] != head["hash"]:
            return Finding("head", seq, f"Dòng {seq} khác với đầu chuỗi đã xuất ngày {on:%d/%m/%Y}.")
    return None


def _hashes(numbers: Iterator[int]) -> dict[int, str]:
    return dict(AuditEvent.objects.filter(seq__in=list(numbers)).values_list("seq", "hash"))
