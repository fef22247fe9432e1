"""Public numbers of documents: <abbreviation of the unit>-<0000>/<year>, in order and never twice."""

from django.db import transaction

from cadres.models import Unit
from criteria.models import NumberSeries


@transaction.atomic
def next_number(unit: Unit, kind: str, year: int) -> str:
    """The next number in the series of the nearest unit that has an abbreviation (else code of the unit)."""
    ladder = [unit, *Unit.objects.above(unit)]
    owner = next((rung for rung in ladder if rung.abbreviation), unit)
    NumberSeries.objects.get_or_create(unit=owner, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update(of=("self",)).get(unit=owner, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{owner.abbreviation or owner.code}-{series.last:04}/{year}"
