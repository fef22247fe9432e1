"""Phases: several years that a plan binds together."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import audit
from accounts.models import User
from cadres.models import Right, holds
from criteria.models import Phase


@transaction.atomic
def save(phase: Phase, *, by: User) -> Phase:
    """A new phase, or a changed one, as the form left it."""
    if not holds(by, Right.PERIOD_MANAGE):
        raise PermissionDenied
    there = Phase.objects.select_for_update().filter(pk=phase.pk).first()
    phase.save()
    before = _values(there) if there else None
    audit.record("phase.changed" if there else "phase.added", phase, by=by, before=before, after=_values(phase))
    return phase


def _values(phase: Phase) -> dict[str, str]:
    return {"name": phase.name, "begins_on": phase.begins_on.isoformat(), "ends_on": phase.ends_on.isoformat()}
