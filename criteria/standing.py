"""Where a cadre's pledge stands: what evaluations and reports ask of this app."""

from dataclasses import dataclass

from cadres.models import Cadre
from criteria.models import Period, Pledge


@dataclass(frozen=True)
class PledgeStanding:
    """Dropped items do not count; "on time" looks at the first sending only (domain §16).

    `items_done` is what the person says; `items_met` is what of it the approver found met.
    """

    first_submitted_on_time: bool = False
    is_approved: bool = False
    items_total: int = 0
    items_done: int = 0
    items_met: int = 0

    @property
    def is_fulfilled(self) -> bool:
        return self.is_approved and self.items_total > 0 and self.items_done == self.items_total


def pledge_standing(cadre: Cadre, period: Period) -> PledgeStanding:
    """In one query; who has no pledge has the standing of nothing done."""
    return pledge_standings([cadre.pk], period).get(cadre.pk, PledgeStanding())


def pledge_standings(cadre_ids: list[int], period: Period) -> dict[int, PledgeStanding]:
    """The same for many, by cadre id, in one query; without those who have no pledge."""
    pledges = Pledge.objects.current().filter(cadre__in=cadre_ids, period=period).with_counts()
    return {
        pledge.cadre_id: PledgeStanding(
            first_submitted_on_time=pledge.is_on_time,
            is_approved=pledge.state in {Pledge.State.APPROVED, Pledge.State.CLOSED},
            items_total=pledge.items_total,
            items_done=pledge.items_done,
            items_met=pledge.items_met,
        )
        for pledge in pledges
    }
