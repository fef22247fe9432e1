"""Seals the months of the audit trail that are over, and drops whole sealed months that are old enough."""

from datetime import date

from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, AuditSeal

KEEP_MONTHS = 24


class NotAllowed(Exception):
    """The months may not be dropped: too young, or not by this role of the database."""


def seal_months() -> list[AuditSeal]:
    """Seal every month that is over and has rows; the database fills the seals and refuses false ones."""
    sealed = []
    while month := _next_month():
        seal = AuditSeal.objects.create(
            month=month, first_seq=0, last_seq=0, head_hash="", count=0, sealed_at=timezone.now()
        )
        seal.refresh_from_db()
        sealed.append(seal)
    return sealed


def _next_month() -> date | None:
    """The month of the first row that is under no seal; nothing when that month goes on.

    A row that came in late under an older date belongs to the month after the last sealed one.
    """
    last = AuditSeal.objects.last()
    rows = AuditEvent.objects.filter(seq__gt=last.last_seq if last else 0).order_by("seq")
    at = rows.values_list("at", flat=True).first()
    if at is None:
        return None
    month = timezone.localtime(at).date().replace(day=1)
    if last:
        month = max(month, last.next_month)
    return month if month < timezone.localdate().replace(day=1) else None


def oldest_to_keep(today: date) -> date:
    """The first day of the oldest month that must be kept."""
    months = today.year * 12 + today.month - 1 - KEEP_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def droppable(before: date) -> list[AuditSeal]:
    """Sealed months that ended before the day and still have their rows, oldest first."""
    return [seal for seal in AuditSeal.objects.filter(dropped_at=None, month__lt=before) if seal.next_month <= before]


@transaction.atomic
def drop_before(before: date) -> list[AuditSeal]:
    """Drop the rows of whole sealed months before the day. Only the owner of the tables can; it leaves a row."""
    if before > oldest_to_keep(timezone.localdate()):
        raise NotAllowed(f"Nhật ký phải được giữ {KEEP_MONTHS} tháng.")
    seals = droppable(before)
    if not seals:
        return []
    _set_triggers("DISABLE")
    AuditEvent.objects.filter(seq__lte=seals[-1].last_seq).delete()
    AuditSeal.objects.filter(pk__in=[seal.pk for seal in seals]).update(dropped_at=timezone.now())
    _set_triggers("ENABLE")
    rows = sum(seal.count for seal in seals)
    audit.record("audit.dropped", seals[-1], by=None, after={"until": str(seals[-1]), "rows": rows})
    return seals


def _set_triggers(what: str) -> None:
    """The guards are lifted inside this transaction only; nobody else sees them gone, for ALTER locks the tables."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE accounts_auditevent {what} TRIGGER audit_is_append_only")
            cursor.execute(f"ALTER TABLE accounts_auditseal {what} TRIGGER audit_seals_stay")
    except ProgrammingError as error:
        raise NotAllowed("Chỉ vai trò sở hữu bảng mới được bỏ dữ liệu: đặt DATABASE_ROLE=owner.") from error
