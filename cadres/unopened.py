"""Who has no account yet, unit by unit, and how far the card or link has come that would open it."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from cadres.models import Activation, Appointment, Cadre, Unit
from cadres.models.appointments import AppointmentQuerySet
from cadres.models.people import CadreQuerySet


@dataclass(frozen=True)
class Tally:
    """Of so many people in a unit and below, so many without an account."""

    unit: Unit
    total: int
    without: int

    @property
    def opened(self) -> int:
        return self.total - self.without


def tally(unit: Unit) -> Tally:
    """For the unit with all below it, by main posts of today."""
    return Tally(unit, **_main_posts(unit).aggregate(**_COUNTS))


def tally_below(unit: Unit) -> list[Tally]:
    """For each unit directly below; those without people are left out. Two queries."""
    end = (unit.depth + 1) * Unit.steplen
    rows = _main_posts(unit).annotate(below=Substr("unit__path", 1, end)).order_by().values("below").annotate(**_COUNTS)
    counts = {row.pop("below"): row for row in rows}
    return [Tally(child, **counts[child.path]) for child in Unit.objects.children_of(unit) if child.path in counts]


def people(unit: Unit) -> CadreQuerySet:
    """Those without an account in the unit and below, with posts and with their unused cards and links."""
    serving = _main_posts(unit).filter(cadre=OuterRef("pk"))
    unused = Prefetch("activations", queryset=Activation.objects.unused().order_by("way"), to_attr="unused_activations")
    return Cadre.objects.filter(Exists(serving), user=None).in_name_order().with_posts().prefetch_related(unused)


def to_print(unit: Unit) -> CadreQuerySet:
    """Those of them who hold no card that still works."""
    return people(unit).filter(~Exists(_usable(Activation.Way.CARD)))


def to_mail(unit: Unit) -> CadreQuerySet:
    """Those of them who have an address and no link that still works."""
    return people(unit).exclude(email="").filter(~Exists(_usable(Activation.Way.LINK)))


def _usable(way: Activation.Way) -> QuerySet[Activation]:
    return Activation.objects.usable().filter(cadre=OuterRef("pk"), way=way)


def _main_posts(unit: Unit) -> AppointmentQuerySet:
    return Appointment.objects.valid_on(timezone.localdate()).main().filter(unit__path__startswith=unit.path)


_COUNTS = {"total": Count("pk"), "without": Count("pk", filter=Q(cadre__user=None))}
