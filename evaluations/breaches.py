"""Breaches of a KHÔNG: reported, looked into, concluded. Only confirmed ones take points."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.documents import StaleDocument, check_version
from accounts.models import User
from accounts.notifying import notify
from cadres.models import Appointment, Right, holds_at
from criteria.models import Period, Statement
from evaluations import rules
from evaluations.models import Breach


@transaction.atomic
def report(
    appointment: Appointment,
    *,
    period: Period,
    statement: Statement,
    occurred_on: date,
    severity: str,
    evidence: str,
    by: User,
    is_disciplined: bool = False,
) -> Breach:
    """Record what is said to have happened; nothing is deducted yet."""
    if not holds_at(by, Right.BREACH_RECORD, appointment.unit.path) or appointment.cadre.user_id == by.pk:
        raise PermissionDenied("Ủy ban Kiểm tra ghi nhận vi phạm trong phạm vi của mình.")
    breach = Breach.objects.create(
        cadre=appointment.cadre,
        appointment=appointment,
        unit=appointment.unit,
        period=period,
        statement=statement,
        occurred_on=occurred_on,
        severity=severity,
        is_disciplined=is_disciplined,
        evidence=evidence,
        reported_by=by,
    )
    _record("breach.reported", breach, by=by)
    return breach


@transaction.atomic
def verify(breach: Breach, *, by: User, version: int) -> Breach:
    """Say that the matter is being looked into."""
    breach = _locked(breach, by=by, version=version)
    breach.state = Breach.State.VERIFYING
    breach.version += 1
    breach.save(update_fields=["state", "version"])
    _record("breach.verifying", breach, by=by)
    return breach


@transaction.atomic
def confirm(breach: Breach, *, by: User, version: int, conclusion: str) -> Breach:
    """Conclude that it happened: it takes points and closes the way to Xuất sắc; the cadre is told."""
    breach = _conclude(breach, Breach.State.CONFIRMED, by=by, version=version, conclusion=conclusion)
    if breach.cadre.user:
        notify(
            [breach.cadre.user],
            kind="breach.confirmed",
            subject=f"Kết luận vi phạm điều {breach.statement.code}",
            body=conclusion,
            url=breach.get_absolute_url(),
            key=f"breach.confirmed:{breach.pk}",
        )
    return breach


@transaction.atomic
def dismiss(breach: Breach, *, by: User, version: int, conclusion: str) -> Breach:
    """Conclude that it did not happen, or is none."""
    return _conclude(breach, Breach.State.DISMISSED, by=by, version=version, conclusion=conclusion)


def _conclude(breach: Breach, state: str, *, by: User, version: int, conclusion: str) -> Breach:
    breach = _locked(breach, by=by, version=version)
    breach.state, breach.conclusion = state, conclusion
    breach.decided_by, breach.decided_at = by, timezone.now()
    breach.version += 1
    breach.save(update_fields=["state", "conclusion", "decided_by", "decided_at", "version"])
    _record(f"breach.{state}", breach, by=by)
    return breach


def _locked(breach: Breach, *, by: User, version: int) -> Breach:
    fresh = Breach.objects.select_for_update(of=("self",)).select_related("cadre__user", "unit", "statement", "period")
    row = fresh.get(pk=breach.pk)
    if not rules.may_handle_breach(by, row):
        raise PermissionDenied("Ủy ban Kiểm tra kết luận vi phạm trong phạm vi của mình.")
    check_version(row, version)
    if why_not := rules.why_not_handle(row):
        raise StaleDocument(row, why_not)
    return row


def _record(verb: str, breach: Breach, *, by: User) -> None:
    audit.record(verb, breach, by=by, cadre_id=breach.cadre_id, unit_id=breach.unit_id, reason=breach.conclusion)
