"""Where a plan or a visit goes for its decision, and which unit of the tree a host is."""

from cadres.deciding import deciding_unit
from cadres.models import Appointment, Unit
from cadres.names import fold
from fieldvisits.models import VisitPlan
from fieldvisits.rules import looks_first

MAX_HOSTS = 400
DISTRICT_DEPTH = 2


def route_of(appointment: Appointment, *, after_department: bool = False) -> tuple[Unit, bool]:
    """The unit that decides today, and whether its body does. Needs unit and position loaded.

    What a department of the province has looked at goes on to the unit above it.
    """
    route = deciding_unit(appointment)
    unit = Unit.objects.get(pk=route.unit_id)
    if after_department and looks_first(unit):
        unit = Unit.objects.get(path=unit.parent_path)
    return unit, route.by_minutes


def route_of_plan(plan: VisitPlan) -> tuple[Unit, bool]:
    return route_of(plan.appointment, after_department=plan.state == VisitPlan.State.DEPT_OK)


def hosts_near(appointment: Appointment) -> list[Unit]:
    """Units that somebody of this post may visit: those of the own district, or of the whole province."""
    top = appointment.unit.path[: Unit.steplen * DISTRICT_DEPTH]
    if looks_first(appointment.unit) or len(appointment.unit.path) <= Unit.steplen:
        top = appointment.unit.path[: Unit.steplen]
    return list(Unit.objects.filter(path__startswith=top).exclude(pk=appointment.unit_id).order_by("path")[:MAX_HOSTS])


def host_named(name: str, hosts: list[Unit]) -> Unit | None:
    """The one unit of that name; none when no unit or more than one is called so."""
    wanted = fold(name)
    found = [unit for unit in hosts if fold(unit.name) == wanted]
    return found[0] if len(found) == 1 else None
