"""Writes a settled change into the tree: placements, successions, treebeard's paths."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from cadres.models import Unit, UnitPlacement, UnitSuccession, UnitType
from cadres.reorganising import posts, turns
from cadres.reorganising.changes import Ending, Founding, Moving, Ref, Renaming
from cadres.reorganising.founding import found
from cadres.reorganising.settling import Settled

DAY = timedelta(days=1)


def carry_out(settled: Settled, *, by: User | None, basis: str) -> dict[Ref, int]:
    """Do it all; returns the ids of units by what the change calls them. The caller holds the lock."""
    writer = _Writer(settled, by, basis)
    change = settled.change
    for ending in change.endings:
        writer.end(ending)
    for renaming in change.renamings:
        writer.rename(renaming)
    writer.found(list(change.foundings))
    for ending in change.endings:
        writer.succeed(ending)
    for moving in (*settled.moves, *settled.followers):
        writer.move(moving)
    for ending in change.endings:
        writer.lay_to_rest(ending)
    posts.take_along(settled, writer.ids)
    return writer.ids


class _Writer:
    def __init__(self, settled: Settled, by: User | None, basis: str) -> None:
        self.on, self.by, self.basis = settled.change.on, by, basis
        self.ids: dict[Ref, int] = {pk: pk for pk in settled.facts.units}

    def end(self, ending: Ending) -> None:
        last = self.on - DAY
        Unit.objects.filter(pk=ending.unit).update(valid_to=last)
        UnitPlacement.objects.filter(unit=ending.unit, valid_to=None).update(valid_to=last)

    def rename(self, renaming: Renaming) -> None:
        names = {"name": renaming.name, "short_name": renaming.short_name, "type": renaming.type}
        Unit.objects.filter(pk=renaming.unit).update(**names)
        self._place(renaming.unit, renaming.basis, **names)

    def found(self, waiting: list[Founding]) -> None:
        """Those above first."""
        while waiting:
            ready = [founding for founding in waiting if founding.parent in self.ids]
            waiting = [founding for founding in waiting if founding.parent not in self.ids]
            for one in ready:
                details = {"sector": one.sector} if one.sector else {}
                unit = found(
                    name=one.name,
                    type=UnitType(one.type),
                    parent=Unit.objects.get(pk=self.ids[one.parent]),
                    code=one.code,
                    on=self.on,
                    by=self.by,
                    short_name=one.short_name,
                    legal_basis=one.basis or self.basis,
                    **details,
                )
                self.ids[one.code] = unit.pk

    def succeed(self, ending: Ending) -> None:
        UnitSuccession.objects.bulk_create(
            UnitSuccession(
                old_unit_id=ending.unit,
                new_unit_id=self.ids[ref],
                on=self.on,
                legal_basis=ending.basis or self.basis,
            )
            for ref in ending.successors
        )

    def move(self, moving: Moving) -> None:
        parent = self.ids[moving.parent]
        self._place(moving.unit, moving.basis, parent_id=parent)
        hang(moving.unit, parent)

    def lay_to_rest(self, ending: Ending) -> None:
        """What ended lies under the one that goes on for it, so that who keeps that one can read its papers."""
        if len(ending.successors) == 1:
            hang(ending.unit, self.ids[ending.successors[0]])

    def _place(self, unit_id: int, basis: str, **changes: Any) -> None:
        """A new placement from the day on; one that begins on this very day is changed itself."""
        placement = UnitPlacement.objects.get(unit=unit_id, valid_to=None)
        if placement.valid_from < self.on:
            UnitPlacement.objects.filter(pk=placement.pk).update(valid_to=self.on - DAY)
            placement.pk = None
            placement._state.adding = True
            placement.valid_from = self.on
        placement.legal_basis = basis or self.basis
        for name, value in changes.items():
            setattr(placement, name, value)
        placement.save()


def hang(unit_id: int, parent_id: int) -> None:
    """Move the unit, with all below it, under another; both read anew, for each move changes paths."""
    turns.change_paths()
    unit, parent = Unit.objects.get(pk=unit_id), Unit.objects.get(pk=parent_id)
    Unit.objects.move(unit, parent, pos="last-child")
