"""The indicators that apply to many units at once: those of the nearest approved programme above each."""

from collections.abc import Iterable

from cadres.models import Unit
from criteria.models import Indicator, Period, Programme


def indicators_of(paths: Iterable[str], periods: Iterable[Period]) -> dict[tuple[str, int], list[Indicator]]:
    """By place in the tree and period; one query, however many units there are."""
    wanted = {(path, period.pk) for path in paths for period in periods}
    rungs = {path[:end] for path, _ in wanted for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    found = Indicator.objects.filter(
        focus__programme__state=Programme.State.APPROVED,
        focus__programme__unit__path__in=rungs,
        focus__programme__period__in={period for _, period in wanted},
    )
    programmes: dict[tuple[str, int], list[Indicator]] = {}
    for indicator in found.select_related("statement", "focus__programme__unit").order_by(
        "focus__order", "order", "pk"
    ):
        programme = indicator.focus.programme
        programmes.setdefault((programme.unit.path, programme.period_id), []).append(indicator)
    return {(path, period): _nearest(path, period, programmes) for path, period in wanted}


def _nearest(path: str, period: int, programmes: dict[tuple[str, int], list[Indicator]]) -> list[Indicator]:
    ends = range(len(path), 0, -Unit.steplen)
    return next((programmes[path[:end], period] for end in ends if (path[:end], period) in programmes), [])
