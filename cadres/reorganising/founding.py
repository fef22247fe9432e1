"""Founding a unit: into the tree, with its first placement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat

from accounts import audit
from accounts.models import User
from cadres.models import Unit, UnitPlacement, UnitType
from cadres.reorganising import turns


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
    turns.keep_paths()
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


@dataclass(frozen=True)
class Founding:
    """A unit to be founded under a parent that stands."""

    parent: Unit
    name: str
    type: UnitType
    code: str
    on: date
    short_name: str = ""
    legal_basis: str = ""
    details: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def found_many(foundings: Sequence[Founding], *, by: User | None = None) -> list[Unit]:
    """Many units at once, as `found` does one by one: the children of each parent in the order given."""
    turns.keep_paths()
    parents = _with_last_child({one.parent.pk for one in foundings})
    units = []
    for one in foundings:
        above = parents[one.parent.pk]
        step = Unit._str2int(above.last_child[-Unit.steplen :]) + 1 if above.last_child else 1
        above.last_child = Unit._get_path(above.path, above.depth + 1, step)
        about = {"name": one.name, "type": one.type, "code": one.code, "short_name": one.short_name, **one.details}
        units.append(Unit(path=above.last_child, depth=above.depth + 1, numchild=0, valid_from=one.on, **about))
        above.numchild += 1
    Unit.objects.bulk_create(units, batch_size=1000)
    Unit.objects.bulk_update(parents.values(), ["numchild"], batch_size=1000)
    UnitPlacement.objects.bulk_create(
        [
            UnitPlacement(
                unit=unit,
                parent=one.parent,
                name=unit.name,
                short_name=unit.short_name,
                type=unit.type,
                valid_from=one.on,
                legal_basis=one.legal_basis,
            )
            for unit, one in zip(units, foundings, strict=True)
        ],
        batch_size=1000,
    )
    for unit in units:
        audit.record("unit.founded", unit, by=by, unit_id=unit.pk, after={"code": unit.code, "type": unit.type})
    return units


def _with_last_child(pks: set[int]) -> dict[int, Unit]:
    """The parents, locked so that two foundings at once share no path, each with the path of its `last_child`."""
    below = Unit.objects.filter(path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~")))
    last = below.filter(depth=OuterRef("depth") + 1).order_by("-path").values("path")[:1]
    rows = Unit.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return {unit.pk: unit for unit in rows.annotate(last_child=Subquery(last))}
