"""Which units somebody may go to, and which one a written name means."""

from django.utils import timezone

from cadres.models import Appointment, Level, Unit, place_of
from cadres.names import fold

MAX_HOSTS = 400
_DISTRICT_DEPTH = 2


def hosts_near(post: Appointment) -> list[Unit]:
    """Units of the own district; of the whole province for those who serve the province. Large units first."""
    is_provincial = post.unit.level == Level.PROVINCE
    top = post.unit.path[: Unit.steplen * (1 if is_provincial else _DISTRICT_DEPTH)]
    near = Unit.objects.valid_on(timezone.localdate()).filter(path__startswith=top).exclude(pk=post.unit_id)
    return list(near.annotate(place=place_of("")).order_by("depth", "path")[:MAX_HOSTS])


def host_named(name: str, hosts: list[Unit]) -> Unit | None:
    """The one unit of that name, alone or with its base; none when no unit or more than one is called so."""
    wanted = fold(name)
    found = [unit for unit in hosts if wanted in {fold(unit.name), fold(getattr(unit, "place", unit.name))}]
    return found[0] if len(found) == 1 else None
