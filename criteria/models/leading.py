"""Who goes first: secretaries and deputies of the province and the districts (283-KH, III; "nêu gương trước")."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cadres.models import Appointment, Level, Position, Seat, Unit

LEADING_LEVELS = (Level.PROVINCE, Level.DISTRICT)
LEADING_SEATS = (Seat.SECRETARY, Seat.DEPUTY)


def goes_first(position: Position) -> bool:
    return position.level in LEADING_LEVELS and position.seat in LEADING_SEATS


def going_first(position: str) -> Q:
    """The rows whose post, behind the lookup `position`, is one of those."""
    return Q(**{f"{position}__level__in": LEADING_LEVELS, f"{position}__seat__in": LEADING_SEATS})


def paths_above(user: User) -> list[str]:
    """The paths of the unit of the user's own main post and of all above it; read once for a request."""
    if "_paths_above" not in user.__dict__:
        posts = Appointment.objects.valid_on(timezone.localdate()).main().filter(cadre__user=user)
        path = posts.values_list("unit__path", flat=True).first() or ""
        user.__dict__["_paths_above"] = [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]
    paths: list[str] = user.__dict__["_paths_above"]
    return paths
