"""Who goes first: secretaries and deputies of the province and the districts (283-KH, III; "nêu gương trước")."""

from django.db.models import Q

from cadres.models import Level, Position, Seat

LEADING_LEVELS = (Level.PROVINCE, Level.DISTRICT)
LEADING_SEATS = (Seat.SECRETARY, Seat.DEPUTY)


def goes_first(position: Position) -> bool:
    return position.level in LEADING_LEVELS and position.seat in LEADING_SEATS


def going_first(position: str) -> Q:
    """The rows whose post, behind the lookup `position`, is one of those."""
    return Q(**{f"{position}__level__in": LEADING_LEVELS, f"{position}__seat__in": LEADING_SEATS})
