"""A settled change in words, for pages and the command: units by name, people only counted."""

from typing import Any

from django.db.models import Q

from cadres import open_documents
from cadres.models import Appointment, UnitType
from cadres.models.spans import valid_on
from cadres.reorganising.changes import Ref
from cadres.reorganising.settling import Settled, summary


def told(settled: Settled) -> dict[str, Any]:
    """As JSON: names as they are now, so that a page of long ago still reads as it did."""
    change, facts = settled.change, settled.facts
    return {
        "counts": dict(summary(settled)),
        "founds": [
            {
                "code": founding.code,
                "name": founding.name,
                "type": UnitType(founding.type).label,
                "parent": name_of(settled, founding.parent),
                "from": [
                    facts.units[ending.unit].name for ending in change.endings if founding.code in ending.successors
                ],
            }
            for founding in change.foundings
        ],
        "ends": [
            {
                "id": ending.unit,
                "code": facts.units[ending.unit].code,
                "name": facts.units[ending.unit].name,
                "into": [name_of(settled, ref) for ref in ending.successors],
            }
            for ending in change.endings
            if ending.unit in facts.units
        ],
        "moves": [
            {
                "id": moving.unit,
                "name": facts.units[moving.unit].name,
                "from": _name_above(settled, moving.unit),
                "to": name_of(settled, moving.parent),
            }
            for moving in (*settled.moves, *settled.followers)
            if moving.unit in facts.units
        ],
        "renames": [
            {
                "id": renaming.unit,
                "old": facts.units[renaming.unit].name,
                "new": renaming.name,
                "type": "" if renaming.type == facts.units[renaming.unit].type else UnitType(renaming.type).label,
            }
            for renaming in change.renamings
            if renaming.unit in facts.units
        ],
        "conflicts": [{"row": conflict.row, "message": conflict.message} for conflict in settled.conflicts],
        "people": _people(settled),
        "documents": open_documents.counted(Q(unit__in=[ending.unit for ending in change.endings])),
    }


def name_of(settled: Settled, ref: Ref) -> str:
    if isinstance(ref, int):
        return settled.facts.units[ref].name if ref in settled.facts.units else ""
    return next((founding.name for founding in settled.change.foundings if founding.code == ref), ref)


def _name_above(settled: Settled, unit_id: int) -> str:
    above = settled.facts.parent_of(unit_id)
    return settled.facts.units[above].name if above else ""


def _people(settled: Settled) -> int:
    """Main posts at the units that end or move, with all below them."""
    ids = {one.unit for one in (*settled.change.endings, *settled.moves)}
    paths = sorted(settled.facts.units[pk].path for pk in ids if pk in settled.facts.units)
    tops = [path for place, path in enumerate(paths) if not any(path.startswith(top) for top in paths[:place])]
    under = Q(pk__in=[])
    for path in tops:
        under |= Q(unit__path__startswith=path)
    return Appointment.objects.main().filter(valid_on(settled.change.on), under).count()
