"""The audit trail: one row per decision, written last in the transaction that makes it."""

from typing import Any

from django.db import models

from accounts.context import origin
from accounts.models import AuditEvent, User


def record(
    verb: str,
    target: models.Model,
    *,
    by: User | None,
    cadre_id: int | None = None,
    unit_id: int | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    acting_role: str = "",
    on_behalf_of: User | None = None,
) -> AuditEvent:
    """Write that `by` did `verb` ("pledge.approved") to `target`. Ids only, no names, no secrets."""
    where = origin.get()
    event = AuditEvent(
        actor_id=by.pk if by else None,
        acting_role=acting_role,
        on_behalf_of_id=on_behalf_of.pk if on_behalf_of else None,
        verb=verb,
        target=target._meta.label_lower,
        target_id=str(target.pk),
        cadre_id=cadre_id,
        unit_id=unit_id,
        reason=reason,
        before=before,
        after=after,
        ip=where.ip,
        request_id=where.request_id,
    )
    event.save(force_insert=True)
    return event


def trail(target: models.Model) -> models.QuerySet[AuditEvent]:
    """All that happened to one document, newest first, with the names for the panel "Quá trình"."""
    actor = User.objects.filter(pk=models.OuterRef("actor_id")).values("full_name")
    behalf = User.objects.filter(pk=models.OuterRef("on_behalf_of_id")).values("full_name")
    events = AuditEvent.objects.filter(target=target._meta.label_lower, target_id=str(target.pk))
    return events.annotate(actor_name=models.Subquery(actor), behalf_name=models.Subquery(behalf))
