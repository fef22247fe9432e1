"""How many people and units there are below each unit of a list, in two queries per unit above them."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from cadres.models import Appointment, Unit


def with_counts(units: Iterable[Unit]) -> list[Unit]:
    """Each with `people` (main posts held today there and below) and `units_below`.

    Grouped by the database over the part of the tree under the unit above: one range of paths, whatever its size.
    """
    listed = list(units)
    families: dict[str, list[Unit]] = defaultdict(list)
    for unit in listed:
        families[unit.parent_path].append(unit)
    for path, members in families.items():
        top = path or members[0].path
        length = len(members[0].path)
        today = timezone.localdate()
        posts = Appointment.objects.valid_on(today).main().filter(unit__path__startswith=top)
        people = _by_branch(posts, "unit__path", length)
        below = _by_branch(Unit.objects.valid_on(today).filter(path__startswith=top), "path", length)
        for unit in members:
            unit.people = people[unit.path]
            unit.units_below = below[unit.path] - (unit.valid_to is None or unit.valid_to >= today)
    return listed


def _by_branch(rows: QuerySet, path: str, length: int) -> Counter[str]:
    counted = rows.order_by().values(branch=Left(path, length)).annotate(number=Count("pk"))
    return Counter(dict(counted.values_list("branch", "number")))
