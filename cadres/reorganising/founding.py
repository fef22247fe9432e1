"""Founding a unit: into the tree, with its first placement."""

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from cadres.models import Unit, UnitPlacement, UnitType


@transaction.atomic
def found(
    *,
    name: str,
    type: UnitType,
    parent: Unit | None,
    code: str,
    on: date,
    by: User | None = None,
    short_name: str = "",
    legal_basis: str = "",
    **details: str,
) -> Unit:
    """Found a unit under `parent` from the day `on`, with its first placement."""
    unit = Unit(name=name, type=type, code=code, valid_from=on, short_name=short_name, **details)
    if parent is None:
        Unit.objects.add_root(instance=unit)
    else:
        # Read anew under a lock: treebeard counts children, and two foundings at once must not share a path.
        above = Unit.objects.select_for_update(of=("self",)).get(pk=parent.pk)
        Unit.objects.add_child(above, instance=unit)
    UnitPlacement.objects.create(
        unit=unit, parent=parent, name=name, short_name=short_name, type=type, valid_from=on, legal_basis=legal_basis
    )
    unit.refresh_from_db()
    audit.record("unit.founded", unit, by=by, unit_id=unit.pk, after={"code": code, "type": type})
    return unit
